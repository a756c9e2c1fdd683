import { describe, expect, test } from '@jest/globals';
import { Day, PersonId } from '../../models/ids.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';
import type { FeishuStandIn } from '../support/feishu/stand-in.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);

const BEGIN = '2026-10-26T00:07:00+08:00';
const FRIDAY = '2026-10-30T15:41:00+08:00';
const EVENING = '2026-10-30T19:12:00+08:00';
const MONDAY = '2026-11-02T08:11:00+08:00';
const JOURNAL = '这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(4);

county.given(async () => {
  county.at(BEGIN);
  await county.jobs();
});

/** The reminder of Friday afternoon, as one teacher of Feishu gets it. */
async function reminded(person = 'S1-T2', at = FRIDAY): Promise<Sent> {
  county.at('2026-10-28T09:00:00+08:00');
  await on.say(person, '你好');
  county.at(at);
  const card = (await on.jobs()).find(({ receiveId }) => receiveId === `ou_${person}`);
  if (!card?.card) throw new Error(`no card but ${card?.text}`);
  return card;
}

const press = (card: Sent, button: string, person = 'S1-T2') => on.press(card, person, {}, { button });
const submissions = () => connection.collection('submissions').find({}).toArray();
const snoozes = () => connection.collection('snoozes').find({}).toArray();
const nagged = async (person = 'S1-T2'): Promise<string[]> =>
  (await on.jobs()).filter(({ receiveId }) => receiveId === `ou_${person}`).map(({ text }) => text);

test('a reminder says what is owed, and has a button for each thing that can be done', async () => {
  const card = await reminded();
  expect(card.text.split('\n')).toEqual([
    '周二老师，提醒您',
    '· 教育周记（第9周）今天17:00截止。',
    '[交周记] [今晚再说] [明天再说] [请假] [已交过了] [不该我交]',
  ]);
});

test('one tap opens the form of what it is about; handed in there, it is in the ledger', async () => {
  const card = await reminded();
  const { toast, sent, card: now } = await press(card, '交周记');
  expect(toast).toEqual({ toast: { type: 'info', content: '收到，请稍等' } });
  expect(sent).toMatchObject([{ receiveId: 'ou_S1-T2', text: expect.stringContaining('教育周记（第9周）') }]);
  expect(now.text.split('\n').slice(0, 3)).toEqual([
    '周二老师，提醒您',
    '要填的表发在下面了，在那里填好就交上了。',
    '· 教育周记（第9周）今天17:00截止。',
  ]);
  const [form] = sent;
  if (!form) return;
  const { card: receipt } = await on.press(form, 'S1-T2', { text: JOURNAL });
  expect(receipt.text).toContain('已收到教育周记（第9周）');
  expect(await submissions()).toMatchObject([{ state: 'handed-in', by: 'S1-T2', period: '2026-autumn-w09' }]);
});

test('the reminder whose button brought the form says at once that it is in, also after a second try', async () => {
  const card = await reminded();
  const [form] = (await press(card, '交周记')).sent;
  if (!form) throw new Error('no form');
  const now = () =>
    on
      .feishu()
      .platform.sent()
      .find(({ messageId }) => messageId === card.messageId)?.text;
  await on.press(form, 'S1-T2', { text: '折纸' });
  expect(now()).toContain('[交周记]');
  const { sent } = await on.press(form, 'S1-T2', { text: JOURNAL });
  expect(sent).toEqual([]);
  expect(now()?.split('\n').slice(0, 2)).toEqual([
    '周二老师，提醒的这些现在不用办了',
    expect.stringContaining('已收到教育周记（第9周）'),
  ]);
  expect(now()).not.toContain('[交周记]');
});

test('what is too short is kept, asked about in the form, and taken when it is sent again', async () => {
  const card = await reminded();
  const [form] = (await press(card, '交周记')).sent;
  if (!form) throw new Error('no form');
  const { card: again } = await on.press(form, 'S1-T2', { text: '折纸' });
  expect(again.text).toContain('已先存为草稿');
  expect(again.text).toContain('<折纸>');
  const { card: receipt } = await on.press(again, 'S1-T2', {});
  expect(receipt.text).toContain('已收到教育周记（第9周）');
});

