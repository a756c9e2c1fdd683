import { describe, expect, test } from '@jest/globals';
import { lookingAfterCollections } from '../support/collections.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { bindGroupTo } from '../support/groups.js';

const { connection } = testDatabase();
const county = testCounty(connection, testRoster(), undefined, wholeCatalogue());
county.given(async () => {
  await bindGroupTo(county.models, 'testing', 'g1', 'S1');
  await bindGroupTo(county.models, 'testing', 'g2', 'S2');
});
/** Friday the 30th is a school day as well. */
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const look = lookingAfterCollections(county);

const LUNCH = '收集 午餐\n项目：荤、素、清真（选一个）\n截止：周五 12:00';
const BOOKS = '收集 教材\n七年级上：数字（套）\n版本：人教、北师（选一个）\n到货：日期（选填）\n对象：小学\n截止：周五';
const published = async (text = LUNCH, by = 'S1-L'): Promise<void> => {
  county.at(WEDNESDAY);
  await answer(by, text);
  await answer(by, '发布收集 1');
};

test('lines that come after 接龙 1 are its answer, though forms have such lines as well', async () => {
  await published('收集 取暖\n主题：集中供热、自供（选一个）\n问题：文字（选填）\n截止：周五 12:00');
  const lines = '主题：集中供热\n问题：三楼温度低';
  expect(await answer('S1-T1', lines)).not.toContain('取暖');
  await answer('S1-T1', '接龙 1');
  const taken = await answer('S1-T1', lines);
  expect(taken).toContain('取暖');
  expect(await connection.collection('collectionAnswers').findOne()).toMatchObject({
    values: { f1: '集中供热', f2: '三楼温度低' },
  });
});

