import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FEISHU } from '../../bots/feishu/parse.js';
import { composeDigest } from '../../jobs/compose-digest.js';
import { pictureSvg } from '../../jobs/digest-picture.js';
import { demoRoster } from '../../models/demo/county.js';
import { Day } from '../../models/ids.js';
import type { Dispatch } from '../../models/outbox.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import type { CardJson } from '../support/feishu/card-json.js';
import { feishuCounty } from '../support/feishu/county.js';
import { galleryPage } from '../support/feishu/draw.js';
import { listenTo } from '../support/feishu/listen.js';
import type { Sent } from '../support/feishu/messages.js';
import { sources } from '../support/sources.js';

/** The made-up county with all its duties: what each role hears by itself, in words, as a card and as a picture. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const on = feishuCounty(county);
const { models } = county;
const FILE = join(sources, 'docs', 'gallery-roles.html');

type Digest = Extract<Dispatch, { kind: 'digest' }>;
interface Shown {
  what: string;
  card?: CardJson;
  talk: { text: string }[];
  picture?: string;
}

const postsOf = async (id: string): Promise<string> => {
  const [person] = await models.people.byIds([id as never]);
  const held = models.catalogue.posts.filter(({ key }) => person?.posts.includes(key)).map(({ name }) => name);
  return held.join('、') || '教师';
};

/** The picture that follows a digest. */
async function pictureOf(dispatch: Digest): Promise<string | undefined> {
  const digest = models.catalogue.digests.find(({ key }) => key === dispatch.digest);
  const [person] = await models.people.byIds([dispatch.person]);
  if (!digest?.picture || !person) return undefined;
  const words = await composeDigest(dispatch, person, models, true, county.now());
  return 'why' in words ? undefined : pictureSvg(digest, words, dispatch.day, models);
}

/** Somebody of each set of posts: nobody else has an account, so that nobody else is sent anything. */
const oneOfEach = () => [...new Map(demoRoster().people.map(({ id, posts }) => [posts.join(), id])).values()];

/** The first digest of each key and the first reminder of each post at some instants. */
async function lived(): Promise<Shown[]> {
  await connection.collection('accounts').deleteMany({});
  await Promise.all(
    oneOfEach().map((person) =>
      models.accounts.bind({ platform: FEISHU, account: `ou_${person}`, person, how: 'demo', now: new Date(0) }),
    ),
  );
  const texts = listenTo(county, on);
  const all: Shown[] = [];
  const known = new Set<string>();
  const listen = async (at: string, onlyDigests = false): Promise<void> => {
    county.at(`${at}:00+08:00`);
    for (const { messageId, card, dispatch: said } of await inOrder(await on.jobs())) {
      if ((said?.kind !== 'digest' && said?.kind !== 'nag') || (said.kind === 'digest' && said.picture)) continue;
      if (onlyDigests && said.kind === 'nag') continue;
      const to = await postsOf(said.person);
      const name = models.catalogue.digests.find(({ key }) => said.kind === 'digest' && key === said.digest)?.name;
      const what = said.kind === 'digest' ? `${name}（${said.digest}）` : `提醒，给${to}`;
      if (known.has(what)) continue;
      known.add(what);
      const picture = said.kind === 'digest' ? await pictureOf(said) : undefined;
      all.push({
        what: said.kind === 'digest' ? `${what}，给${to}` : what,
        talk: [{ text: texts.get(messageId) ?? '' }],
        ...(card && { card: structuredClone(card) }),
        ...(picture && { picture }),
      });
    }
  };
  await endTerm();
  await listen('2026-07-17T17:21', true);
  await beginTerm();
  for (const at of INSTANTS) await listen(at);
  return all;
}

const openRolls = async (day: string): Promise<void> => {
  county.at(`${day}T00:07:00+08:00`);
  await models.ledger.openRolls(county.now());
};

/** The last week of a term, of which some reminders have been counted. */
async function endTerm(): Promise<void> {
  await openRolls('2026-07-13');
  const day = Day.parse('2026-06-01');
  await models.effects.keep([
    { day, profile: 'RP-W', step: 'due', missing: 120, nagged: 110, handedIn: 66 },
    { day, profile: 'RP-M', step: 'd-5', missing: 24, nagged: 20, handedIn: 1 },
  ]);
}

/** Some weeks of the next: some hand in, and the intake of students begins. */
async function beginTerm(): Promise<void> {
  for (const day of ['2026-09-28', '2026-10-12', '2026-10-26']) await openRolls(day);
  county.at('2026-10-28T09:00:00+08:00');
  for (const person of oneOfEach().slice(4, 9)) await on.say(person, journal());
  await on.say('J01-13', '开启 招生 到 11月30日');
  await on.say(
    'J01-15',
    '招生\n类别：电大开放教育\n层次和专业：专科会计\n线索来源：报纸\n意向人：甲\n本人同意登记联系方式：是\n进度：意向',
  );
}

/** By their keys: several are sent at once, and arrive in any order. */
async function inOrder(sent: Sent[]) {
  const all = await Promise.all(
    sent.map(async (each) => ({ ...each, ...(await models.outbox.saidWith(FEISHU, each.messageId)) })),
  );
  return all.toSorted((a, b) => (a.key ?? '').localeCompare(b.key ?? '', 'en'));
}

const INSTANTS = ['2026-10-30T17:21', '2026-11-02T08:21', '2026-11-06T08:41', '2026-11-09T08:21'];

test('docs/gallery-roles.html shows what each role hears by itself; GALLERY=write writes it anew', async () => {
  const page = galleryPage(await lived(), '各个职务收到的小结和提醒');
  if (process.env['GALLERY'] === 'write') writeFileSync(FILE, page);
  expect(readFileSync(FILE, 'utf8')).toBe(page);
}, 120_000);
