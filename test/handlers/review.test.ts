import { describe, expect, test } from '@jest/globals';
import { run } from '../../handlers/run.js';
import { handOn } from '../../jobs/hand-on.js';
import type { InboundEvent } from '../../models/event.js';
import { PersonId } from '../../models/ids.js';
import { TESTING, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const TERM = '2026-autumn';

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how))[0] ?? '';
const lesson = (level = '校级') =>
  `磨课\n课题：分数的意义\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n申请认定级别：${level}\n认定依据：青教研3号`;
const records = () => connection.collection('submissions').find().sort({ updatedAt: 1 }).toArray();
const noOf = async (): Promise<string> => String((await records()).at(-1)?.['no']);
const entry = async (page: string, owner: string) =>
  (await county.models.rolls.get(page))?.entries.find((each) => each.owner === owner);
const lessonEntry = () => entry(`polished-lesson|${TERM}|S1`, 'person:S1-T1');
const handIn = async (who = 'S1-T1', level = '校级'): Promise<string> => {
  county.at(WEDNESDAY);
  await county.say(who, lesson(level));
  return noOf();
};
/** What somebody heard privately last. */
const heard = (who: string): string => county.toldTo(who).at(-1) ?? '';

describe('待审', () => {
  test('lists what waits, the longest waiting first; a group hears the number, the asker the list', async () => {
    const first = await handIn('S1-T1');
    county.at('2026-10-29T10:00:00+08:00');
    await county.say('S1-T2', lesson());
    const second = await noOf();
    // A correction does not send it to the end.
    await county.say('S1-T1', '修改 反思：再想想');
    expect(await answer('S1-L', '待审')).toBe(
      [
        '等您答复的有2份，等得最久的在前：',
        `· ${first} 教师磨课（2026年秋季学期） 李一（松山小学），10月28日 10:00交，请在11月11日前答复`,
        `· ${second} 教师磨课（2026年秋季学期） 周二（松山小学），10月29日 10:00交，请在11月12日前答复`,
        '看全文请发「看 编号」，答复请发「通过 编号」「退回 编号 意见」。',
      ].join('\n'),
    );
    expect(await county.say('S1-L', '待审', { group: 'g1' })).toEqual([
      '等您答复的有2份。名单已私下发给您。',
      expect.stringContaining(first),
    ]);
    expect(
      county.said
        .filter(({ to }) => to === 'g1')
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/李一|磨课/);
    expect(await answer('S1-L', '待审 磨课')).toContain('有2份');
    expect(await answer('S1-L', '待审 课堂模式')).toMatch(/^现在没有等您答复的/);
    expect(await answer('S2-L', '待审')).toBe('现在没有等您答复的材料。');
  });
});

describe('看', () => {
  test('shows a record in full to who may read it, and to nobody else', async () => {
    const no = await handIn();
    const page = [
      `【教师磨课（2026年秋季学期）】编号 ${no}`,
      '李一（松山小学），10月28日 10:00上交',
      '状态：已交',
      '课题：分数的意义',
      '轮次：定稿',
      '每轮改了什么：加了折纸',
      '反思：让学生先说',
      '申请认定级别：校级',
    ].join('\n');
    expect(await answer('S1-T1', `看 ${no}`)).toBe(page);
    expect(await answer('S1-G1', `查看 ${no.toLowerCase()}`)).toBe(page);
    expect(await answer('S1-L', `看 ${no}`)).toBe(
      `${page}\n答复请发「通过 ${no}」「退回 ${no} 意见」，11月11日（周三）前。`,
    );
    const refused = `${no}只给交的人和负责审阅的人看。您如需要它，请联系交材料的老师或协调员。`;
    for (const who of ['S1-T2', 'S1-G2', 'S2-L', 'S2-P']) expect(await answer(who, `看 ${no}`)).toBe(refused);
  });

  test('in a group it says that it was sent privately', async () => {
    const no = await handIn();
    expect(await county.say('S1-T1', `看 ${no}`, { group: 'g1' })).toEqual([
      '内容已私下发给您。',
      expect.stringContaining('加了折纸'),
    ]);
    expect(county.said.filter(({ to }) => to === 'g1').map(({ text }) => text)).toEqual(['内容已私下发给您。']);
  });

  test('asks for the number, knows no other, and leaves small talk in groups alone', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '看')).toMatch(/^请写上编号，例如：看 7F3KQ2；看自己最近交的，写任务，例如：看 /);
    expect(await answer('S1-T1', '看 磨课')).toBe('您还没有交过教师磨课。');
    const no = await handIn();
    expect(await answer('S1-T1', '看 磨课')).toContain(`编号 ${no}`);
    expect(await answer('S1-T1', '看 ABCDEF')).toBe('没有找到编号为ABCDEF的材料，请核对编号。');
    expect(await county.say('S1-T1', '看今天的天气', { group: 'g1' })).toEqual([]);
    expect(await county.say('S1-T1', '通过了吗', { group: 'g1' })).toEqual([]);
  });
});