describe('making one', () => {
  test('it is shown before it is posted, and posted with 发布', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', LUNCH)).toBe('收集由协调员、培训部，或本校校长、教科室主任发。想收什么，请找他们。');
    expect(await answer('S1-L', LUNCH)).toBe(
      [
        '已起草「午餐」（1号），还没有发。',
        '项目：荤、素、清真（选一个）',
        '截止：10月30日（周五）12:00。10月29日（周四）私下提醒一次没填的人。',
        '对象：1所学校7人，发到1个群：松山小学。',
        '发出请发「发布收集 1」；要改整条重发，或发「改收集 1 截止：周六 12:00」；不收了请发「取消收集 1」。',
      ].join('\n'),
    );
    expect(county.toldTo('g1')).toEqual([]);
    expect(await answer('S1-T1', '接龙 1 素')).toBe('「午餐」（1号）还没有发布，请等通知。');
    expect(await answer('S1-L', '发布')).toBe(
      '「午餐」（1号）已发布，可以填了。正发到1个群：松山小学。看填了多少请发「收集 1」，要表格请发「导出收集 1」。',
    );
    expect(county.toldTo('g1')).toEqual([
      '收集：午餐（1号）\n项目：荤、素、清真（选一个）\n已有0人填；到10月30日（周五）12:00截止。\n请私聊我或 @我 发「接龙 1 荤」；发「接龙」看已有多少人填。',
    ]);
    // A school's own goes to that school's groups alone, and is posted once.
    expect(county.toldTo('g2')).toEqual([]);
    expect(await answer('S1-L', '发布')).toBe('没有等着发布的收集。先写一条，例如：收集 午餐。');
    await answer('S1-L', '发布收集 1');
    expect(county.toldTo('g1')).toHaveLength(1);
  });

  test('what the roster has is not asked, and what these groups were asked this week is said before', async () => {
    await published();
    const drafted = await answer('J1-C', `${BOOKS}\n姓名：\n学科：\n请按现有的报`);
    expect(drafted).toContain('姓名、学科名册上有，不问，名单里自动带上。');
    expect(drafted).toContain('对象：2所学校11人，发到2个群：松山小学、柳河小学。');
    expect(drafted).toContain('这些群本周已请大家填过：松山小学1次。\n能合并或缓一缓的，请考虑。');
    expect(drafted).toContain('请按现有的报\n七年级上：数字（套）\n版本：人教、北师（选一个）\n到货：日期（选填）');
    // Next week nothing weighs any more; what was opened that these schools owe does.
    county.at('2026-11-02T10:00:00+08:00');
    await answer('J1-C', '开启 投稿 第3期 到 11月20日');
    const later = await answer('J1-C', BOOKS);
    expect(later).not.toContain('这些群本周');
    expect(later).toContain('本周还开了：《青冈教育信息》投稿（第3期）。');
  });

  test('every problem is told at once, and nothing is drafted', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-L', '收集 错的\n甲：荤（选一个）\n乙：文字\n乙：数字\n截止：昨天\n对象：炼丹')).toBe(
      [
        '还差这几处，改好整条再发一次，还没有起草：',
        '· 甲：要选，请至少写两个选项，用「、」隔开',
        '· 乙：写了两行，请留一行',
        '· 截止：已经过了，请写以后的时间',
        '· 对象：名册上没有「炼丹」；可以写片区（北片区、城区片区）、学校、学段（进修学校、小学、初中）、农村、学科、年级、职称、职务、任课、近3年没参加过',
      ].join('\n'),
    );
    expect(await answer('S1-L', LUNCH.replace('截止', '对象：柳河小学\n截止'))).toContain(
      '对象：您可以问松山小学的老师，别的学校请找协调员',
    );
    expect(await answer('S1-L', LUNCH.replace('截止', '对象：培训 3\n截止'))).toContain('没有3号培训');
    expect(await answer('S1-L', LUNCH.replace('截止', '对象：北片区\n截止'))).toContain('您可以问松山小学的老师');
    expect(await county.models.collections.byNo(1)).toBeUndefined();
  });

  test('of a cluster, or of one school: counted before, posted where they are, told to who is outside', async () => {
    county.at(WEDNESDAY);
    const city = await answer('J1-C', LUNCH.replace('截止', '对象：城区片区、小学\n截止'));
    expect(city).toContain('对象：2所学校11人，发到2个群：松山小学、柳河小学。');
    expect(await answer('J1-C', LUNCH.replace('截止', '对象：学校：柳河小学、任课\n截止'))).toMatch(
      /对象：1所学校\d人，发到1个群：柳河小学。/,
    );
    expect(await answer('J1-C', LUNCH.replace('截止', '对象：北片区\n截止'))).toMatch(/对象：1所学校\d人，发到0个群。/);
    for (const no of [1, 2, 3]) await answer('J1-C', `发布收集 ${no}`);
    expect(await answer('S3-T1', '接龙 1 素')).toContain('不用您填：它只问指定片区的学校。');
    expect(await answer('S1-T1', '接龙 2 素')).toContain('不用您填：它只问指定学校的老师。');
    expect(await answer('S3-T1', '接龙 3 素')).toContain('记下了');
  });

  test('a deadline at the edge of the holidays: nobody is reminded on a day without school', async () => {
    // The last school day of the spring term is this Friday.
    county.at('2026-07-17T10:00:00+08:00');
    expect(await answer('S1-L', LUNCH.replace('周五', '后天'))).toContain('，那天不上学。时间太近，不另提醒。');
    await answer('S1-L', '发布');
    expect(await look('2026-07-18T16:00:00+08:00')).toEqual([]);
    expect(await answer('S1-T1', '接龙 1 素')).toContain('记下了');
  });
});

test('in a group nothing is made: what is shown before is for whoever asks', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-L', LUNCH, { group: 'g1' })).toBe('发收集要先看对象和各群的负担，请私聊我说。');
});

