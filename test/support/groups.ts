import type { Scope } from '../../models/group.js';
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

/** The same for whom it may stand for besides. */
export const bindGroupFor = (models: Models, name: string, id: string, scope: Scope): Promise<void> =>
  models.groups.bind({ platform: platform(name), id, kind: 'group' }, scope, undefined, new Date(0));