describe('the whole circle', () => {
  test('handed in, returned, handed in again, certified', async () => {
    const no = await handIn();
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });

    county.at('2026-11-05T10:00:00+08:00');
    expect(await answer('S1-L', `退回 ${no} 请补上学生的反应`)).toBe(
      `已退回李一（松山小学）的教师磨课（${no}），会私下告诉对方。答错了，今天之内再答一次就改过来，例如「通过 ${no}」。`,
    );
    expect(heard('S1-T1')).toBe(
      `您的教师磨课（2026年秋季学期，编号${no}）由钱主任退回，请改一改再交。意见：请补上学生的反应。请在11月12日（周四）前发「修改 栏目：新内容」，只写要改的几项；这期间不算缺交。原来写的发「看 ${no}」。`,
    );
    expect(await lessonEntry()).toMatchObject({ status: 'returned', due: '2026-11-12' });

    county.at('2026-11-09T10:00:00+08:00');
    expect(await answer('S1-T1', '修改 反思：学生说折纸让他们看见了一半')).toMatch(/^已修改教师磨课/);
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
    expect(await answer('S1-L', '待审')).toContain(
      `${no} 教师磨课（2026年秋季学期） 李一（松山小学），11月9日 10:00交`,
    );

    county.at('2026-11-10T10:00:00+08:00');
    expect(await answer('S1-L', `通过 ${no} 很扎实`)).toContain(
      `已通过李一（松山小学）的教师磨课（${no}），认定为校级，`,
    );
    expect(heard('S1-T1')).toBe(
      `您的教师磨课（2026年秋季学期，编号${no}）已由钱主任通过，认定为校级。意见：很扎实。不用再做什么。全文和答复发「看 ${no}」。`,
    );
    expect(await lessonEntry()).toMatchObject({ status: 'accepted' });
    expect(await answer('S1-T1', `看 ${no}`)).toContain(
      '11月5日 10:00 钱主任退回：请补上学生的反应\n11月10日 10:00 钱主任通过：很扎实\n共2版，旧版都留着。',
    );
    expect(await answer('S1-L', '待审')).toBe('现在没有等您答复的材料。');
  });

  test('what came late and was accepted is accepted and late, wherever it is told', async () => {
    county.at(WEDNESDAY);
    await county.models.ledger.openRolls(county.now());
    county.at('2027-01-22T18:00:00+08:00');
    expect(await answer('S1-T1', `补交 ${lesson()}`)).toContain('记为补交');
    const no = await noOf();
    await county.say('S1-L', `通过 ${no}`);
    expect(await lessonEntry()).toMatchObject({ status: 'accepted', late: true });
    expect(await answer('S1-T1', '我的')).toContain('· 教师磨课（2026年秋季学期）已通过（补交）');
    expect(await answer('S1-T1', '历史')).toContain('· 教师磨课（2026年秋季学期）已通过（补交），1月22日');
    expect(await answer('S1-T1', `看 ${no}`)).toContain('，补交');
    const list = (state: string) => answer('S1-L', `名单 磨课 ${state} 2026年秋季学期`);
    expect(await list('通过')).toBe('松山小学教师磨课（2026年秋季学期）通过1（其中补交1）：李一');
    expect(await list('已交')).toBe('松山小学教师磨课（2026年秋季学期）已交1（其中补交1）：李一');
    expect(await list('补交')).toBe('松山小学教师磨课（2026年秋季学期）补交1：李一');
  });

  test('the reviewer’s page: answers to two works fall due, one was given late', async () => {
    // Answered and improved the same day, it is one work all the same.
    await county.say('S1-L', `退回 ${await handIn('S1-T1')} 缺反思`);
    await county.say('S1-T1', '修改 反思：再想想');
    await county.say('S1-T2', lesson());
    const [first, second] = (await records()).map(({ no }) => String(no));
    const page = () => entry(`timely-answers|${TERM}-w11|S1`, 'person:S1-L');
    county.at('2026-11-10T10:00:00+08:00');
    await county.models.ledger.openRolls(county.now());
    expect(await page()).toMatchObject({ status: 'owed', have: 0, need: 2 });
    await county.say('S1-L', `通过 ${first}`);
    expect(await page()).toMatchObject({ status: 'owed', have: 1, need: 2 });
    county.at('2026-11-13T10:00:00+08:00');
    await county.say('S1-L', `退回 ${second} 缺反思`);
    expect(await page()).toMatchObject({ status: 'late', have: 2, need: 2 });
  });

  test('an event that is worked twice answers once', async () => {
    const no = await handIn();
    await county.say('S1-L', `退回 ${no} 缺反思`, { key: 'testing:same' });
    const before = await records();
    const chat = { platform: TESTING, id: 'p-S1-L', kind: 'private' } as const;
    const event: InboundEvent = {
      kind: 'message',
      key: 'testing:same',
      chat,
      account: 'S1-L',
      messageId: 'testing:same',
      text: `退回 ${no} 缺反思`,
      addressed: true,
      attachments: [],
      sentAt: county.now(),
    };
    await run(event, county.models, county.now());
    await county.settle();
    expect(await records()).toEqual(before);
    expect(county.toldTo('S1-T1').filter((text) => text.includes('退回'))).toHaveLength(1);
  });
});

