import { Readable } from 'node:stream';
import { beforeEach } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Bot } from '../../bots/bot.js';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { run } from '../../handlers/run.js';
import { deliver } from '../../jobs/deliver.js';
import { digest } from '../../jobs/digest.js';
import { drainInbox } from '../../jobs/drain-inbox.js';
import { fetchFiles } from '../../jobs/fetch-files.js';
import { remind } from '../../jobs/remind.js';
import type { Calendar } from '../../models/calendar.js';
import { systemClock } from '../../models/clock.js';
import type { Catalogue } from '../../models/duty.js';
import type { Attachment, Chat, InboundEvent } from '../../models/event.js';
import { PersonId, Platform, SchoolCode } from '../../models/ids.js';
import { silent } from '../../models/log.js';
import type { Outgoing } from '../../models/message.js';
import { createModels, type Models } from '../../models/models.js';
import { applyRoster, currentRoster } from '../../models/roster/apply.js';
import { ALWAYS, diffRoster } from '../../models/roster/diff.js';
import type { Roster, RosterPerson } from '../../models/roster/roster.js';
import { mainJob } from './catalogues.js';
import { beginnings } from './database.js';
import { settling } from './settling.js';

export { wholeCatalogue } from './catalogues.js';

/** As much of a picture as tells that it is one. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export const TESTING = Platform.parse('testing');

/** A small county, lived through in a test: people say things, time goes on, and what the bot said is there to read. */
export interface TestCounty {
  models: Models;
  /** What holds besides as every test begins. Said at the top of the file; done once, and put back before each test. */
  given(make: () => Promise<unknown>): void;
  /** Puts the clock to an instant, given with its zone. */
  at(time: string): void;
  now(): Date;
  /** Somebody says something, privately unless a group is named; answers what the bot said to it there. */
  say(
    person: string,
    text: string,
    how?: {
      group?: string;
      addressed?: boolean;
      pictures?: number;
      attachments?: Attachment[];
      key?: string;
      handle?: string;
      chatName?: string;
    },
  ): Promise<string[]>;
  /** The bots that are on: one, which only remembers. */
  bots: Map<string, Bot>;
  /** Works the inbox and the outbox until both are empty. */
  settle(): Promise<void>;
  /** Runs the jobs at this instant and delivers; answers everything said because of it. */
  jobs(): Promise<Said[]>;
  /** Everything the bot has said, oldest first. */
  said: Said[];
  /** What the bot has said to a person privately, by itself or as an answer. */
  toldTo(person: string): string[];
}

export interface Said {
  /** The person it went to, or the group. */
  to: string;
  text: string;
  key: string;
}

const S = (code: string): SchoolCode => SchoolCode.parse(code);

/** Two schools of one cluster, one of another with nobody as research lead, and the training school with a coordinator. */
export const testRoster = (): Roster => ({
  schools: [
    { code: S('S1'), name: '松山小学', stage: '小学', cluster: '城区片区', rural: false },
    { code: S('S2'), name: '柳河小学', stage: '小学', cluster: '城区片区', rural: true },
    { code: S('S3'), name: '青石中学', stage: '初中', cluster: '北片区', rural: true },
    { code: S('J1'), name: '教师进修学校', stage: '进修学校', cluster: '城区片区', rural: false },
  ],
  people: [
    ...staff('S1', ['赵校长', '钱主任', '孙副主任'], ['李一', '周二', '吴三', '郑四']),
    ...staff('S2', ['王校长', '冯主任', ''], ['陈一', '褚二']),
    ...staff('S3', ['卫校长', '', ''], ['蒋一', '沈二']),
    person('J1-C', '韩协调', 'J1', ['coordinator'], false),
  ],
});

function staff(school: string, [principal = '', lead = '', deputy = '']: string[], teachers: string[]): RosterPerson[] {
  const posts: [string, string, string][] = [
    ['P', principal, 'principal'],
    ['L', lead, 'research-lead'],
    ['D', deputy, 'deputy-research-lead'],
  ];
  return [
    ...posts
      .filter(([, name]) => name)
      .map(([id, name, post]) => person(`${school}-${id}`, name, school, [post], false)),
    ...teachers.map((name, i) => person(`${school}-T${i + 1}`, name, school, ['teacher'], true)),
  ];
}

