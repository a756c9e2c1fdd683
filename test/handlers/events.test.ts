import { describe, expect, test } from '@jest/globals';
import { FEISHU } from '../../bots/feishu/parse.js';
import { digest } from '../../jobs/digest.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);
const { models } = county;

const WEDNESDAY = '2026-10-28T09:00:00+08:00';
const MINE = 'oc_private_ou_S1-T1';
const stored = () => connection.collection('submissions').find({}).toArray();
/** How their journal of the week stands on its page of the ledger. */
const standing = async () => {
  const rolls = await connection.collection('rolls').find({ label: '第9周', school: 'S1' }).toArray();
  return rolls[0]?.['entries'].find(({ owner }: { owner: string }) => owner === 'person:S1-T1')?.status;
};

const write = (text: string, messageId: string, chatId?: string) =>
  on.deliver(
    on.feishu().events.text(text, {
      from: 'ou_S1-T1',
      messageId,
      ...(chatId && { group: true, chatId, atBot: true }),
    }),
  );
const recall = (message_id: string, recall_type = 'message_owner', chat_id = MINE) =>
  on.deliver(
    on.feishu().events.event('im.message.recalled_v1', {
      message_id,
      chat_id,
      recall_time: String(Date.now()),
      recall_type,
    }),
  );

describe('a message that is taken back', () => {
  test('takes with it what it handed in, and its author hears of it; 恢复 brings it back', async () => {
    county.at(WEDNESDAY);
    await write(journal(), 'om_1');
    await on.settle();
    await recall('om_1');
    const told = await on.settle();
    expect(told.map(({ receiveId, text }) => [receiveId, text])).toEqual([
      ['ou_S1-T1', '您撤回了那条消息，教育周记（第9周）也一并撤回了；内容还留着，想恢复请发「恢复」。'],
    ]);
    expect(await stored()).toMatchObject([
      {
        state: 'withdrawn',
        by: 'S1-T1',
        changes: [{ to: 'handed-in' }, { from: 'handed-in', to: 'withdrawn', event: 'recalled:feishu:msg:om_1' }],
      },
    ]);
    expect(await standing()).toBe('owed');
    const [back] = await on.say('S1-T1', '恢复');
    expect(back?.text).toMatch(/^已恢复教育周记（第9周）/);
    expect(await standing()).toBe('handed-in');
  });

  test.each([
    ['while it waits', ['message', 'recall']],
    ['before it has come', ['recall', 'message']],
  ])('%s hands in nothing, and nothing is said', async (_, order) => {
    county.at(WEDNESDAY);
    for (const each of order) await (each === 'message' ? write(journal(), 'om_2') : recall('om_2'));
    expect(await on.settle()).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  test('worked before the message has come, it counts all the same', async () => {
    county.at(WEDNESDAY);
    await recall('om_2');
    await on.settle();
    await write(journal(), 'om_2');
    expect(await on.settle()).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  test('delivered again, it is one withdrawal and one sentence', async () => {
    county.at(WEDNESDAY);
    await write(journal(), 'om_1');
    await on.settle();
    await recall('om_1');
    await on.settle();
    await recall('om_1');
    expect(await on.settle()).toEqual([]);
    expect((await stored())[0]?.['changes']).toHaveLength(2);
  });

  test('that handed in nothing is nobody’s matter', async () => {
    county.at(WEDNESDAY);
    await write('我的', 'om_3');
    await on.settle();
    await recall('om_3');
    await recall('om_of_somebody_else');
    expect(await on.settle()).toEqual([]);
  });

  test('确认 taken back leaves what it confirmed: the words are another message', async () => {
    county.at(WEDNESDAY);
    await write('周记 今天下雪了。', 'om_4');
    await write('确认', 'om_5');
    await on.settle();
    await recall('om_5');
    expect(await on.settle()).toEqual([]);
    expect(await stored()).toMatchObject([{ state: 'handed-in' }]);
    await recall('om_4');
    expect((await on.settle()).map(({ text }) => text)).toEqual([expect.stringContaining('一并撤回了')]);
  });

  test.each(['group_owner', 'group_manager', 'enterprise_manager'])(
    'by %s leaves the ledger alone, and its author hears that',
    async (type) => {
      county.at(WEDNESDAY);
      await write(journal(), 'om_6', 'oc_teachers');
      await on.settle();
      await recall('om_6', type, 'oc_teachers');
      const told = await on.settle();
      expect(told.map(({ receiveId, text }) => [receiveId, text])).toEqual([
        ['ou_S1-T1', expect.stringContaining('不受影响，照旧保留')],
      ]);
      expect(await stored()).toMatchObject([{ state: 'handed-in' }]);
    },
  );
});

describe('a group the bot is in no more', () => {
  const GROUP = { platform: FEISHU, id: 'oc_teachers' };
  const gone = (type: string, at?: Date) =>
    on.deliver(
      on
        .feishu()
        .events.event(
          type,
          { chat_id: 'oc_teachers', operator_id: { open_id: 'ou_S1-P' }, external: false, name: '教师群' },
          at ? { at, signedAt: new Date() } : {},
        ),
    );
  const bound = async () => {
    county.at(WEDNESDAY);
    await on.say('S1-P', '绑定本群 学校', 'oc_teachers');
    expect(await models.groups.scopeOf(GROUP)).toEqual({ kind: 'school', school: 'S1' });
  };

  test.each(['im.chat.member.bot.deleted_v1', 'im.chat.disbanded_v1'])(
    '%s: the binding ends, the operator hears of it, and back again the bot offers it anew',
    async (type) => {
      await bound();
      await gone(type, new Date('2026-10-28T09:30:00+08:00'));
      expect(await on.settle()).toEqual([]);
      expect(await models.groups.scopeOf(GROUP)).toBeUndefined();
      expect(await models.groups.chatsOf({ kind: 'school', school: 'S1' as never })).toEqual([]);

      county.at('2026-10-29T07:41:00+08:00');
      await digest(models, county.now());
      await county.settle();
      const text =
        county.toldTo('J1-C').join('') +
        on
          .feishu()
          .platform.sent()
          .map((each) => each.text)
          .join('');
      expect(text).toContain('个绑定的群里不再有我（松山小学）');

      await on.deliver(on.feishu().events.botAdded({ chatId: 'oc_teachers', by: 'ou_S1-P' }));
      const [greeting] = await on.settle();
      expect(greeting?.text).toContain('@我 发「绑定本群 松山小学」');
      await on.say('S1-P', '绑定本群 松山小学', 'oc_teachers');
      expect(await models.groups.scopeOf(GROUP)).toEqual({ kind: 'school', school: 'S1' });
    },
  );

  test('a removal that comes after the group was bound anew ends nothing', async () => {
    await bound();
    await gone('im.chat.member.bot.deleted_v1', new Date('2026-10-28T08:00:00+08:00'));
    await on.settle();
    expect(await models.groups.scopeOf(GROUP)).toBeDefined();
  });

  test.each([230002, 232009])('a message refused with %i says the same', async (code) => {
    await bound();
    on.feishu().platform.refuse('oc_teachers', code);
    const chat = { ...GROUP, kind: 'group' as const };
    const content = { kind: 'text' as const, text: '你好' };
    const address = { to: 'chat' as const, platform: FEISHU, chat };
    await models.outbox.enqueue([{ key: 'to-the-group', dispatch: { kind: 'message', address, content } }], new Date());
    await on.settle();
    expect(await models.groups.scopeOf(GROUP)).toBeUndefined();
  });
});

describe('an entry of the bot’s menu', () => {
  const choose = (event_key: string, by = 'ou_S1-T1') =>
    on.deliver(
      on.feishu().events.event('application.bot.menu_v6', {
        operator: { operator_name: '李一', operator_id: { open_id: by, union_id: `on_${by}` } },
        event_key,
        timestamp: Math.floor(Date.now() / 1000),
      }),
    );

  test.each([
    ['帮助', /^您可以这样发消息/],
    ['我的', /教育周记（第9周）/],
    ['周记', /^教育周记（第9周）\n请在/],
    ['撤回所有', /^这个菜单项还没有对应的用法/],
    ['周记 偷偷交一篇', /^这个菜单项还没有对应的用法/],
  ])('%s is that word, typed privately', async (word, answer) => {
    county.at(WEDNESDAY);
    await models.ledger.openRolls(county.now());
    await choose(word);
    const sent = await on.settle();
    expect(sent.map(({ receiveId, text }) => [receiveId, text])).toEqual([['ou_S1-T1', expect.stringMatching(answer)]]);
    expect(await stored()).toEqual([]);
  });

  test('a stranger is told once how to bind', async () => {
    county.at(WEDNESDAY);
    await choose('我的', 'ou_unknown');
    expect((await on.settle()).map(({ text }) => text)).toEqual([expect.stringContaining('绑定码')]);
    await choose('我的', 'ou_unknown');
    expect(await on.settle()).toEqual([]);
  });
});

test.each([
  ['sticker', { file_key: 'f' }, '表情'],
  ['merge_forward', { content: 'Merged and Forwarded Message' }, '合并转发'],
  ['interactive', { title: '卡片' }, '卡片'],
  ['share_chat', { chat_id: 'oc_1' }, '这一类消息'],
  ['location', { name: '学校' }, '这一类消息'],
])('%s: what cannot be read is said, and what to do', async (type, content, about) => {
  county.at(WEDNESDAY);
  await on.deliver(on.feishu().events.message(type, content, { from: 'ou_S1-T1' }));
  expect((await on.settle()).map(({ text }) => text)).toEqual([expect.stringMatching(new RegExp(`^.*${about}`))]);
  await on.deliver(on.feishu().events.message(type, content, { from: 'ou_S1-T1', group: true }));
  expect(await on.settle()).toEqual([]);
});

test('what nobody subscribes to is taken and forgotten', async () => {
  for (const type of ['im.message.reaction.created_v1', 'im.message.message_read_v1', 'im.chat.member.user.added_v1'])
    await on.deliver(on.feishu().events.event(type, { message_id: 'om_1' }));
  expect(await on.settle()).toEqual([]);
});

test('what people say to each other in a group is not even stored', async () => {
  await on.deliver(on.feishu().events.text('中午一起吃饭', { from: 'ou_S1-T1', group: true }));
  expect(await connection.collection('inbox').countDocuments()).toBe(0);
  await on.deliver(on.feishu().events.text('好', { from: 'ou_S1-T1', group: true, parentId: 'om_x' }));
  expect(await connection.collection('inbox').countDocuments()).toBe(1);
});