test('after a crash in the middle of an answer, the second run finishes it', async () => {
  const no = await handIn();
  const [record] = await county.models.submissions.numbered(no);
  const cause = { event: 'testing:crashed', by: PersonId.parse('S1-L'), now: county.now() };
  await county.models.submissions.change(
    record?._id ?? '',
    ['handed-in'],
    { state: 'returned', comment: '缺反思' },
    cause,
  );
  expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
  expect(await answer('S1-L', `退回 ${no} 缺反思`, { key: 'testing:crashed' })).toMatch(/^已退回李一/);
  expect(await lessonEntry()).toMatchObject({ status: 'returned' });
  expect(heard('S1-T1')).toContain('意见：缺反思。');
  expect((await county.models.submissions.numbered(no))[0]?.changes).toHaveLength(2);
});

describe('that counts for several duties', () => {
  test('is to be mended once: in 我的, in its form, and in the reminder', async () => {
    county.at(WEDNESDAY);
    await county.models.ledger.openRolls(county.now());
    await county.say('S1-T1', `${lesson()}\n兼作本学期研讨课：是`);
    const no = await noOf();
    county.at('2026-11-05T10:00:00+08:00');
    await county.say('S1-L', `退回 ${no} 请补证书照片`);
    const mine = await answer('S1-T1', '我的');
    expect(mine.split('\n').slice(0, 3)).toEqual([
      '退回待改的：',
      '· 教师磨课（2026年秋季学期，也算研讨课）11月12日（周四）前改好。意见：请补证书照片',
      expect.stringMatching(/：$/),
    ]);
    expect(await answer('S1-L', '未交 李一')).toContain(
      '教师磨课（2026年秋季学期，也算研讨课）11月12日（周四）前改好\n',
    );
    expect(await answer('S1-T1', `修改 ${no}`)).toContain('课题：分数的意义');
    expect((await records()).at(-1)).toMatchObject({ state: 'returned' });
    county.at('2026-11-12T08:21:00+08:00');
    const nags = (await county.jobs()).filter(({ to, text }) => to === 'S1-T1' && text.includes('退回待改'));
    expect(nags).toHaveLength(1);
    expect(nags[0]?.text).toContain('教师磨课（2026年秋季学期）退回待改');
    expect(nags[0]?.text).not.toContain('研讨课');
    expect(await answer('S1-T1', '修改 反思：学生说折纸')).toMatch(/^已修改教师磨课/);
    expect(await answer('S1-T1', `修改 ${no}`)).toMatch(/^请写明改哪一项/);
  });
});

