import type { Models } from '../../models/models.js';
import { platform, schoolCode } from './people.js';

/** Binds a group to a school, as an operator would. */
export const bindGroupTo = (models: Models, name: string, id: string, school: string): Promise<void> =>
  models.groups.bind(
    { platform: platform(name), id, kind: 'group' },
    { kind: 'school', school: schoolCode(school) },
    undefined,
    new Date(0),
  );
