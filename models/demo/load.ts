import type { Connection } from 'mongoose';
import { createAccounts } from '../account.js';
import { Chat } from '../event.js';
import { createGroups, type Scope } from '../group.js';
import { Platform } from '../ids.js';
import { applyRoster, currentRoster } from '../roster/apply.js';
import { ALWAYS, diffRoster } from '../roster/diff.js';
import { DEMO_COORDINATOR, demoRoster } from './county.js';

const SANDBOX = Platform.parse('sandbox');
/** Schools that have a group of their own. */
const SCHOOL_GROUPS = 3;

export interface DemoGroup {
  chat: Chat;
  name: string;
  scope: Scope;
}

/** The groups of the demo county: of its first schools, of each cluster, and of the county's research leads. */
export const demoGroups: readonly DemoGroup[] = makeGroups();

function makeGroups(): DemoGroup[] {
  const { schools } = demoRoster();
  const group = (id: string, name: string, scope: Scope): DemoGroup => ({
    chat: Chat.parse({ platform: SANDBOX, id, kind: 'group' }),
    name,
    scope,
  });
  return [
    ...schools
      .slice(0, SCHOOL_GROUPS)
      .map(({ code, name }) => group(`g-school-${code}`, `${name}教师群`, { kind: 'school', school: code })),
    ...[...new Set(schools.map(({ cluster }) => cluster))].map((cluster, index) =>
      group(`g-cluster-${index + 1}`, `${cluster}教研群`, { kind: 'cluster', cluster }),
    ),
    group('g-county', '全县教科室主任群', { kind: 'county' }),
  ];
}

interface Mark {
  _id: string;
  done: boolean;
}

/** Whether the demo county was loaded here, whatever has become of it. */
export const wasDemo = async (db: Connection): Promise<boolean> =>
  (await db.collection<Mark>('rosterMarks').findOne({ _id: 'demo' })) !== null;

/**
 * Fills an empty database with the demo county: roster, an account in the sandbox for everybody, groups bound. A
 * database that holds anything else is left alone; a load that was cut short is finished. Answers whether it loaded.
 */
export async function loadDemo(db: Connection, now: Date): Promise<boolean> {
  const marks = db.collection<Mark>('rosterMarks');
  const mark = await marks.findOne({ _id: 'demo' });
  if (mark?.done) return false;
  const current = await currentRoster(db);
  if (!mark && current.schools.length + current.people.length > 0) return false;

  await marks.updateOne({ _id: 'demo' }, { $set: { done: false } }, { upsert: true });
  const roster = demoRoster();
  await applyRoster(db, diffRoster(current, roster, ALWAYS));
  const accounts = createAccounts(db);
  for (const { id } of roster.people) {
    await accounts.bind({ platform: SANDBOX, account: id, person: id, how: 'demo', now });
  }
  const groups = createGroups(db);
  for (const { chat, scope } of demoGroups) await groups.bind(chat, scope, DEMO_COORDINATOR, now);
  await marks.updateOne({ _id: 'demo' }, { $set: { done: true } });
  return true;
}