describe('who answers', () => {
  test('a comment is asked for when something is returned', async () => {
    const no = await handIn();
    const please = `退回${no}，请写一句怎么改，对方好知道从哪里入手。直接发这一句就行，例如：请补上学生的反应。先不退了请发「取消」。`;
    expect(await answer('S1-L', `退回 ${no}`)).toBe(please);
    expect(await answer('S1-L', `退回 ${no}`, { group: 'g1' })).toBe(
      `退回时请写一句怎么改，对方好知道从哪里入手，例如：退回 ${no} 请补上学生的反应。`,
    );
    expect(await answer('S1-L', `退回 ${no}`)).toBe(please);
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
    expect(await answer('S1-L', '磨课太短，请补证书照片')).toMatch(/^已退回李一/);
    expect(heard('S1-T1')).toContain('意见：磨课太短，请补证书照片。');
    expect(await lessonEntry()).toMatchObject({ status: 'returned' });
  });

  test.each([
    ['取消', '好的，先不办了'],
    ['好的', ''],
    ['看 7F3KQ2', '没有找到编号为7F3KQ2'],
    ['周一磨课交了没', ''],
    ['1', '现在没有等您选的'],
  ])('asked for a comment, %s is none', async (said, starts) => {
    const no = await handIn();
    await answer('S1-L', `退回 ${no}`);
    expect((await answer('S1-L', said)).startsWith(starts)).toBe(true);
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
    // What was said last is something else.
    await answer('S1-L', '请补证书照片');
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
  });

  test('an hour later it is asked no more; 通过了 with the number is read', async () => {
    const no = await handIn();
    await answer('S1-L', `退回 ${no}`);
    county.at('2026-10-28T11:01:00+08:00');
    await answer('S1-L', '请补证书照片');
    expect(await lessonEntry()).toMatchObject({ status: 'claimed' });
    expect(await answer('S1-L', `通过了 ${no}`)).toMatch(/^已通过李一/);
  });

  test('what still waits is said once, at the end, and of nothing where nothing was answered', async () => {
    const numbers: string[] = [];
    for (const who of ['S1-T1', 'S1-T2', 'S1-T3']) {
      await county.say(who, lesson());
      numbers.push(await noOf());
    }
    const [first, second, third] = numbers;
    expect(await answer('S1-L', '通过 ZZZZZZ')).not.toContain('等您答复');
    expect(await answer('S1-L', `通过 ${first} ZZZZZZ ${second}`)).toMatch(
      /^1\. 已通过李一((?!等您答复)[^])*\n2\. 没有找到((?!等您答复)[^])*\n3\. 已通过周二((?!等您答复)[^])*\n还有1份等您答复，发「待审」。$/,
    );
    expect(await answer('S1-L', `退回 ${first} 缺反思`)).toMatch(/」。还有1份等您答复，发「待审」。$/);
    expect(await answer('S1-L', `通过 ${third}`)).not.toContain('等您答复');
  });

  test.each([' ', '、', '和', '，'])(
    'several numbers in a row, with “%s” between, are answered a line each',
    async (between) => {
      const first = await handIn();
      await county.say('S1-T2', lesson());
      const second = await noOf();
      const both = `${first}${between}${second}`;
      expect(await answer('S1-L', `退回 ${both}`)).toBe(
        `退回${first}、${second}，请写一句怎么改，对方好知道从哪里入手。直接发这一句就行，例如：请补上学生的反应。先不退了请发「取消」。`,
      );
      expect(await answer('S1-L', `通过 ${both} ZZZZZZ 很扎实`)).toMatch(
        /^1\. 已通过李一[^\n]*\n2\. 已通过周二[^\n]*\n3\. 没有找到编号为ZZZZZZ/,
      );
      for (const who of ['S1-T1', 'S1-T2']) expect(heard(who)).toContain('意见：很扎实。');
      expect(await answer('S1-L', `退回 ${both} 和学生的反应`)).toMatch(/^1\. 已退回李一[^\n]*\n2\. 已退回周二/);
      expect(heard('S1-T1')).toContain('意见：和学生的反应。');
    },
  );

  test('nobody their own; not who only reads it; not what is answered already or taken back', async () => {
    const no = await handIn();
    expect(await answer('S1-T1', `通过 ${no}`)).toBe(`${no}是您自己交的，由别的老师来答复。`);
    expect(await answer('S1-P', `通过 ${no}`)).toBe(`${no}由钱主任答复。如需您来答，请联系协调员调整职务。`);
    expect(await answer('S2-L', `通过 ${no}`)).toMatch(/^.{6}只给交的人和负责审阅的人看。/);
    await county.say('S1-L', `通过 ${no}`);
    expect(await answer('J1-R1', `退回 ${no} 再改`)).toMatch(/^.{6}不由您答复。/);
    county.at('2026-10-29T10:00:00+08:00');
    expect(await answer('S1-L', `退回 ${no} 再改`)).toMatch(/^.{6}已由钱主任于10月28日 10:00通过。/);
    await county.say('S1-T2', lesson());
    const second = await noOf();
    await county.say('S1-T2', '撤回');
    expect(await answer('S1-L', `通过 ${second}`)).toMatch(/^.{6}只给交的人/);
  });

  test('on the same day another answer takes the place of the first', async () => {
    const no = await handIn();
    await county.say('S1-L', `退回 ${no} 缺反思`);
    expect(await answer('S1-L', `通过 ${no}`)).toMatch(/^已通过李一/);
    expect(await lessonEntry()).toMatchObject({ status: 'accepted' });
    expect(await answer('S1-L', `退回 ${no} 还是缺`)).toMatch(/^已退回李一/);
    expect(await lessonEntry()).toMatchObject({ status: 'returned' });
    expect(heard('S1-T1')).toContain('意见：还是缺。');
  });

  test('in a group neither name nor duty is said', async () => {
    const no = await handIn();
    expect((await county.say('S1-L', `通过 ${no}`, { group: 'g1' }))[0]).toBe(
      `${no}已通过，会私下告诉对方。答错了，今天之内再答一次就改过来。`,
    );
    expect(county.said.filter(({ to }) => to === 'g1')).toHaveLength(1);
    expect(heard('S1-T1')).toContain('已由钱主任通过');
  });

  test('what is counted when it comes needs no answer', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：同课异构');
    const no = await noOf();
    expect(await answer('S1-P', `通过 ${no}`)).toBe(`${no}是教育科研工作月报，交了就算，不用答复。`);
  });

  test('what passes is not taken: 采用 belongs to contributions', async () => {
    const no = await handIn();
    expect(await answer('S1-L', `采用 ${no}`)).toBe(
      `教师磨课没有采用不采用，请发「通过 ${no}」或「退回 ${no} 意见」。`,
    );
  });
});

