import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { partsOf } from '../../bots/wechat/render.js';
import { wechatLimits } from '../../config/limits/wechat.js';
import { mainJob } from '../support/catalogues.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import type { CardJson } from '../support/feishu/card-json.js';
import { feishuCounty } from '../support/feishu/county.js';
import { type Bubble, galleryPage } from '../support/feishu/draw.js';
import { listenTo } from '../support/feishu/listen.js';
import type { Sent } from '../support/feishu/messages.js';
import { rosterWithReviewers } from '../support/reviewers.js';
import { sources } from '../support/sources.js';

/** The main job's duties, one whose records are answered, and two more of every teacher. */
const more = wholeCatalogue().duties.filter(({ row }) => ['B6', 'B21', 'B22'].includes(row));
const catalogue = { ...mainJob(), duties: [...mainJob().duties, ...more.map((duty) => ({ ...duty, counts: [] }))] };

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, catalogue);
const on = feishuCounty(county);

const LESSON =
  '磨课\n课题：分数的意义\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n申请认定级别：校级\n认定依据：青教研3号';
const JOURNAL = '这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(4);
const FILE = join(sources, 'docs', 'gallery.html');

/** What each message says where there are no cards, by its id. */
let texts: ReadonlyMap<string, string> = new Map();

interface Shown {
  what: string;
  card?: CardJson;
  talk: Bubble[];
}

const toldTo = (sent: Sent[], person: string, title: RegExp): Sent =>
  sent.find(({ receiveId, text }) => receiveId === `ou_${person}` && title.test(text)) ?? nothing(title);
const nothing = (what: unknown): never => {
  throw new Error(`nothing said of ${String(what)}`);
};

/** A card as it is now: drawn later, it would have changed. */
function shown(what: string, sent: Sent | undefined): Shown {
  if (!sent?.card) throw new Error(`${what}: no card but ${sent?.text}`);
  return { what, card: structuredClone(sent.card), talk: onPhone(texts.get(sent.messageId) ?? '') };
}

/** A text as WeChat is sent it. */
const onPhone = (text: string): Bubble[] => partsOf(text, wechatLimits.textChars).map((part) => ({ text: part }));

/** Somebody's conversation, where nothing is a card. */
async function talk(what: string, person: string, ...words: string[]): Promise<Shown> {
  const said: Bubble[] = [];
  for (const text of words) {
    said.push({ text, own: true });
    for (const answer of await on.say(person, text)) said.push(...onPhone(texts.get(answer.messageId) ?? answer.text));
  }
  return { what, talk: said };
}

/** A week and a half of the small county, card by card. */
async function live() {
  for (const monday of ['2026-10-12', '2026-10-19', '2026-10-26']) {
    county.at(`${monday}T00:07:00+08:00`);
    await county.models.ledger.openRolls(county.now());
  }
  county.at('2026-10-28T09:00:00+08:00');
  for (const who of ['S1-T2', 'S1-L', 'S1-P', 'J1-C']) await on.say(who, '你好');
  for (const who of ['S1-T1', 'S1-T3']) await on.say(who, LESSON);
  await on.say('S1-T1', `周记 ${JOURNAL}`);
  const all = [shown('发「我的」', (await on.say('S1-T2', '我的'))[0])];
  all.push(shown('发「磨课」：表单', (await on.say('S1-T2', '磨课'))[0]));
  const answers = ['分数的意义', '3', '加了折纸', '跳过', '上周四', '让学生先说', '1', '跳过', '跳过', '跳过'];
  all.push(await talk('「一问一答」：一项一项填', 'S1-T2', '磨课 一问一答', ...answers, '5', '对', '确认'));
  all.push(shown('发「未交 磨课」：一项的进度', (await on.say('S1-L', '未交 磨课'))[0]));
  all.push(shown('协调员发「未交」', (await on.say('J1-C', '未交'))[0]));
  all.push(shown('发「未交 周记 第9周」：一期的名单', (await on.say('S1-L', '未交 周记 第9周'))[0]));
  all.push(shown('发「名单 周记 已交」', (await on.say('S1-L', '名单 周记 已交'))[0]));
  all.push(shown('发「全校」', (await on.say('S1-L', '全校'))[0]));
  all.push(shown('发「历史」', (await on.say('S1-T1', '历史'))[0]));
  all.push(shown('发「待审」', (await on.say('S1-L', '待审'))[0]));
  const [first] = await connection.collection('submissions').find({ duty: 'polished-lesson' }).toArray();
  all.push(shown('按「看」：全文，下面就能答复', (await on.say('S1-L', `看 ${String(first?.['no'])}`))[0]));
  all.push(shown('按「退回」：先写一句意见', (await on.say('S1-L', `退回 ${String(first?.['no'])}`))[0]));

  all.push(await talk('发「帮助」', 'S1-T2', '帮助'));
  all.push(await talk('打错一个字：回复数字', 'S1-T2', '我地', '1', '周计 今天', '取消'));
  all.push(await talk('教科室主任发「帮助」', 'S1-L', '帮助'));
  all.push(await talk('发「历史」「看」', 'S1-T1', '历史', '看 周记', '修改'));
  all.push(await talk('先看看要提醒谁', 'S1-L', '催交 周记'));

  county.at('2026-10-30T15:41:00+08:00');
  const nag = toldTo(await on.jobs(), 'S1-T2', /提醒您/);
  all.push(shown('周五下午的提醒', nag));
  const [form] = (await on.press(nag, 'S1-T2', {}, { button: '交周记' })).sent;
  all.push(shown('按「交周记」：直接在卡片上写', form));
  all.push(shown('按「请假」：就在提醒上填请到哪天', (await on.press(nag, 'S1-T2', {}, { button: '请假' })).card));
  all.push(shown('按「明天再说」：提醒变成这样', (await on.press(nag, 'S1-T2', {}, { button: '明天再说' })).card));
  if (form) all.push(shown('交上以后，表单变成回执', (await on.press(form, 'S1-T2', { text: JOURNAL })).card));
  const told = on
    .feishu()
    .platform.sent()
    .find(({ messageId }) => messageId === nag.messageId);
  // Where there are no cards nothing more is said.
  all.push({ ...shown('……那条提醒也当场变成这样', told), talk: [] });

  county.at('2026-10-30T17:21:00+08:00');
  all.push(shown('每周小结，给教科室主任', toldTo(await on.jobs(), 'S1-L', /小结/)));
  county.at('2026-11-02T07:41:00+08:00');
  all.push(shown('管理员早报，给协调员', toldTo(await on.jobs(), 'J1-C', /早报/)));
  county.at('2026-11-06T08:21:00+08:00');
  all.push(shown('每月小结，给校长', toldTo(await on.jobs(), 'S1-P', /小结/)));
  return all;
}

/** Numbers of records are drawn anew in every run. */
async function withKnownNumbers(page: string): Promise<string> {
  const records = await connection.collection('submissions').find().sort({ updatedAt: 1, by: 1 }).toArray();
  return records.reduce((text, { no }, index) => text.replaceAll(String(no), `7F3K${index + 2}Q`), page);
}

test('docs/gallery.html shows the cards as they are sent; GALLERY=write writes it anew', async () => {
  texts = listenTo(county, on);
  const page = await withKnownNumbers(galleryPage(await live()));
  if (process.env['GALLERY'] === 'write') writeFileSync(FILE, page);
  expect(readFileSync(FILE, 'utf8')).toBe(page);
});
