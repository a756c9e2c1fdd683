import { describe, expect, test } from '@jest/globals';
import { FORM_CARD_MS } from '../../models/form-token.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';
import { pressOf } from '../support/feishu/press.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);

const STORED = { toast: { type: 'info', content: '收到，正在登记' } };
const RECEIPT = '已收到教育科研工作月报（10月）。要改请发「修改 栏目：新内容」，要撤请发「撤回」。';
const RIGHT = {
  activities: '3',
  topics: '折纸与分数',
  projects: '完成前测\n收集课例两份',
  lessonsObserved: '12',
  nextMonth: '开展同课异构',
};
const stored = () => connection.collection('submissions').find({}).toArray();
const entry = async () => (await county.models.rolls.get('monthly-report|2026-10|S1'))?.entries[0];

async function cardFor(person = 'S1-L'): Promise<Sent> {
  county.at('2026-10-28T09:00:00+08:00');
  const [card, ...more] = await on.say(person, '月报');
  if (!card?.card || more.length > 0) throw new Error(`no card but ${card?.text}`);
  return card;
}

test('月报 comes as a card, with what the ledger knows, in answer to the question', async () => {
  const card = await cardFor();
  expect(card.replyTo).toMatch(/^om_/);
  expect(card.text.split('\n').slice(0, 5)).toEqual([
    '教育科研工作月报（10月）',
    '请在11月6日（周五）17:00前填好。没填完也可以先提交，填好的会留着。',
    '卡片上每一栏最多1000字；更长的，请在聊天里发「栏目：内容」。',
    '教研活动次数（次）',
    '<>',
  ]);
  expect(card.text).toContain('周记上交情况');
  expect(card.text).toContain('[提交]');
  expect(await stored()).toEqual([]);
});

test('one field wrong: the card shows it and keeps the rest; then it turns into its receipt, and the ledger has it', async () => {
  const card = await cardFor();
  const wrong = await on.press(card, 'S1-L', { ...RIGHT, lessonsObserved: '很多' });
  expect(wrong.toast).toEqual(STORED);
  expect(wrong.sent).toEqual([]);
  expect(wrong.card.changed).toBe(1);
  expect(wrong.card.text).toContain('已记下5项，还差1项。标出来的填好，再提交一次。');
  expect(wrong.card.text).toContain('→ 请写 0 到 500 之间的整数（单位：节，可省略）\n<很多>');
  expect(wrong.card.text).toContain('<完成前测\n收集课例两份>');
  expect(wrong.card.text).toContain('[再次提交]');
  expect(await stored()).toMatchObject([{ state: 'draft', values: { topics: '折纸与分数' } }]);

  const right = await on.press(wrong.card, 'S1-L', { lessonsObserved: '12节' });
  expect(right.sent).toEqual([]);
  expect(right.card.changed).toBe(2);
  expect(right.card.text.split('\n')).toEqual([
    '教育科研工作月报（10月）',
    RECEIPT,
    '教研活动次数：3',
    '教研活动主题：折纸与分数',
    '课题进展：完成前测',
    '收集课例两份',
    '听评课节数：12',
    '周记上交情况：0/4',
    '下月计划：开展同课异构',
  ]);
  expect(await stored()).toMatchObject([{ state: 'handed-in', by: 'S1-L', owner: 'school:S1' }]);
  expect(await entry()).toMatchObject({ status: 'handed-in', by: 'S1-L' });
  expect(on.feishu().platform.conflicts()).toEqual([]);
});

test('what the ledger filled in says so; emptied, it is asked for, and nothing is said of the ledger', async () => {
  const card = await cardFor();
  expect(card.text).toContain('周记上交情况\n已按台账填好，有出入再改\n<0/4>');
  const { card: emptied } = await on.press(card, 'S1-L', { ...RIGHT, journals: '' });
  expect(emptied.text).toContain('周记上交情况\n→ 还没有填\n<>');
});

test('in a group it stays a text: drafts and names are nobody else’s matter', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const [answer] = await on.say('S1-L', '月报', 'oc_teachers');
  expect(answer?.card).toBeUndefined();
  expect(answer?.text).toContain('【教育科研工作月报 10月】请在11月6日（周五）17:00前填好');
});

test('a half-filled template in the chat is answered with a card that goes on from there', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const [card] = await on.say('S1-L', '教研活动次数：3\n听评课节数：很多');
  expect(card?.card).toBeDefined();
  expect(card?.text).toContain('<很多>');
  if (!card) return;
  const { card: done } = await on.press(card, 'S1-L', RIGHT);
  expect(done.text).toContain(RECEIPT);
  expect(await stored()).toHaveLength(1);
});