test('pressed when it is in already, it says so, and hands in nothing', async () => {
  const card = await reminded();
  await on.say('S1-T2', `周记 ${JOURNAL}`);
  const { sent, card: now } = await press(card, '交周记');
  expect(sent).toEqual([]);
  expect(now.text.split('\n')).toEqual([
    '周二老师，提醒的这些现在不用办了',
    expect.stringContaining('第9周'),
    expect.stringMatching(/^教育周记（第9周）已由您于10月30日 15:41上交（编号\w{6}）。/),
  ]);
  expect(await submissions()).toHaveLength(1);
});

describe('稍后', () => {
  test('on the morning after the deadline it says until when it still counts as on time, if that comes before', async () => {
    await reminded();
    county.at('2026-11-02T08:11:00+08:00');
    await county.models.ledger.openRolls(county.now());
    await on.jobs();
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toMatch(
      /^好的，今晚再提醒您：.*。(?:教育周记（第9周）)?今天12:00前交仍算按时，在这次提醒之前。到时已经交了的就不再提/,
    );
  });

  test('this evening the same is said again, once, with its buttons', async () => {
    const card = await reminded();
    const { sent, card: now } = await press(card, '今晚再说');
    expect(sent).toEqual([]);
    expect(now.text.split('\n')).toEqual([
      '周二老师，已推迟到今晚',
      '好的，今晚再提醒您：教育周记（第9周）。今天17:00截止，在这次提醒之前。到时已经交了的就不再提；不用提了请发「稍后 取消」。',
      '· 教育周记（第9周）今天17:00截止。',
      '[交周记] [不用再提] [明天再说] [请假] [已交过了] [不该我交]',
    ]);
    county.at('2026-10-30T18:01:00+08:00');
    expect(await nagged()).toEqual([]);
    county.at(EVENING);
    const [again, ...more] = await nagged();
    expect(more).toEqual([]);
    expect(again?.split('\n')).toEqual([
      '周二老师，您让我再提醒的',
      '· 教育周记（第9周）已到截止时间，11月2日（周一）12:00前交仍算按时。',
      '[交周记] [今晚再说] [明天再说] [请假] [已交过了] [不该我交]',
    ]);
    county.at('2026-10-30T19:17:00+08:00');
    expect(await nagged()).toEqual([]);
  });

  test('what was handed in meanwhile is not said again', async () => {
    const card = await reminded();
    await press(card, '今晚再说');
    await on.say('S1-T2', `周记 ${JOURNAL}`);
    county.at(EVENING);
    expect(await nagged()).toEqual([]);
  });

  test('tomorrow is the next school day, and part of that day’s one message', async () => {
    const card = await reminded();
    expect((await press(card, '明天再说')).card.text.split('\n').slice(0, 2)).toEqual([
      '周二老师，已推迟到11月2日（周一）08:10',
      '好的，11月2日（周一）08:10再提醒您：教育周记（第9周）。今天17:00截止，在这次提醒之前。到时已经交了的就不再提；不用提了请发「稍后 取消」。',
    ]);
    county.at('2026-10-31T09:01:00+08:00');
    expect(await nagged()).toEqual([]);
    county.at(MONDAY);
    const said = await nagged();
    expect(said).toHaveLength(1);
    expect(said[0]?.match(/教育周记（第9周）/g)).toHaveLength(1);
    expect(said[0]).toContain('早上好，这些还没办完');
  });

  test('pressed twice, and delivered twice, it is kept once, and said once', async () => {
    const card = await reminded();
    const how = { button: '今晚再说', eventId: 'ev-1' };
    await on.pressOnly(card, 'S1-T2', {}, how);
    await on.pressOnly(card, 'S1-T2', {}, how);
    expect((await press(card, '今晚再说')).card.text.split('\n').slice(0, 2)).toEqual([
      '周二老师，已推迟到今晚',
      '已经记着了，今晚再提醒您：教育周记（第9周）。不用提了请发「稍后 取消」。',
    ]);
    expect(await snoozes()).toHaveLength(1);
    county.at(EVENING);
    expect(await nagged()).toHaveLength(1);
  });

  test('put off again it is said at the later time alone; taken back, it is not', async () => {
    const card = await reminded();
    await press(card, '今晚再说');
    const { card: other } = await press(card, '明天再说');
    expect(other.text).toContain('11月2日（周一）08:10再提醒您：教育周记（第9周）。今晚就不提了；');
    expect(other.text).toContain('[不用再提] [今晚再说]');
    county.at(EVENING);
    expect(await nagged()).toEqual([]);
    expect((await press(card, '不用再提')).card.text.split('\n')).toEqual([
      '周二老师，提醒您',
      '好的，不另外再提醒了；平时的提醒照常。要办的随时发「我的」看。',
      expect.stringContaining('教育周记（第9周）'),
      '[交周记] [今晚再说] [明天再说] [请假] [已交过了] [不该我交]',
    ]);
    expect(await snoozes()).toEqual([]);
  });

  test('what was handed in since is gone from the card as well', async () => {
    const card = await reminded();
    await press(card, '明天再说');
    await on.say('S1-T2', `周记 ${JOURNAL}`);
    expect((await press(card, '今晚再说')).card.text.split('\n')).toEqual([
      '周二老师，提醒的这些现在不用办了',
      '最近提醒您的都已经办好了。要办的随时发「我的」看。',
    ]);
  });

  test('where the card cannot be changed any more, the answer is a message', async () => {
    const card = await reminded();
    on.feishu().platform.refuse(card.messageId, 230031);
    expect((await press(card, '今晚再说')).sent).toMatchObject([
      { receiveId: 'ou_S1-T2', text: expect.stringContaining('好的，今晚再提醒您') },
    ]);
  });

  test('in the evening, when it is over, the next school day is offered', async () => {
    const card = await reminded();
    county.at('2026-10-30T21:00:00+08:00');
    expect((await press(card, '今晚再说')).card.text).toMatch(
      /^.*\n好的，今晚已经是休息时间，11月2日（周一）08:10再提醒您/,
    );
  });

  test.each([
    ['2026-10-31T10:00:00+08:00', undefined, '今天不上学，11月2日（周一）08:10再提醒您'],
    ['2026-10-30T16:00:00+08:00', ['2026-10-30', '2026-11-03'], '请假期间不提醒，11月4日（周三）08:10再提醒您'],
  ])('asked for where this evening nothing is said (%s), it says why and when', async (time, leave, says) => {
    await reminded();
    county.at(time);
    const by = PersonId.parse('S1-T2');
    const [from, to] = (leave ?? []).map((day) => Day.parse(day));
    if (from && to) await county.models.people.addLeave(by, { id: 'leave', from, to, by, at: county.now() });
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toMatch(new RegExp(`^好的，${says}`));
  });

  test('of what is asked of them no more nothing is put off, and it says that', async () => {
    await reminded();
    await on.say('S1-T2', '已交过了');
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toMatch(/^最近提醒您的事都不用再办了。/);
    await on.say('S1-L', '免交 周二 周记 培训');
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toMatch(/^最近提醒您的现在都不用您办了。/);
  });

  test('who wants to hear little is promised no more than that', async () => {
    await reminded();
    await on.say('S1-T2', '提醒 少一点');
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toMatch(/^这一周已经提醒您1次了/);
  });

  test('the words do the same, and nothing where nothing was said', async () => {
    await reminded();
    const [answer] = await on.say('S1-T2', '稍后 明天');
    expect(answer?.text).toMatch(/^好的，11月2日（周一）08:10再提醒您/);
    expect((await on.say('S1-T2', '稍后提醒我'))[0]?.text).toMatch(/^好的，今晚再提醒您/);
    expect((await on.say('S1-T2', '明天再说'))[0]?.text).toMatch(/^好的，11月2日（周一）08:10再提醒您/);
    expect((await on.say('S1-P', '稍后'))[0]?.text).toBe('这两周没有提醒过您什么。要办的随时发「我的」看。');
    for (const [said, answered] of [
      ['周3', '11月4日（周三）08:10再提醒您'],
      ['11.5', '11月5日（周四）08:10再提醒您'],
      ['星期六', '11月2日（周一）08:10再提醒您'],
      ['明早', '11月2日（周一）08:10再提醒您'],
      ['晚上七点', '晚上只在19:11说，今晚再提醒您'],
    ])
      expect((await on.say('S1-T2', `稍后 ${said}`))[0]?.text).toContain(answered);
    for (const said of ['昨天', '12月3日', '下午三点', '晚上见'])
      expect((await on.say('S1-T2', `稍后 ${said}`))[0]?.text).toMatch(/^想晚点再听/);
    expect((await on.say('S1-T2', '稍后 下个月'))[0]?.text).toMatch(/^想晚点再听/);
  });

  test('only what that reminder was about; what is put off already goes along', async () => {
    const first = await reminded();
    // Monday's look back tells of week 9 again, the next Friday's of week 10.
    county.at(MONDAY);
    await nagged();
    const second = await reminded('S1-T2', '2026-11-06T15:41:00+08:00');
    expect((await press(second, '今晚再说')).card.text).toContain('今晚再提醒您：教育周记（第10周）。');
    // On the other card nothing is put off yet.
    expect((await press(first, '请假')).card.text).not.toContain('已推迟到');
    expect((await press(first, '今晚再说')).card.text).toContain(
      '今晚再提醒您：教育周记（第9周）、教育周记（第10周）。',
    );
  });

  const heardOn = (date: string) => {
    const [person, day, week] = [PersonId.parse('S1-T2'), Day.parse(date), Day.parse('2026-10-26')];
    const dispatch = { kind: 'nag' as const, person, day, week, items: [] };
    return county.models.outbox.enqueue([{ key: `nag:S1-T2:${day}`, dispatch }], county.now());
  };

  test('a week has its three messages and no more', async () => {
    const card = await reminded();
    for (const day of ['2026-10-27', '2026-10-28']) await heardOn(day);
    expect((await press(card, '今晚再说')).card.text).toMatch(/^周二老师，提醒您\n这一周已经提醒您3次了/);
    expect(await snoozes()).toEqual([]);
  });

  test('the last of a week is told to be it', async () => {
    await reminded();
    await heardOn('2026-10-27');
    expect((await on.say('S1-T2', '稍后'))[0]?.text).toContain('之前。加上这次，当周的3次提醒就用完了。到时');
  });

  test('who is on leave then hears nothing', async () => {
    const card = await reminded();
    await press(card, '今晚再说');
    await on.say('S1-T2', '请假');
    county.at(EVENING);
    expect(await nagged()).toEqual([]);
  });
});

