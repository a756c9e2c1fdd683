import type { Catalogue, OwnerRule } from './duty.js';
import type { School } from './school.js';

/** Whether a rule about schools (these stages, not those, rural or not) holds for a school. */
export const isWhere = (
  { stages, exceptStages, rural }: Pick<OwnerRule, 'stages' | 'exceptStages' | 'rural'>,
  school: Pick<School, 'stage' | 'rural'>,
): boolean =>
  (!stages || stages.includes(school.stage)) &&
  !exceptStages.includes(school.stage) &&
  (rural === undefined || rural === school.rural);

/** The stages that some duty or training names, as the catalogue has them. */
export const stagesNamed = ({ duties, trainings }: Pick<Catalogue, 'duties' | 'trainings'>): ReadonlySet<string> =>
  new Set(
    [...duties.map(({ owner }) => owner), ...trainings.map(({ audience }) => audience)].flatMap(
      ({ stages = [], exceptStages }) => [...stages, ...exceptStages],
    ),
  );

/** Whether one of somebody's subjects or grades is among those wanted; all are where none are named. */
export const isOneOf = (own: readonly string[], wanted: readonly string[] | undefined): boolean =>
  !wanted || own.some((each) => wanted.includes(each));