describe('levels', () => {
  test('what is of the school no researcher certifies unasked', async () => {
    const no = await handIn();
    expect(await answer('J1-R1', `通过 ${no}`)).toBe(`${no}由钱主任答复。如需您来答，请联系协调员调整职务。`);
    await connection.collection<{ _id: string }>('people').updateMany(
      { school: 'S1' },
      {
        $pull: { posts: { $in: ['research-lead', 'deputy-research-lead', 'principal'] } },
      },
    );
    await handOn(county.models, county.now());
    expect(await answer('J1-R1', `通过 ${no}`)).toContain('认定为校级');
  });

  test('whoever was to answer hears that another has', async () => {
    await connection
      .collection<{ _id: string }>('people')
      .updateOne({ _id: 'S1-T3' }, { $set: { posts: ['research-lead'] } });
    const no = await handIn();
    await county.say('S1-T3', `退回 ${no} 缺反思`);
    expect(heard('S1-L')).toBe(
      `李一（松山小学）的教师磨课（${no}）原请您答复，吴三已退回，您不用再答。全文和答复发「看 ${no}」。`,
    );
    const before = county.toldTo('S1-L').length;
    county.at('2026-10-28T10:05:00+08:00');
    await county.say('S1-T3', `通过 ${no}`);
    expect(county.toldTo('S1-L')).toHaveLength(before);
  });

  test('what the county certifies a school cannot; it goes to the researcher of the subject', async () => {
    const no = await handIn('S1-T1', '县级');
    expect(await answer('S1-L', `通过 ${no}`)).toBe(`${no}申请的是县级，要由上一级认定，已交给秦研员。`);
    expect(await answer('J1-R1', `通过 ${no}`)).toContain('认定为县级');
    expect(await lessonEntry()).toMatchObject({ status: 'accepted' });
    expect(await entry(`subject-lesson|${TERM}|S1`, 'group:S1/数学')).toMatchObject({ status: 'accepted' });
  });

  test('certified lower than claimed: the record changes, its higher places fall away, both sides hear it', async () => {
    const no = await handIn('S1-T1', '市级');
    expect(await entry(`subject-lesson|${TERM}|S1`, 'group:S1/数学')).toMatchObject({ status: 'claimed' });
    expect(await answer('J1-R1', `通过 ${no} 校级 证书是校级的`)).toContain('申请市级，认定为校级，会私下告诉对方');
    expect(heard('S1-T1')).toContain('已由秦研员通过，申请市级，认定为校级。意见：证书是校级的。');
    expect((await records())[0]).toMatchObject({ values: { level: '校级' } });
    expect(await lessonEntry()).toMatchObject({ status: 'accepted' });
    expect(await entry(`subject-lesson|${TERM}|S1`, 'group:S1/数学')).toMatchObject({ status: 'owed' });
    expect(await entry(`school-lesson|${TERM}|S1`, 'school:S1')).toMatchObject({ status: 'owed' });
    // Answered again the same day, what was claimed stands.
    expect(await answer('J1-R1', `通过 ${no}`)).toContain('认定为市级');
    expect(await entry(`school-lesson|${TERM}|S1`, 'school:S1')).toMatchObject({ status: 'accepted' });
  });

  test('never higher than claimed', async () => {
    const no = await handIn('S1-T1', '县级');
    expect(await answer('J1-R1', `通过 ${no} 省级`)).toBe(
      `${no}申请的是县级，不能认定为省级。要报省级，请发「退回 ${no} 请改报省级」，对方改好再交。`,
    );
  });

  test('a level raised afterwards goes to whom it is to certify', async () => {
    const no = await handIn('S1-T1', '校级');
    await county.say('S1-T1', '修改 申请认定级别：县级\n认定依据：青教研3号');
    expect(await answer('S1-L', '待审')).toBe('现在没有等您答复的材料。');
    expect(await answer('S1-L', `通过 ${no}`)).toMatch(/要由上一级认定/);
    expect(await answer('J1-R1', '待审')).toContain(no);
  });
});

