import type { Duty } from './duty.js';
import type { Chat } from './event.js';
import type { Scope } from './group.js';
import type { Day, SchoolCode } from './ids.js';
import { laneOf } from './inbox.js';
import type { Models } from './models.js';
import { dutyOf, type StepToday, stepsOn } from './nag.js';
import { momentOf } from './nag-verdict.js';
import type { LineItem } from './outbox.js';
import type { Roll } from './roll.js';
import { placeOf, type School } from './school.js';

/** What one group would hear: numbers, never names. */
export interface PlannedLine {
  chat: Chat;
  items: LineItem[];
  at: string;
  goesAt: Date;
  verdict: 'send' | 'not-yet';
}

/**
 * Gathers the group lines of a day from the rolls it is shown, one a group: of what persons owe, in the school's
 * chats; of what schools owe, in the cluster's and the county's.
 */
export function collectLines(models: Pick<Models, 'groups' | 'catalogue' | 'calendar'>, day: Day, now: Date) {
  const lines = new Map<string, PlannedLine>();
  const chats = rememberChats(models);
  const time = models.calendar.timeOf(now);
  return {
    lines: (): PlannedLine[] => [...lines.values()],
    add: async (rolls: Roll[], schools: Map<SchoolCode, School>): Promise<void> => {
      for (const roll of rolls) {
        const duty = dutyOf(roll, models);
        const school = schools.get(roll.school);
        const step = duty && school && groupStepOn(day, roll, duty, school, models);
        if (!step) continue;
        for (const chat of await chatsFor(duty, school, chats)) {
          const key = laneOf(chat);
          const line = lines.get(key) ?? { chat, items: [], at: step.at };
          const at = line.at < step.at ? line.at : step.at;
          const known = line.items.some((item) => item.duty === roll.duty && item.period === roll.period);
          const items = known ? line.items : [...line.items, { duty: roll.duty, period: roll.period }];
          const goesAt = momentOf(day, at, [roll.dueAt], chat.id, models);
          lines.set(key, { chat, items, at, goesAt, verdict: at <= time ? 'send' : 'not-yet' });
        }
      }
    },
  };
}

/** The step with which groups hear of a school's page on a day, if it is the day of one. */
export function groupStepOn(
  day: Day,
  roll: Roll,
  duty: Duty,
  school: School,
  models: Pick<Models, 'catalogue' | 'calendar'>,
): StepToday | undefined {
  const place = placeOf(school);
  if (!roll.nagDays.includes(day) || models.calendar.kindOf(day, place) !== 'school') return undefined;
  return stepsOn(roll, duty, day, models, place).find(({ to }) => to === 'group');
}

async function chatsFor(duty: Duty, school: School, chats: Chats): Promise<Chat[]> {
  // What people and groups of a school owe is told in its own chats, what schools owe where schools meet.
  if (duty.owner.kind !== 'school' && duty.owner.kind !== 'cluster')
    return chats({ kind: 'school', school: school._id });
  const [cluster, county] = await Promise.all([
    chats({ kind: 'cluster', cluster: school.cluster }),
    chats({ kind: 'county' }),
  ]);
  return [...cluster, ...county];
}

type Chats = (scope: Scope) => Promise<Chat[]>;

/** Asks for the chats of a scope once a sweep, not once a school. */
function rememberChats({ groups }: Pick<Models, 'groups'>): Chats {
  const known = new Map<string, Promise<Chat[]>>();
  return (scope) => {
    const key = JSON.stringify(scope);
    const chats = known.get(key) ?? groups.chatsOf(scope);
    known.set(key, chats);
    return chats;
  };
}