describe('pressed twice', () => {
  test('it is in the ledger once, and the card says how to change it', async () => {
    const card = await cardFor();
    await Promise.all([on.pressOnly(card, 'S1-L', RIGHT), on.pressOnly(card, 'S1-L', RIGHT)]);
    expect(await on.settle()).toEqual([]);
    expect(await stored()).toHaveLength(1);
    const [now] = on.feishu().platform.sent();
    expect(now?.text).toContain('已由您于10月28日 09:00上交。要改某一项，请发「修改 栏目：内容」');
    expect(now?.text).toContain('教研活动主题：折纸与分数');
  });

  test('the same delivery twice is one press', async () => {
    const card = await cardFor();
    const how = { eventId: 'ev-1' };
    expect(await on.pressOnly(card, 'S1-L', RIGHT, how)).toEqual(STORED);
    expect(await on.pressOnly(card, 'S1-L', RIGHT, how)).toEqual(STORED);
    await on.settle();
    expect(on.feishu().platform.sent()[0]).toMatchObject({ changed: 1, text: expect.stringContaining(RECEIPT) });
  });

  test('a second card for what is in takes nothing', async () => {
    const [one, other] = [await cardFor(), await cardFor()];
    await on.press(one, 'S1-L', RIGHT);
    const { card } = await on.press(other, 'S1-L', { ...RIGHT, topics: '别的' });
    expect(card.text).toContain('已由您于10月28日 09:00上交');
    expect(await stored()).toMatchObject([{ values: { topics: '折纸与分数' } }]);
  });
});

describe('somebody else presses it', () => {
  test('who may hand in for the school by their own right does so under their own name', async () => {
    const card = await cardFor();
    const { sent, card: after } = await on.press(card, 'S1-D', RIGHT);
    expect(sent).toMatchObject([{ receiveId: 'ou_S1-D', text: RECEIPT }]);
    expect(after.changed).toBe(0);
    expect(await stored()).toMatchObject([{ state: 'handed-in', by: 'S1-D', owner: 'school:S1' }]);
  });

  test('a teacher, or somebody of another school, is refused kindly, and nothing is stored', async () => {
    const card = await cardFor();
    for (const who of ['S1-T1', 'S2-L']) {
      const { sent, card: after } = await on.press(card, who, RIGHT, { chatId: 'oc_group' });
      expect(sent).toMatchObject([
        {
          receiveId: `ou_${who}`,
          text: '这张教育科研工作月报的卡片不是发给您的，填的没有登记。您自己要交的话，请发「月报」，我给您一张新的。',
        },
      ]);
      expect(after.changed).toBe(0);
    }
    expect(await stored()).toEqual([]);
  });

  test('two people press: the first counts, the second hears by whom it is in', async () => {
    const card = await cardFor();
    const filled = card.card;
    if (!filled) throw new Error('no card');
    await on.press(card, 'S1-L', RIGHT);
    const late = on.feishu().events.cardAction(pressOf(filled, { ...RIGHT, topics: '别的' }), {
      by: 'ou_S1-D',
      messageId: card.messageId,
    });
    await on.deliver(late);
    expect(await on.settle()).toMatchObject([
      { receiveId: 'ou_S1-D', text: expect.stringContaining('已由钱主任于10月28日 09:00上交') },
    ]);
    expect(await stored()).toMatchObject([{ by: 'S1-L', values: { topics: '折纸与分数' } }]);
  });

  test('two people press at once: the ledger has one entry', async () => {
    const card = await cardFor();
    await Promise.all([on.pressOnly(card, 'S1-L', RIGHT), on.pressOnly(card, 'S1-D', RIGHT)]);
    expect(await on.settle()).toMatchObject([{ receiveId: 'ou_S1-D' }]);
    expect((await county.models.rolls.get('monthly-report|2026-10|S1'))?.entries).toMatchObject([
      { status: 'handed-in' },
    ]);
  });

  test('an account nobody is known by is told how to bind', async () => {
    const card = await cardFor();
    const { sent } = await on.press(card, 'stranger', RIGHT);
    expect(sent).toMatchObject([{ receiveId: 'ou_stranger', text: expect.stringContaining('我还不认识您的账号') }]);
    expect(await stored()).toEqual([]);
  });
});

describe('too late', () => {
  test('a card of two weeks ago says where to get another, and keeps what was typed', async () => {
    const card = await cardFor();
    county.at(new Date(county.now().getTime() + FORM_CARD_MS).toISOString());
    const { sent, card: after } = await on.press(card, 'S1-L', RIGHT);
    expect(sent).toMatchObject([{ receiveId: 'ou_S1-L', text: expect.stringMatching(/^这张卡片已经失效/) }]);
    expect(after.changed).toBe(0);
    expect(await stored()).toEqual([]);
  });

  test('after the deadline it is made up for, as anywhere', async () => {
    const card = await cardFor();
    county.at('2026-11-10T09:00:00+08:00');
    expect((await on.press(card, 'S1-L', RIGHT)).card.text).toContain('已收到教育科研工作月报（10月），记为补交');
    expect(await entry()).toMatchObject({ status: 'late', by: 'S1-L' });
  });

  test('when the page is closed, that is said', async () => {
    const card = await cardFor();
    await connection.collection('rolls').updateMany({}, { $set: { closesAt: new Date('2026-11-01T00:00:00Z') } });
    county.at('2026-11-02T09:00:00+08:00');
    const { sent, card: after } = await on.press(card, 'S1-L', RIGHT);
    expect(sent).toMatchObject([{ text: expect.stringMatching(/^这一期已经过了可以交的时间/) }]);
    expect(after.changed).toBe(0);
    expect(await stored()).toEqual([]);
  });

  test('whose post has gone to another is told so', async () => {
    const card = await cardFor();
    await connection.collection('people').updateOne({ _id: 'S1-L' as never }, { $set: { posts: [] } });
    const { sent } = await on.press(card, 'S1-L', RIGHT);
    expect(sent).toMatchObject([{ text: expect.stringMatching(/^教育科研工作月报目前没有由您负责的/) }]);
    expect(await stored()).toEqual([]);
  });
});

