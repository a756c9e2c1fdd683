import { once } from 'node:events';
import Koa from 'koa';
import type { Connection } from 'mongoose';
import { createSandboxBot } from '../../bots/sandbox/index.js';
import { SANDBOX } from '../../bots/sandbox/platform.js';
import { createSandboxStore } from '../../bots/sandbox/store.js';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { MovableClock } from '../../models/clock.js';
import { demoRoster } from '../../models/demo/county.js';
import type { InboundEvent } from '../../models/event.js';
import type { Button } from '../../models/message.js';
import { personKey } from '../../models/pinyin.js';
import { createAssets } from '../../web/assets.js';
import type { LedgerRow, SandboxDeps, SandboxPerson } from '../../web/sandbox/deps.js';
import { sandboxRoutes } from '../../web/sandbox/routes.js';
import { wholeCatalogue } from './catalogues.js';
import { recordingLog } from './recording-log.js';

const ZONE = 'Asia/Shanghai';
/** A Monday afternoon of the 13th teaching week. */
const BEGIN = new Date('2026-11-23T16:05:00+08:00');
const FRIDAY = new Date('2026-11-27T15:40:00+08:00');

export type SandboxHarness = Awaited<ReturnType<typeof startSandbox>>;

/**
 * The sandbox's pages on a real port, over the real store and the demo county, with a stand-in for the program behind:
 * 「周记 …」 is taken and counted, 「月报」 gives a template, everything else is repeated; on Fridays at 15:40 whoever of the
 * first school has not handed in is reminded.
 */