test('已交过了 is noted on the card, and nothing is left to do on it until it is decided', async () => {
  const card = await reminded();
  const { sent, card: now } = await press(card, '已交过了');
  expect(sent.filter(({ receiveId }) => receiveId === 'ou_S1-T2')).toEqual([]);
  expect(now.text.split('\n')).toEqual([
    '周二老师，提醒的这些现在不用办了',
    expect.stringMatching(/^好的，教育周记（第9周）您说已经交过，台账上没有，已请/),
  ]);
});

const NOTED =
  '已记下您请假：10月30日（周五）到11月3日（周二）。期间不提醒，整段请假的任务也不计入应交。提前回来请发「销假」。';

test('请假 asks until when on the same card, notes it there, and ends it there', async () => {
  const card = await reminded();
  const { sent, card: ask } = await press(card, '请假');
  expect(sent).toEqual([]);
  expect(ask.text.split('\n')).toEqual([
    '周二老师，提醒您',
    expect.stringContaining('从今天起到哪天？'),
    '请到哪天',
    '<>',
    '[请假]',
    '· 教育周记（第9周）今天17:00截止。',
    '[交周记] [今晚再说] [明天再说] [请假] [已交过了] [不该我交]',
  ]);
  // Tapped twice.
  await on.pressOnly(ask, 'S1-T2', { until: '2026-11-03' });
  const { sent: more, card: noted } = await on.press(ask, 'S1-T2', { until: '2026-11-03' });
  expect(more).toEqual([]);
  expect(noted.text.split('\n')).toEqual(['周二老师，已记下请假', NOTED, '[提前回来]']);
  const leaves = async () => (await county.models.people.byId('S1-T2' as never))?.leaves;
  expect(await leaves()).toMatchObject([{ from: '2026-10-30', to: '2026-11-03' }]);
  const { card: back } = await press(card, '提前回来');
  expect(back.text).toMatch(/^周二老师，提醒您\n已为您销假/);
  expect(await leaves()).toEqual([]);
});