const person = (id: string, name: string, school: string, posts: string[], teaching: boolean): RosterPerson => ({
  id: PersonId.parse(id),
  name,
  school: S(school),
  posts,
  subjects: [],
  teaching,
});

/** A journal of a length nobody asks about. */
export const journal = (about = '分数'): string =>
  `周记 ${`这周讲${about}，学生动手折纸，我看到他们自己发现了规律。`.repeat(4)}`;

export function testCounty(
  connection: Connection,
  roster: Roster = testRoster(),
  calendar: Calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai'),
  catalogue: Catalogue = mainJob(),
  publicUrl?: string,
): TestCounty {
  const models = createModels(connection, { catalogue, calendar, publicUrl });
  let now = new Date();
  let count = 0;
  const said: Said[] = [];
  const bots = new Map<string, Bot>([[TESTING, recordingBot(said)]]);
  const clock = { now: () => now };
  const drain = { models, run, apologise: async () => {}, clock, machine: systemClock, log: silent };
  const delivery = { models, bots, clock, machine: systemClock, log: silent };
  const { settle, begin } = settling(connection, {
    inbox: () => drainInbox(drain),
    fetches: () => fetchFiles(delivery),
    outbox: () => deliver(delivery),
  });
  const since = async (work: () => Promise<unknown>): Promise<Said[]> => {
    const before = said.length;
    await work();
    await settle();
    return said.slice(before);
  };

  const givens: (() => Promise<unknown>)[] = [];
  const settleDown = beginnings(connection, async () => {
    await applyRoster(connection, diffRoster(await currentRoster(connection), roster, ALWAYS));
    const bind = (id: PersonId) =>
      models.accounts.bind({ platform: TESTING, account: id, person: id, how: 'demo', now: new Date(0) });
    await Promise.all(roster.people.map(({ id }) => bind(id)));
    for (const make of givens) await make();
  });
  beforeEach(async () => {
    await settleDown();
    begin();
    said.length = 0;
  });

  return {
    models,
    said,
    bots,
    settle,
    given: (make) => void givens.push(make),
    at: (time) => (now = new Date(time)),
    now: () => now,
    say: async (
      account,
      text,
      { group, addressed = true, pictures = 0, attachments: sent, key, handle, chatName } = {},
    ) => {
      const id = key ?? `testing:${++count}`;
      const chat: Chat = { platform: TESTING, id: group ?? `p-${account}`, kind: group ? 'group' : 'private' };
      const attachments =
        sent ?? Array.from({ length: pictures }, (_, i) => ({ kind: 'image' as const, ref: `img${i}` }));
      const event: InboundEvent = {
        kind: 'message',
        key: id,
        chat,
        account,
        ...(handle !== undefined && { handle }),
        ...(chatName !== undefined && { chatName }),
        messageId: id,
        text,
        addressed,
        attachments,
        sentAt: now,
      };
      const answers = await since(() => models.inbox.accept([event], now));
      return answers.filter(({ key: each }) => each.startsWith('reply:')).map((each) => each.text);
    },
    jobs: () =>
      since(async () => {
        await models.ledger.openRolls(now);
        await digest(models, now);
        await remind(models, now);
      }),
    toldTo: (id) => said.filter(({ to }) => to === id).map(({ text }) => text),
  };
}

function recordingBot(said: Said[]): Bot {
  return {
    platform: TESTING,
    send: async ({ key, address, content }: Outgoing) => {
      const to = 'account' in address ? address.account : address.chat.id.replace(/^p-/, '');
      said.push({ to, text: content.text, key });
      return { kind: 'sent' };
    },
    fetchFile: async () => ({ kind: 'open', bytes: Readable.from([PNG]) }),
    check: async () => [],
  };
}