describe('answering', () => {
  test('how it stands is told to those it asks and to whoever looks after it, and to nobody of another school', async () => {
    await published();
    await answer('S1-T1', '接龙 1 素');
    for (const who of ['S1-T2', 'S1-P', 'J1-C']) expect(await answer(who, '收集 1')).toContain('应填7人，已填1人');
    for (const [who, how] of [
      ['S2-T1', {}],
      ['S2-L', {}],
      ['S2-P', { group: 'g2' }],
    ] as const)
      expect(await answer(who, '收集 1', how)).toBe(
        '「午餐」（1号）不用您填：它只问指定学校的老师。如果该有您，请找钱主任。',
      );
    expect(county.toldTo('g2').join()).not.toContain('午餐');
    expect(county.toldTo('S2-P').at(-1)).toMatch(/^「午餐」（1号）不用您填/);
  });

  test('one choice by a word, by its number, changed and taken back; who is not asked is told why', async () => {
    await published();
    expect(await answer('S1-T1', '接龙')).toBe(
      '现在在收的：\n1号 午餐：已有0人，到10月30日（周五）12:00\n填请发「接龙 编号」；不填了请发「取消接龙 编号」。',
    );
    expect(await answer('S1-T1', '接龙 1')).toBe(
      '「午餐」（1号）到10月30日（周五）12:00截止。\n项目，请选一个：\n1. 荤\n2. 素\n3. 清真\n回复 1/2/3，都不是请发「取消」。',
    );
    expect(await answer('S1-T1', '2')).toBe(
      '记下了：「午餐」（1号），项目：素。10月30日（周五）12:00前可以再发「接龙 1」改，不填了请发「取消接龙 1」。',
    );
    expect(await answer('S1-T1', '接龙1荤')).toContain('改好了：「午餐」（1号），项目：荤。');
    expect(await answer('S1-T1', '接龙 1 鱼')).toContain('项目：请从这些里选一个：荤、素、清真');
    expect(await answer('S1-T1', '接龙 1')).toContain('您填过「午餐」（1号）了：项目：荤。');
    // What was written in a group is not repeated there.
    expect(await answer('S1-T2', '接龙 1 素', { group: 'g1' })).toBe(
      '记下了：「午餐」（1号）。要看或改，请私聊我发「接龙 1」。',
    );
    expect(await answer('S1-T3', '接龙', { group: 'g1' })).toContain('1号 午餐：已有2人');
    expect(await answer('S2-T1', '接龙 1 素')).toBe(
      '「午餐」（1号）不用您填：它只问指定学校的老师。如果该有您，请找钱主任。',
    );
    expect(await answer('S2-T1', '接龙')).toBe('现在没有等您填的收集。有新的，我会发到群里。');
    expect(await answer('S1-T2', '取消接龙 1')).toContain('已取消您填的「午餐」（1号）');
    expect(await answer('S1-T2', '取消接龙 1')).toBe('您没有填过「午餐」（1号），不用取消。');
    const state = await answer('S1-L', '收集 1');
    expect(state).toContain(
      '应填7人，已填1人，到10月30日（周五）12:00截止。\n荤1、素0、清真0\n还没填的：\n松山小学6人：',
    );
    expect(state).not.toContain('李一');
    // Names are for whoever made it, and for a school of its own; in a group they are for nobody.
    expect(await answer('S1-T1', '收集 1')).not.toContain('还没填的');
    expect(await answer('S1-L', '收集 1', { group: 'g1' })).not.toContain('还没填的');
  });

  test('several questions: lines, a part at a time, or as many words; what was right is kept', async () => {
    await published(BOOKS, 'J1-C');
    await answer('S1-T1', '接龙 1', { group: 'g1' });
    expect(county.toldTo('g1').at(-1)).toBe('「教材」（1号）要填几项，我私下发给您。');
    expect(county.toldTo('S1-T1').at(-1)).toBe(
      '「教材」（1号）到10月30日（周五）17:00截止。\n填好整条发回来，也可以一次只填一项（「接龙 1 七年级上：……」），剩下的我再问：\n（不想整段填，请发「接龙 1 一问一答」，我一项一项问您。）\n接龙 1\n七年级上：\n版本：（选：人教、北师）\n到货：（选填）',
    );
    expect(await answer('S1-T1', '接龙 1\n七年级上：几十\n版本：人教')).toContain(
      '已记下版本：人教。\n七年级上：请写 0 到 1000000 之间的整数（单位：套，可省略）',
    );
    expect((await county.models.collections.answered([1])).get(1)?.count).toBe(0);
    expect(await answer('S1-T1', '接龙 1 30套')).toContain('记下了：「教材」（1号），七年级上：30套，版本：人教。');
    expect(await answer('S1-T1', '接龙 1 版本：北师')).toContain(
      '改好了：「教材」（1号），七年级上：30套，版本：北师。',
    );
    expect(await answer('S2-T1', '接龙 1 12 人教 11月3日')).toContain(
      '记下了：「教材」（1号），七年级上：12套，版本：人教',
    );
    expect(await answer('J1-C', '收集 1')).toContain('七年级上合计42套；人教1、北师1');
    // What may be left out need not be said.
    expect(await answer('S2-T1', '接龙 1 15 北师')).toContain('改好了：「教材」（1号），七年级上：15套，版本：北师');
  });

  test('with nothing to ask it counts who comes, with a word if they like', async () => {
    await published('收集 春游\n截止：周五');
    expect(county.toldTo('g1')[0]).toContain('参加的请接龙，可以带一句话。');
    expect(await answer('S1-T1', '接龙 1')).toContain('记下了：「春游」（1号）。');
    expect(await answer('S1-T2', '接龙 1 带一个学生')).toContain('记下了：「春游」（1号），备注：带一个学生。');
    expect((await county.models.collections.answered([1])).get(1)?.count).toBe(2);
  });

  test('after the deadline nothing is taken, and the list goes to whoever made it; a later deadline takes again', async () => {
    await published();
    await answer('S1-T1', '接龙 1 素');
    county.at('2026-10-30T12:00:00+08:00');
    expect(await answer('S1-T2', '接龙 1 荤')).toBe('「午餐」（1号）已经截止，没有记下。确实要补，请找钱主任。');
    expect(await answer('S1-T1', '取消接龙 1')).toContain('已经截止');
    expect(await look('2026-10-30T12:04:00+08:00')).toEqual(['S1-L']);
    expect(county.toldTo('S1-L').at(-1)).toBe(
      '「午餐」（1号）截止了，应填7人，已填1人：荤0、素1、清真0。名单请发「收集 1」，表格请发「导出收集 1」。',
    );
    expect(await look('2026-10-30T12:09:00+08:00')).toEqual([]);
    expect(await answer('S1-L', '改收集 1 截止：11月2日 9:00')).toBe(
      '「午餐」（1号）改好了，现在收到11月2日（周一）09:00。',
    );
    expect(await answer('S1-T2', '接龙 1 荤')).toContain('记下了');
    expect(await look('2026-11-02T09:04:00+08:00')).toEqual(['S1-L']);
  });

  test('whoever has not answered is reminded once, privately, within what they may hear of', async () => {
    await published();
    await answer('S1-T1', '接龙 1 素');
    await answer('S1-T2', '接龙 1 素');
    await answer('S1-T2', '取消接龙 1');
    await answer('S1-T3', '请假 到 周五');
    await published(LUNCH.replace('午餐', '晚餐'));
    await answer('S1-L', '发布收集 2');
    expect(await look('2026-10-29T08:24:00+08:00')).toEqual([]);
    // Who has answered, taken it back, or is on leave, and who made it, hears nothing; nobody of two on one day.
    expect(await look('2026-10-29T15:44:00+08:00')).toEqual(['S1-D', 'S1-P', 'S1-T1', 'S1-T2', 'S1-T4']);
    expect(county.toldTo('S1-T4').at(-1)).toBe(
      '「午餐」（1号）还等您填，明天12:00截止。请发「接龙 1 荤」。不该您填的，请找钱主任。',
    );
    expect(county.toldTo('S1-T1').at(-1)).toContain('「晚餐」（2号）还等您填');
    expect(await look('2026-10-29T15:49:00+08:00')).toEqual([]);
    await answer('S1-T4', '接龙 2 素');
    expect(await look('2026-10-30T08:24:00+08:00')).toEqual(['S1-D', 'S1-P']);
  });

  test('only whoever made it, and who looks after the county, change it; called off, its groups hear so', async () => {
    await published();
    expect(await answer('S2-L', '取消收集 1')).toBe('「午餐」（1号）是钱主任发的，要改请找本人。');
    expect(await answer('S1-T1', '停止收集 1')).toContain('收集由协调员');
    expect(await answer('S2-L', '导出收集 1')).toBe('「午餐」（1号）是钱主任发的，名单由本人导出，需要请找本人。');
    expect(await answer('S1-L', '导出收集 1', { group: 'g1' })).toBe('名单里有姓名，请私聊我要。');
    expect(await answer('J1-C', '停止收集 1')).toContain('已截止，不再收');
    expect(await answer('S1-T1', '接龙 1 素')).toContain('已经截止');
    await answer('S1-L', '取消收集 1');
    expect(county.toldTo('g1').at(-1)).toBe('「午餐」（1号）不收了，不用再填。');
    expect(await answer('S1-T1', '接龙 1 素')).toBe('「午餐」（1号）不收了，您不用再管。');
    expect(await answer('S1-L', '发布收集 1')).toBe('「午餐」（1号）已经取消了，要收请重发一条。');
  });
});