test('the date left empty is asked for again', async () => {
  const card = await reminded();
  const { card: ask } = await press(card, '请假');
  expect((await on.press(ask, 'S1-T2', {})).card.text).toContain('从今天起到哪天？');
});

test('a card that only asks until when turns into what was noted', async () => {
  county.at(FRIDAY);
  const [ask] = await on.say('S1-T2', '请假 到哪天');
  if (!ask) throw new Error('nothing asked');
  const { sent, card } = await on.press(ask, 'S1-T2', { until: '2026-11-03' });
  expect(sent).toEqual([]);
  expect(card.text.split('\n')).toEqual(['请假', NOTED]);
});

describe('refused', () => {
  test('a card that was passed on does nothing for whoever presses it', async () => {
    const card = await reminded();
    const { sent } = await on.press(card, 'S1-T3', {}, { button: '今晚再说', chatId: 'oc_group' });
    expect(sent).toMatchObject([
      { receiveId: 'ou_S1-T3', text: '这张卡片不是发给您的，没有替您办。您自己的请发「我的」看。' },
    ]);
    expect(await snoozes()).toEqual([]);
  });

  test('an account nobody is known by is told how to bind', async () => {
    const card = await reminded();
    const { sent } = await press(card, '交周记', 'stranger');
    expect(sent).toMatchObject([{ receiveId: 'ou_stranger', text: expect.stringContaining('我还不认识您的账号') }]);
  });

  test('after two weeks a button does nothing, and says where to look', async () => {
    const card = await reminded();
    county.at('2026-11-13T00:00:01+08:00');
    expect((await press(card, '交周记')).sent[0]?.text).toBe('这个按钮已经过了时候。现在要办的请发「我的」看。');
  });

  test('while the database is away the toast says so; pressed again it is taken', async () => {
    const card = await reminded();
    on.away(true);
    expect(await on.pressOnly(card, 'S1-T2', {}, { button: '今晚再说' })).toEqual({
      toast: { type: 'error', content: '暂时没有收下，请稍后再点一次' },
    });
    on.away(false);
    expect((await press(card, '今晚再说')).card.text).toMatch(/\n好的，今晚再提醒您/);
  });
});