describe('when the post passes to somebody else', () => {
  const posts = (id: string, held: string[]) =>
    connection.collection<{ _id: string }>('people').updateOne({ _id: id }, { $set: { posts: held } });

  test('what waits is theirs to answer, on their page, and no more the other’s', async () => {
    const no = await handIn();
    county.at('2026-11-10T00:07:00+08:00');
    await county.models.ledger.openRolls(county.now());
    expect(await entry(`timely-answers|${TERM}-w11|S1`, 'person:S1-L')).toMatchObject({ status: 'owed' });
    await posts('S1-L', []);
    expect(await answer('S1-L', `通过 ${no}`)).toContain('如需您来答，请联系协调员调整职务');
    await posts('S1-T3', ['research-lead']);
    expect(await handOn(county.models, county.now())).toBe(1);
    expect(await handOn(county.models, county.now())).toBe(0);
    county.at('2026-11-10T10:00:00+08:00');
    expect(await answer('S1-L', '待审')).toBe('现在没有等您答复的材料。');
    expect(await answer('S1-T3', '待审')).toContain(`· ${no} 教师磨课`);
    expect(await entry(`timely-answers|${TERM}-w11|S1`, 'person:S1-L')).toBeUndefined();
    expect(await answer('S1-T3', `通过 ${no}`)).toMatch(/^已通过李一/);
  });

  test('whoever has it now hears so once, on the next school day; how much there is by then', async () => {
    await handIn('S1-T1');
    const no = await handIn('S1-T2');
    await posts('S1-L', []);
    await posts('S1-T3', ['research-lead']);
    const told = (): string[] => county.toldTo('S1-T3').filter((text) => text.includes('待审核'));
    const look = async (at: string): Promise<string[]> => {
      county.at(at);
      await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
      await county.settle();
      return told();
    };
    county.at('2026-10-31T00:07:00+08:00');
    expect(await handOn(county.models, county.now())).toBe(2);
    expect(await handOn(county.models, county.now())).toBe(0);
    expect(await look('2026-10-31T10:00:00+08:00')).toEqual([]);
    await county.say('S1-T2', `撤回 ${no}`);
    const news = '教科室主任的待审核转到您这里了，现在等您答复的有1份，发「待审」看。';
    expect(await look('2026-11-02T07:36:00+08:00')).toEqual([news]);
    expect(await look('2026-11-03T07:36:00+08:00')).toEqual([news]);
    // Nobody else hears of it, and nobody of what waits no more.
    expect(county.said.filter(({ key }) => key.startsWith('handed-on:')).map(({ to }) => to)).toEqual(['S1-T3']);
  });

  test('whom it falls to is told by the post it falls from; of what is answered by then nothing is said', async () => {
    const no = await handIn();
    await posts('S1-L', []);
    county.at('2026-10-31T00:07:00+08:00');
    expect(await handOn(county.models, county.now())).toBe(1);
    expect(await connection.collection('outbox').findOne({ _id: 'handed-on:S1-D:2026-10-31' as never })).toMatchObject({
      payload: { post: 'research-lead' },
    });
    await county.say('S1-D', `通过 ${no}`);
    county.at('2026-11-02T07:36:00+08:00');
    await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
    await county.settle();
    expect(county.said.filter(({ key }) => key.startsWith('handed-on:'))).toEqual([]);
  });

  test('whom it falls to keeps it until somebody holds it; where nobody does nobody owes it', async () => {
    await posts('S1-L', []);
    const no = await handIn();
    const before = (await records())[0]?.['reviews'];
    expect(before).toMatchObject([{ reviewer: 'S1-D' }]);
    expect(await handOn(county.models, county.now())).toBe(0);
    await posts('S1-L', ['research-lead']);
    expect(await handOn(county.models, county.now())).toBe(1);
    expect(await answer('S1-L', '待审')).toContain(no);
    expect(await answer('S1-D', '待审')).toBe('现在没有等您答复的材料。');
  });
});
