import type { Middleware } from 'koa';
import type { Running } from './app.js';
import type { Bot } from './bots/bot.js';
import { createSandboxBot } from './bots/sandbox/index.js';
import { SANDBOX } from './bots/sandbox/platform.js';
import { createSandboxStore } from './bots/sandbox/store.js';
import { momentText } from './config/texts/format.js';
import { travel } from './jobs/travel.js';
import { type Clock, MovableClock } from './models/clock.js';
import { demoGroups } from './models/demo/load.js';
import type { Group } from './models/group.js';
import type { Models } from './models/models.js';
import type { Person } from './models/person.js';
import { ledgerFor } from './sandbox-ledger.js';
import { createAssets } from './web/assets.js';
import type { SandboxClock, SandboxGroup, SandboxPerson } from './web/sandbox/deps.js';
import { sandboxRoutes } from './web/sandbox/routes.js';

/** No step is longer than this when the clock is put forward: a term and a bit. */
const LONGEST_STEP_MS = 200 * 24 * 3600 * 1000;

/** Adds the sandbox to a running program: its bot beside the others, its page, and a clock that can be put forward. */
export async function startSandbox(running: Running, addBot: (bot: Bot) => void): Promise<Middleware> {
  const { models, clock, database, env, log, stopping } = running;
  if (clock instanceof MovableClock) await restoreClock(clock, models);
  const store = createSandboxStore(database.connection);
  addBot(createSandboxBot({ store, clock }));
  return sandboxRoutes({
    people: () => peopleOf(models),
    groups: () => groupsOf(models),
    accept: (event) => running.accept([event], clock.now()),
    store,
    ledger: (person) => ledgerFor(person, models, clock.now()),
    clock: sandboxClock(running, clock),
    calendar: models.calendar,
    duties: models.catalogue.duties,
    assets: createAssets(),
    forced: env.sandboxForced,
    stopping,
    log,
  });
}

/** The sandbox's time goes on where it stood when the program was stopped. */
async function restoreClock(clock: MovableClock, { marks }: Models): Promise<void> {
  const mark = await marks.get('sandbox-clock');
  if (mark?.value) clock.moveTo(new Date(Date.now() + mark.value));
}

/** The sandbox's clock: put forward, it lives through what lies between, and remembers how far it is ahead. */
function sandboxClock({ schedule, models, settle }: Running, clock: Clock): SandboxClock {
  return {
    now: () => clock.now(),
    canMove: clock instanceof MovableClock,
    advance: async (to) => {
      if (!(clock instanceof MovableClock)) return { ran: [] };
      const until = new Date(Math.min(to.getTime(), clock.now().getTime() + LONGEST_STEP_MS));
      const passed = await travel({ clock, schedule, settle }, until);
      await models.marks.set('sandbox-clock', new Date(), clock.aheadMs);
      const told = passed.filter(({ done }) => !/^\S+ 0 [页份个人](?!、[1-9])/.test(done));
      return { ran: told.map(({ at, done }) => `${momentText(at, models.calendar)} ${done}`) };
    },
  };
}

async function peopleOf({ schools, people, catalogue }: Models): Promise<SandboxPerson[]> {
  const all = await schools.all();
  const staff = await Promise.all(all.map(({ _id }) => people.ofSchool(_id)));
  const names = new Map(catalogue.posts.map(({ key, name }) => [key, name]));
  return all.flatMap((school, i) =>
    (staff[i] ?? []).map((person) => ({
      id: person._id,
      name: person.name,
      pinyin: person.pinyin,
      school: school._id,
      schoolName: school.name,
      posts: person.posts.map((post) => names.get(post) ?? post),
    })),
  );
}

/** The sandbox's groups, and who sits in them: everybody of the school, the leads of a cluster or of the county. */
async function groupsOf(models: Models): Promise<SandboxGroup[]> {
  const [groups, schools] = await Promise.all([models.groups.all(SANDBOX), models.schools.all()]);
  const leads = await models.people.withPosts(schools.map(({ _id }) => _id));
  const staff = new Map<string, Set<string>>();
  for (const { chat, scope } of groups) {
    if (scope.kind === 'school')
      staff.set(chat.id, new Set((await models.people.ofSchool(scope.school)).map(({ _id }) => _id)));
    else staff.set(chat.id, new Set(leads.filter(inScope(scope, schools)).map(({ _id }) => _id)));
  }
  return groups.map(({ chat }) => ({
    id: chat.id,
    name: demoGroups.find((group) => group.chat.id === chat.id)?.name ?? chat.id,
    has: (person) => staff.get(chat.id)?.has(person) ?? false,
  }));
}

const inScope =
  (scope: Group['scope'], schools: { _id: string; cluster: string }[]) =>
  (person: Person): boolean =>
    scope.kind === 'county' ||
    schools.some(({ _id, cluster }) => _id === person.school && scope.kind === 'cluster' && cluster === scope.cluster);