/** Friday's reminders of a county whose teachers all read them in Feishu. */
async function everybodyReminded(fault: Parameters<FeishuStandIn['inject']>[0]): Promise<Sent[]> {
  for (const teacher of ['S1-T1', 'S1-T2', 'S1-T3']) {
    county.at('2026-10-28T09:00:00+08:00');
    await on.say(teacher, '你好');
  }
  county.at('2026-10-30T15:00:00+08:00');
  await on.jobs();
  county.at(FRIDAY);
  on.feishu().platform.inject(fault);
  return on.jobs();
}

test('a card the platform refuses goes out as its text, with the words to type', async () => {
  const sent = await everybodyReminded({ kind: 'code', code: 230099, status: 400 });
  expect(sent.filter(({ card }) => !card).map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /^..老师，提醒您：\n· 教育周记（第9周）今天17:00截止。直接发「周记 …」。\n请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。$/,
    ),
  ]);
  expect(on.feishu().platform.conflicts()).toEqual([]);
});

test('sent again after a lost answer it is the same message', async () => {
  await everybodyReminded({ kind: 'cut-after' });
  for (let tries = 0; tries < 40 && (await county.models.outbox.counts()).ready > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    county.at(new Date(county.now().getTime() + 1000).toISOString());
    await county.settle();
  }
  const { platform } = on.feishu();
  const heard = platform
    .sent()
    .filter(({ text }) => text.includes('提醒您'))
    .map(({ receiveId }) => receiveId);
  expect(new Set(heard).size).toBe(heard.length);
  expect(platform.conflicts()).toEqual([]);
});