test.each([
  ['forged', 'W10.AAAA'],
  ['nothing at all', 'x'],
])('a reference that is %s opens nothing', async (_what, form) => {
  const card = await cardFor();
  const { events } = on.feishu();
  const action = { tag: 'button', value: { form }, form_value: RIGHT };
  const { headers, body } = events.cardAction(action, { by: 'ou_S1-L', messageId: card.messageId });
  const received = on.feishu().bot.receive({ headers, body, now: new Date() });
  if (received.kind !== 'events') throw new Error(received.kind);
  await county.models.inbox.accept(received.events, new Date());
  expect(await on.settle()).toMatchObject([{ text: expect.stringMatching(/^这张卡片已经失效/) }]);
  expect(await stored()).toEqual([]);
});

test('while the database is away the toast says so; pressed again it is taken', async () => {
  const card = await cardFor();
  on.away(true);
  expect(await on.pressOnly(card, 'S1-L', RIGHT)).toEqual({
    toast: { type: 'error', content: '暂时没有存上，请稍后再点一次；填的内容还在' },
  });
  on.away(false);
  expect((await on.press(card, 'S1-L', RIGHT)).card.text).toContain(RECEIPT);
  expect(await stored()).toHaveLength(1);
});

describe('the platform does not take it', () => {
  test.each([230099, 230025, 200621, 300305])('a card refused with %d goes out as text, once', async (code) => {
    county.at('2026-10-28T09:00:00+08:00');
    on.feishu().platform.inject({ kind: 'code', code, status: 400 });
    const sent = await on.say('S1-L', '月报');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.card).toBeUndefined();
    expect(sent[0]?.text).toContain('【教育科研工作月报 10月】');
    expect(on.feishu().platform.conflicts()).toEqual([]);
  });

  test('refused as a card, and the answer to the text is lost: still one message', async () => {
    county.at('2026-10-28T09:00:00+08:00');
    const { platform } = on.feishu();
    platform.inject({ kind: 'code', code: 230099 });
    platform.inject({ kind: 'cut-after' });
    platform.inject({ kind: 'code', code: 230099 });
    await on.say('S1-L', '月报');
    expect(await afterRetry()).toHaveLength(1);
    expect(platform.conflicts()).toEqual([]);
  });

  test('a card that is being pressed is changed later', async () => {
    const card = await cardFor();
    on.feishu().platform.inject(
      { kind: 'code', code: 11310, msg: 'card action is lock', status: 400 },
      { area: 'cards' },
    );
    expect((await on.press(card, 'S1-L', RIGHT)).card.changed).toBe(0);
    expect((await afterRetry())[0]).toMatchObject({ changed: 1, text: expect.stringContaining(RECEIPT) });
    expect(on.feishu().platform.sent()).toHaveLength(1);
  });

  test.each([230011, 231003, 230031, 230001])(
    'a card that cannot be changed (%d): the receipt is a message',
    async (code) => {
      const card = await cardFor();
      on.feishu().platform.refuse(card.messageId, code);
      const { sent } = await on.press(card, 'S1-L', RIGHT);
      expect(sent).toMatchObject([{ receiveId: 'ou_S1-L', text: RECEIPT }]);
    },
  );

  test('the form again, where the old card is gone, is a card anew', async () => {
    const card = await cardFor();
    on.feishu().platform.refuse(card.messageId, 230011);
    const { sent } = await on.press(card, 'S1-L', { ...RIGHT, lessonsObserved: '很多' });
    expect(sent).toMatchObject([{ receiveId: 'ou_S1-L', text: expect.stringContaining('<很多>') }]);
    expect(sent[0]?.card).toBeDefined();
  });

  test('what has become too much for a card is asked for in words', async () => {
    county.at('2026-10-28T09:00:00+08:00');
    const [answer] = await on.say('S1-L', `课题进展：${'字'.repeat(1001)}`);
    expect(answer?.card).toBeUndefined();
    expect(answer?.text).toContain('教育科研工作月报（10月）已记下2项，还差4项');
  });
});

/** Works on until what waits for its next try has been tried. */
async function afterRetry(): Promise<Sent[]> {
  for (let tries = 0; tries < 40 && (await county.models.outbox.counts()).ready > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await county.settle();
  }
  return on.feishu().platform.sent();
}