export async function startSandbox(connection: Connection, over: Partial<SandboxDeps> = {}) {
  const store = createSandboxStore(connection, { pollMs: 200 });
  await connection.models['SandboxMessage']?.createIndexes();
  const clock = new MovableClock();
  clock.moveTo(BEGIN);
  const bot = createSandboxBot({ store, clock });
  const calendar = loadCalendar(packagedDir('calendar'), ZONE);
  const catalogue = wholeCatalogue();
  const people = demoPeople(catalogue.posts);
  const handedIn = new Set<string>();
  const accepted: InboundEvent[] = [];
  const stopping = new AbortController();
  const log = recordingLog();
  let nags = 0;

  const tell = (key: string, person: string, text: string) =>
    bot.send({ key, address: { to: 'account', platform: SANDBOX, account: person }, content: { kind: 'text', text } });

  /** The bot says a card, with its buttons. */
  const show = (key: string, person: string, text: string, buttons: Button[]) =>
    bot.send({
      key,
      address: { to: 'account', platform: SANDBOX, account: person },
      content: { kind: 'card', text, card: { title: '', blocks: [{ kind: 'buttons', buttons }] } },
    });

  const accept = async (event: InboundEvent): Promise<void> => {
    if (accepted.some(({ key }) => key === event.key)) return;
    accepted.push(event);
    if (event.kind !== 'message' || !event.addressed) return;
    if (event.text.startsWith('周记')) handedIn.add(event.account);
    const { chat, messageId } = event;
    const content = { kind: 'text' as const, text: answerTo(event.text) };
    await bot.send({
      key: `${event.key}:0`,
      address: { to: 'message', platform: SANDBOX, chat, messageId },
      content,
    });
  };

  const advance = async (to: Date): Promise<{ ran: string[] }> => {
    const before = clock.now();
    clock.moveTo(to);
    if (before >= FRIDAY || to < FRIDAY) return { ran: [] };
    nags += 1;
    const missing = people.filter(({ id, school }) => school === 'S01' && !handedIn.has(id));
    for (const { id } of missing)
      await tell(`nag-${nags}-${id}`, id, '本周教育周记还没有收到，今天17:00截止。回复「周记 …」就可以交。');
    return { ran: ['周五 15:40 提醒了没交周记的人，共 ' + missing.length + ' 人'] };
  };

  const deps: SandboxDeps = {
    people: async () => people,
    groups: async () => demoGroups(people),
    accept,
    store,
    ledger: async (person) => ({ title: titleFor(person, people), rows: rowsFor(person, people, handedIn) }),
    clock: {
      now: () => clock.now(),
      canMove: true,
      advance,
      next: async () => (clock.now() < FRIDAY ? { at: FRIDAY, what: '提醒还没交周记的人' } : undefined),
    },
    calendar,
    duties: catalogue.duties,
    assets: createAssets(),
    forced: false,
    stopping: stopping.signal,
    log,
    ...over,
  };
  const server = new Koa().use(sandboxRoutes(deps)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;

  return {
    url: `http://127.0.0.1:${port}/sandbox`,
    port,
    store,
    bot,
    clock,
    people,
    accepted,
    log,
    tell,
    show,
    /** Cuts every open connection, as a network does. */
    cut: () => server.closeAllConnections(),
    stop: async () => {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    stopping,
  };
}

function demoPeople(posts: readonly { key: string; name: string }[]): SandboxPerson[] {
  const { people, schools } = demoRoster();
  const names = new Map(posts.map(({ key, name }) => [key, name]));
  return people
    .map(({ id, name, school, posts: held }) => ({
      id,
      name,
      pinyin: personKey(name),
      school,
      schoolName: schools.find(({ code }) => code === school)?.name ?? '',
      posts: held.map((key) => names.get(key) ?? key),
    }))
    .toSorted((a, b) => (a.pinyin < b.pinyin ? -1 : 1));
}

const demoGroups = (people: SandboxPerson[]) => [
  { id: 'g-school', name: '青山县第一小学教师群', has: among(people.filter(({ school }) => school === 'S01')) },
  { id: 'g-leads', name: '全县教科室主任群', has: among(people.filter(({ posts }) => posts.includes('教科室主任'))) },
];

const among = (people: SandboxPerson[]) => {
  const ids = new Set(people.map(({ id }) => id));
  return (person: string): boolean => ids.has(person);
};

const TEMPLATE = `【教育科研工作月报 10月】请在11月6日 17:00前填好，整段发回来，顺序不限：
教研活动次数：
教研活动主题：
周记上交情况：171/180
问题困难：（选填）
下月计划：`;

function answerTo(text: string): string {
  if (text.startsWith('周记'))
    return `已收到教育周记（第13周），${text.length - 3}字。要改请发「修改 新内容」，要撤请发「撤回」。`;
  if (text === '月报') return TEMPLATE;
  if (text === '帮助')
    return '您可以这样发消息（群里先 @我）：\n周记 内容 —— 交教育周记，写完直接发\n月报 —— 交教育科研工作月报，我发模板给您填\n我的 —— 要交什么、交过什么\n请假 到 周五 / 销假 —— 请假期间不提醒';
  return `您说的是：${text}`;
}

const titleFor = (person: string, people: SandboxPerson[]): string => {
  const { schoolName = '', posts = [] } = people.find(({ id }) => id === person) ?? {};
  if (posts.length === 0) return '我的';
  return posts.includes('协调员') ? '全县' : schoolName;
};

function rowsFor(person: string, people: SandboxPerson[], handedIn: Set<string>): LedgerRow[] {
  const me = people.find(({ id }) => id === person);
  if (!me) return [];
  const mine = handedIn.has(person) ? 'handed-in' : 'owed';
  const page = { duty: '教育周记', period: '第13周', due: '11月27日 周五 17:00', over: false } as const;
  if (me.posts.length === 0) return [{ ...page, school: me.schoolName, mine }];
  const schools = me.posts.includes('协调员') ? [...new Set(people.map(({ school }) => school))] : [me.school];
  const weekly = schools.map((school) => journalRow(school, people, handedIn, page));
  const monthly: LedgerRow = {
    duty: '教育科研工作月报',
    period: '10月',
    school: me.schoolName,
    due: '11月6日 周五 17:00',
    over: true,
    counts: { owed: 12, handedIn: 9, late: 2, missing: 3, leave: 0, exempt: 1 },
  };
  return [...weekly.map((row) => (row.school === me.schoolName ? ({ ...row, mine } as const) : row)), monthly];
}

function journalRow(
  school: string,
  people: SandboxPerson[],
  handedIn: Set<string>,
  page: Pick<LedgerRow, 'duty' | 'period' | 'due' | 'over'>,
): LedgerRow {
  const owing = people.filter((person) => person.school === school);
  const missing = owing.filter(({ id }) => !handedIn.has(id));
  return {
    ...page,
    school: owing[0]?.schoolName ?? school,
    counts: {
      owed: owing.length,
      handedIn: owing.length - missing.length,
      late: 0,
      missing: missing.length,
      leave: 0,
      exempt: 0,
    },
    missing: missing.map(({ name }) => name),
  };
}
