import { describe, expect, test } from '@jest/globals';
import { FEISHU } from '../../bots/feishu/parse.js';
import { run } from '../../handlers/run.js';
import type { InboundEvent } from '../../models/event.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);
const { models } = county;

const WEDNESDAY = '2026-10-28T09:00:00+08:00';
const stored = () => connection.collection('submissions').find({}).toArray();
/** How their journal of the week stands on its page of the ledger. */
const standing = async () => {
  const rolls = await connection.collection('rolls').find({ label: '第9周', school: 'S1' }).toArray();
  return rolls[0]?.['entries'].find(({ owner }: { owner: string }) => owner === 'person:S1-T1')?.status;
};

describe('an answer to what the bot said', () => {
  const WORDS = journal().replace('周记 ', '');
  /** The reminder somebody has, as the platform keeps it. */
  const reminded = async (at: string, person: string) => {
    county.at(at);
    await county.jobs();
    const nag = on
      .feishu()
      .platform.sent()
      .findLast(({ receiveId, text }) => receiveId === person && text.includes('提醒'));
    if (!nag) throw new Error(`nobody reminded ${person}`);
    return nag;
  };
  const reply = async (text: string, from: string, parentId: string, group?: string) => {
    const where = group ? { group: true, chatId: group } : {};
    await on.deliver(on.feishu().events.text(text, { from, parentId, ...where }));
    return (await on.settle()).map((each) => each.text);
  };

  test('to a reminder of one thing hands it in, for the period it named', async () => {
    const nag = await reminded('2026-10-30T15:41:00+08:00', 'ou_S1-T1');
    expect(await reply('收到，谢谢', 'ou_S1-T1', nag.messageId)).toEqual([expect.stringMatching(/^不客气/)]);
    expect(await reply('好的，马上写', 'ou_S1-T1', nag.messageId)).toEqual(['好的。']);
    expect(await stored()).toEqual([]);
    const [receipt, ...more] = await reply(WORDS, 'ou_S1-T1', nag.messageId);
    expect(receipt).toMatch(/^已收到教育周记（第9周），104字。.*要撤请发「撤回」/);
    expect(more).toEqual([]);
    expect(await stored()).toMatchObject([{ state: 'handed-in', owner: 'person:S1-T1', values: { text: WORDS } }]);
    expect(await standing()).toBe('handed-in');
    // What it asked for is in: the next words are words.
    expect(await reply('今天天气不错，出去走走。', 'ou_S1-T1', nag.messageId)).toEqual([
      expect.stringMatching(/^这句我没看懂/),
    ]);
  });

  test('without being an answer the same words are no hand-in', async () => {
    await reminded('2026-10-30T15:41:00+08:00', 'ou_S1-T1');
    expect((await on.say('S1-T1', WORDS)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^这段话（104字）还没有记下/),
    ]);
  });

  test('somebody else’s answer to a reminder hands in nothing for its hearer', async () => {
    const nag = await reminded('2026-10-30T15:41:00+08:00', 'ou_S1-T1');
    await reply(WORDS, 'ou_S1-P', nag.messageId);
    expect(await stored()).toEqual([]);
  });

  test('with a number belongs to the question it answers, whatever was said since', async () => {
    county.at(WEDNESDAY);
    await models.ledger.openRolls(county.now());
    const ask = async (text: string) => (await on.say('S1-T1', text)).at(-1)?.messageId ?? '';
    const first = await ask('周计 甲乙丙');
    const second = await ask('周计 丁');
    expect(await reply('1', 'ou_S1-T1', first)).toEqual([expect.stringMatching(/目前3字/)]);
    // What is no question has no answers, though another question stands.
    const help = await ask('帮助');
    await ask('周计 丁');
    expect(await reply('1', 'ou_S1-T1', help)).toEqual([expect.stringMatching(/^现在没有等您选的/)]);
    // A day later it is nobody's question any more.
    county.at('2026-10-29T09:00:01+08:00');
    expect(await reply('1', 'ou_S1-T1', second)).toEqual([expect.stringMatching(/^现在没有等您选的/)]);
  });

  /** A reminder of the journals of some of two weeks, both owed. */
  const remindedOf = async (...labels: string[]): Promise<string> => {
    county.at('2026-10-30T15:41:00+08:00');
    await models.ledger.openRolls(new Date('2026-10-23T09:00:00+08:00'));
    await county.jobs();
    const rolls = await connection.collection('rolls').find({ school: 'S1' }).toArray();
    const duty = rolls.find(({ label }) => label === '第9周')?.['duty'];
    const owners = ['person:S1-T1'];
    const items = rolls
      .filter((roll) => roll['duty'] === duty && labels.includes(roll['label']))
      .map(({ _id, period }) => ({ roll: _id, duty, period, school: 'S1', step: 's', as: 'owner', owners }));
    expect(items).toHaveLength(labels.length);
    const dispatch = { kind: 'nag', person: 'S1-T1', day: '2026-10-30', week: '2026-10-26', items } as never;
    await models.outbox.enqueue([{ key: 'nag:of-weeks', dispatch }], county.now());
    await county.settle();
    return on.feishu().platform.sent().at(-1)?.messageId ?? '';
  };

  test.each(['第8周', '第9周'])('to a reminder of %s is for it, whatever else is owed', async (label) => {
    const nag = await remindedOf(label);
    const [receipt] = await reply(WORDS, 'ou_S1-T1', nag);
    expect(receipt).toMatch(new RegExp(`^已收到教育周记（${label}）.*104字`));
  });

  test.each(['2', '周记'])('to a reminder of several asks which: %s', async (choice) => {
    const nag = await remindedOf('第8周', '第9周');
    const [question] = await reply(WORDS, 'ou_S1-T1', nag);
    expect(question).toMatch(
      /还有2项没交，这是交哪一项的？.*\n1\. 教育周记（第8周）\n2\. 教育周记（第9周）\n回复序号，或任务的名字。$/,
    );
    expect(await stored()).toEqual([]);
    const [receipt] = (await on.say('S1-T1', choice)).map(({ text }) => text);
    expect(receipt).toMatch(choice === '2' ? /^已收到教育周记（第9周），104字/ : /^已收到教育周记（第8周）.*104字/);
    expect(await stored()).toMatchObject([{ state: 'handed-in', values: { text: WORDS } }]);
  });

  test('killed before it was answered, it is handed in once, and answered the same', async () => {
    const nag = await reminded('2026-10-30T15:41:00+08:00', 'ou_S1-T1');
    const event: InboundEvent = {
      kind: 'message',
      key: 'feishu:msg:om_crash',
      chat: { platform: FEISHU, id: 'oc_private_ou_S1-T1', kind: 'private' },
      account: 'ou_S1-T1',
      messageId: 'om_crash',
      text: WORDS,
      addressed: true,
      attachments: [],
      replyTo: nag.messageId,
      sentAt: county.now(),
    };
    const enqueue = () => Promise.reject(new Error('killed'));
    const dying = { ...models, outbox: { ...models.outbox, enqueue } };
    await expect(run(event, dying, county.now())).rejects.toThrow('killed');
    await models.inbox.accept([event], county.now());
    expect((await on.settle()).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^已收到教育周记（第9周），104字/),
    ]);
    const kept = await stored();
    expect(kept).toMatchObject([{ state: 'handed-in' }]);

    const recall: InboundEvent = {
      kind: 'recalled',
      key: 'recalled:feishu:msg:om_crash',
      chat: event.chat,
      of: event.key,
      by: 'author',
      sentAt: county.now(),
    };
    await expect(run(recall, dying, county.now())).rejects.toThrow('killed');
    await models.inbox.accept([recall], county.now());
    expect((await on.settle()).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^您撤回了那条消息，教育周记（第9周）/),
    ]);
    expect((await stored())[0]?.['changes']).toHaveLength(2);
  });

  test('in a group is meant for the bot without a mention; an answer to anybody else is not', async () => {
    county.at(WEDNESDAY);
    const [greeting] = await on.say('S1-P', '帮助', 'oc_teachers');
    expect(await reply('我的', 'ou_S1-T1', 'om_of_a_colleague', 'oc_teachers')).toEqual([]);
    expect((await reply('我的', 'ou_S1-T1', greeting?.messageId ?? '', 'oc_teachers')).join()).toContain('教育周记');
  });
});
