import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { createModels } from '../../models/models.js';
import { aCalendarWith2027 } from '../models/a-calendar.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** What people write on a phone, over the whole catalogue: orders, habits and courtesies nobody told them of. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

const NOW = '2026-11-26T10:00:00+08:00';
county.given(async () => {
  county.at(NOW);
  await county.models.ledger.openRolls(county.now());
});
beforeEach(() => county.at(NOW));

test('courtesies get a courtesy, in private only; a sentence about a duty gets its word', async () => {
  expect(await answer('S01-20', '你好')).toContain('发「我的」看要交什么');
  for (const thanks of ['谢谢', '辛苦了！', '收到，谢谢您', '收到谢谢', '好的，谢谢单主任！'])
    expect(await answer('S01-20', thanks)).toContain('不客气');
  for (const hello of ['在吗？', '单主任好', '在吗在吗'])
    expect(await answer('S01-20', hello)).toContain('发「我的」看要交什么');
  for (const yes of ['收到', '好的。', '知道了']) expect(await answer('S01-20', yes)).toBe('好的。');
  expect(await county.say('S01-20', '收到', { group: 'g1' })).toEqual([]);
  for (const promise of [
    '好的，马上交',
    '好的马上交',
    '我今晚就写',
    '一会儿交哈',
    '这就去办！',
    '收到，谢谢，主任，我今晚就交',
    '今晚一定交上',
  ])
    expect(await answer('S01-20', promise)).toBe('好的。');
  for (const other of ['明天', '今天写了周记', '马上', '主任', '主任，我周五再交可以吗', '好几个人没交'])
    expect(await answer('S01-20', other)).not.toBe('好的。');
  for (const nod of ['👍', '[强]', '谢谢🌹']) expect(await answer('S01-20', nod)).toMatch(/^(好的|不客气)/);
  expect(await answer('S01-20', '怎么交案例')).toMatch(/^教育典型案例\n谁交：/);
  expect(await answer('S01-20', '我想请假')).toMatch(/^请写明请到哪天/);
  expect(await answer('S01-20', '周记怎么写')).toMatch(/^教育周记\n谁交：/);
  expect(await answer('S01-20', '补交')).toMatch(/^请写明补交什么，例如：补交 周记/);
});

describe('said in words of one’s own', () => {
  test('a text without a word is offered to be handed in, and is, whole', async () => {
    const text = '今天评讲单元卷，第12题错得最多。我没有直接讲，请三个做对的孩子上来当小老师，台下听得比平时认真。';
    expect(await answer('S01-20', text)).toBe(
      '这段话（49字）还没有记下。要交的话，是哪一项？\n1. 教育周记（第13周）\n是就回复 1，不是请发「取消」。',
    );
    expect(await answer('S01-20', '1')).toContain('49字');
    await answer('S01-20', '确认');
    expect(await answer('S01-20', '看 周记')).toContain(text);
    expect(await county.say('S01-20', text, { group: 'g1' })).toEqual([]);
    expect(await answer('J01-01', text)).toContain('这句我没看懂');
  });

  test('who has left stands in the roster; that something is not theirs is offered, reason first or not', async () => {
    for (const text of ['韩艳老师调走了，以后别提醒她了', '罗玉芬退休了'])
      expect(await answer('S01-20', text)).toBe(
        '老师调动、退休，要在名册里改，我在这里改不了。请告诉维护名册的管理员，发「找谁」看找哪位；名册改好后，就不再提醒了。',
      );
    expect(await answer('S01-20', '我不教课了，不用写周记')).toContain('1. 不该我交 周记 我不教课了\n');
    expect(await answer('S01-20', '以后不用写周记了')).not.toContain('已请');
    expect(await answer('S01-20', '今天请假了，周记下周补')).toContain('1. 请假 11月26日\n');
  });

  test('leave is offered with its days, for a colleague to whoever may note it, and never for today unasked', async () => {
    expect(await answer('S01-20', '我下周一请假')).toContain('\n1. 请假 11月30日\n');
    expect(await answer('S01-20', '1')).toContain('已记下您请假：11月30日（周一）。');
    expect(await answer('S01-03', '郑洋请假到下周三')).toContain('\n1. 请假 郑洋 11月26日到12月2日\n');
    expect(await answer('S01-03', '1')).toContain('提前回来请发「销假 郑洋」。');
    expect(await answer('S01-03', '销假 郑洋')).toMatch(/^郑洋已销假，从11月26日（周四）起恢复。/);
    expect(await answer('S01-20', '取消请假')).toContain('已为您销假');
  });

  test('a school closed by snow is told who enters it; a picture alone, what it could go with', async () => {
    expect(await answer('S01-01', '明天下雪停课')).toMatch(/^停课、补课由协调员来记，.*发「找谁」/);
    expect(await answer('S01-20', '', { attachments: [{ kind: 'image', ref: 'a' }] })).toMatch(
      /^图片收到了，.*（例如 周记 …）/,
    );
    expect(await answer('S01-01', '', { attachments: [{ kind: 'file', ref: 'b', name: '总结.docx' }] })).toMatch(
      /^文件收到了，是交哪一项的？请在10分钟内接着发任务的名字，我把它放进去。/,
    );
  });

  test('nobody is led to what others do; who says 通知 and may collect is told how', async () => {
    expect(await answer('S01-20', '退会')).not.toContain('退回');
    expect(await answer('S01-20', '什么时候截止')).toContain('教育周记（第13周）');
    expect(await answer('S01-20', '通知 明天开会')).not.toMatch(/通过|收集/);
    const [told = '', ...example] = (await answer('J01-01', '通知 明天开会')).split('\n');
    expect(told).toContain('往群里发一件事，用收集');
    expect(await answer('J01-01', example.slice(0, 3).join('\n'))).toMatch(
      /^已起草「全县教研会」（1号），还没有发。\n12月3日下午两点，进修学校二楼\n参加的请接龙/,
    );
  });

  test('last week’s is asked about, and goes where it is owed; one duty is taken back by its word', async () => {
    const text =
      '今天评讲单元卷，第12题错得最多。我没有直接讲，请三个做对的孩子上来当小老师，台下听得比平时认真，下周再试。';
    county.at('2026-12-03T10:00:00+08:00');
    await county.models.ledger.openRolls(county.now());
    expect(await answer('S01-20', `上周的周记：${text}`)).toContain('\n1. 补交 教育周记（第13周）\n');
    expect(await answer('S01-20', text)).toContain('是哪一项？\n1. 教育周记（第14周）\n');
    // What is asked names the week it would be of.
    expect(await answer('S01-20', `第13周的 ${text}`)).toContain('是哪一项？\n1. 教育周记（第13周）\n');
    await answer('S01-20', `周记 ${text}`);
    await answer('S01-20', '困惑 学生不愿意在课上发言，点名也只说一两个字，怎么办才好，请帮忙出出主意。');
    expect(await answer('S01-20', '撤回周记')).toContain('已撤回教育周记');
    expect(await answer('S01-20', '撤回 周记')).toContain('没有找到可以撤回的内容');
  });

  test('a text behind the word of a form is its text, where it has one', async () => {
    const asked = await answer('S01-20', '案例 今天我班小明和小刚打架了，我先让他们各自冷静，再分别谈话。');
    expect(asked).toContain('教育典型案例（2026年秋季学期）已记下1项');
    expect(asked).toContain('题目：还没有填');
    expect(await answer('S01-20', '案例 有吗')).toMatch(/^【教育典型案例/);
    const story = '今天我班小明和小刚打架了，我先让他们各自冷静，再分别谈话，最后两个人自己握了手。';
    expect(await answer('S01-21', story)).not.toContain('教育典型案例');
    await answer('S01-21', '案例');
    expect(await answer('S01-21', story)).toContain('是哪一项？\n1. 教育典型案例\n2. 教育周记（第13周）\n');
    expect(await answer('S01-21', '1')).toContain('教育典型案例（2026年秋季学期）已记下1项');
  });

  test('报名 and 取消报名 without a number ask which', async () => {
    const training =
      '开培训 小学英语\n名称：小学英语教学\n时间：12月5日 8:30-16:30\n地点：进修学校\n对象：小学\n名额：50\n报名截止：12月2日 17:00';
    const drafted = await answer('J01-11', training);
    expect(drafted).toContain('已起草');
    expect(await answer('S01-20', '我要报名')).toContain('现在没有您还能报名的培训');
    await answer('J01-11', '发布 1');
    expect(await answer('S01-20', '我要报名')).toContain('\n1. 1号 小学英语');
    expect(await answer('S01-20', '1')).toContain('报上了');
    expect(await answer('S01-20', '取消报名')).toContain('取消报名，是哪一个培训？\n1. 1号 小学英语');
    expect(await answer('S01-20', '1')).toContain('已取消您对');
    expect(await answer('S01-20', '取消报名')).toContain('您现在没有报名的培训');
    expect(await answer('J01-11', '开培训')).toContain('\n1. 小学英语\n');
  });

  test('what stands open is said to be nothing where nothing does', async () => {
    for (const text of ['1', '算了']) expect(await answer('S01-20', text)).toMatch(/^现在没有等您选的/);
    expect(await answer('S01-20', '我写错了')).toContain('请发「修改 新内容」');
    expect(await answer('S01-20', '删除')).toContain('\n1. 撤回\n');
    expect(await answer('S01-20', '找谁')).toBe(
      '我是程序，只认这些用法（发「帮助」看）。学校的事，请找张静老师。账号、收不到消息这些，请找李春生老师。',
    );
  });

  test('帮助 tells about one command as well; the list and the whole of one duty need no more words', async () => {
    expect(await answer('S01-20', '帮助 请假')).toBe(
      '您可以这样发消息（群里先 @我）：\n请假 到 周五 / 销假 —— 期间不提醒',
    );
    expect(await answer('S01-20', '帮助 周记')).toContain('周记 内容（一般写50字以上，可以带图片、文件）');
    expect(await answer('S01-03', '名单 周记')).toContain('教育周记（第13周）未交');
    expect(await answer('S01-03', '全校 周记')).toBe(await answer('S01-03', '未交 周记'));
    const lead = await answer('S01-03', '帮助');
    expect(lead).toContain('【交】\n周记 内容 —— 交教育周记，写完直接发\n月报 —— 交教育科研工作月报，给您模板\n');
    expect(await answer('S01-03', '绑定码 罗玉芬')).toContain('只给您自己的');
  });
});

describe('a form', () => {
  test('written as one line is read as its lines', async () => {
    await answer('S01-20', '研讨课');
    expect(await answer('S01-20', '课题：认识分数，日期：11月20号，级别：学科组；评议：环节清楚，提问少')).toContain(
      '已收到',
    );
    const shown = await answer('S01-20', '看 研讨课');
    expect(shown).toContain('课题：认识分数\n日期：2026年11月20日\n级别：学科组\n评议：环节清楚，提问少');
    expect(shown).not.toContain('版');
  });

  test('tells what it made of a day and a school, and what stays empty if it is not mended', async () => {
    await answer('S01-20', '研讨课');
    expect(await answer('S01-20', '课题：认识分数\n日期：上周三\n级别：学科组')).toContain(
      '记的是：日期 11月18日（周三）。',
    );
    expect(await answer('S01-20', '听课人：张静、王某某')).toContain('请写全名或编号（选填，不补就空着）');
    expect(await answer('S01-20', '评议：好')).not.toContain('记的是');
    expect(await answer('S01-20', '修改 日期：12月30日')).toContain('日期：2026年12月30日还没到');
    expect(await answer('S01-20', '修改 日期：2025年12月30日')).toContain('已修改');
    await answer('J01-02', '下校听课');
    expect(await answer('J01-02', '学校：一小')).toContain('记的是：学校 青山县第一小学。');
  });

  test('asked for one of several groups goes to that group, line by line', async () => {
    await answer('S01-03', '校本教研 美术组');
    const filled = '主题：写生\n策略：校本教研\n签到：张静、王老师\n结论：多看实物';
    expect(await answer('S01-03', filled)).toContain('名册里没有找到「王老师」');
    expect(await answer('S01-03', '签到：张静、陈晨曦')).toContain('已收到校本教研活动（第13-14周，美术组）');
    expect(await answer('S01-03', '主题：剪纸')).toContain('这是哪一个的？\n1. 英语组\n');
  });

  test('with the number of another project asks whether that one is meant', async () => {
    const project = (name: string): string =>
      `课题台账\n课题名称：${name}\n级别：校级\n立项号：X-1\n批准日期：2026年3月5日\n开始日期：2026年3月6日\n结束日期：2027年12月31日\n状态：在研`;
    expect(await answer('S01-03', project('折纸教学'))).toContain('已收到');
    expect(await answer('S01-03', project('折纸教学'))).toContain('已收到');
    const asked = await answer('S01-03', project('作文评改'));
    expect(asked).toContain('立项号：X-1已登记为「折纸教学」，这样交就把它改成「作文评改」；不是同一个，请改编号');
    expect(await answer('S01-03', '确认')).toContain('已收到');
  });
});

test('the day of an exemption and of a task may stand at the end', async () => {
  expect(await answer('S01-01', '免交 罗玉芬 周记 原因：支教 到 12月30日')).toContain(
    '罗玉芬的周记（到12月30日为止）免交，原因：支教。',
  );
  expect(await answer('S01-01', '免交 郑洋 周记 到县里培训')).toContain('「到」后面的日期「县里培训」没看懂');
  expect(await answer('S01-01', '免交 郑洋 周记 外出 到县里培训')).toContain('免交，原因：外出 到县里培训。');
  expect(await answer('J01-01', '交办 张静 整理课题清单 到 12月4日')).toContain(
    '：整理课题清单，12月4日（周五）17:00前办好',
  );
  expect(await answer('J01-01', '交办 李涛 下周五前报培训名单')).toContain('：报培训名单，12月4日（周五）17:00前办好');
});

test('a colon behind the word of a duty is no line of another form that has a label of that name', async () => {
  const words =
    '我让孩子们用折纸来分一分，比直接讲效果好得多。下节课准备让他们自己出题，互相考一考，看看是不是都懂了。';
  expect(await answer('S01-20', `周记：${words}`)).toContain('已收到教育周记（第13周），51字');
  expect(await answer('S01-21', `周记: ${words}`)).toContain('已收到教育周记（第13周），51字');
  expect(await answer('S01-20', '研讨课：分数的意义')).toContain('【学科组以上研讨课 2026年秋季学期】');
  expect(await answer('S01-20', '案例：分数的意义')).toContain('【教育典型案例 2026年秋季学期】');
  // Whoever has asked for that other form means its line.
  expect(await answer('S01-03', '四个一')).toContain('【四个一纳入常规教研 2026年秋季学期】');
  expect(await answer('S01-03', '研讨课：1/45')).toContain('四个一纳入常规教研');
  expect(await answer('S01-03', '周记：1/45\n研讨课：1/45')).toContain('四个一纳入常规教研');
});

test('nobody is asked for what is not taken any more', async () => {
  await county.say('J01-16', '开启 投稿 到 12月4日');
  county.at('2026-12-07T08:15:00+08:00');
  const heard = (await county.jobs()).filter(({ to }) => to === 'S02-09').map(({ text }) => text);
  expect(heard.join()).toContain('教育周记');
  expect(heard.join()).not.toContain('投稿');
});

test('answers fit what was asked: no issue without texts told as printed, no period that is not there', async () => {
  await county.say('J01-16', '开启 投稿 到 12月4日');
  expect(await answer('J01-16', '出刊 投稿')).toContain('（第1期），这一期还没有采用的稿子。');
  expect(await answer('S01-01', '未交 月报 3月')).toBe(
    '没有找到青山县第一小学3月的教育科研工作月报，请核对期次。正在收的请发「未交」看。',
  );
  expect(await answer('S01-01', '免交 郑洋')).toContain('免交 张三 周记 外出培训');
});

test('in weeks whose holidays are not loaded a journal is kept, said to count later, and does', async () => {
  county.at('2027-01-06T10:00:00+08:00');
  expect(await answer('S01-20', journal())).toContain('录入以后照样计入，不算补交，不用再交');
  expect(await answer('S01-15', '集体备课')).toContain('截止时间要到录入以后才定');
  const after = createModels(connection, { catalogue: wholeCatalogue(), calendar: aCalendarWith2027() });
  await after.ledger.openRolls(county.now());
  const page = await connection.collection('rolls').findOne({ duty: 'journal', school: 'S01', label: '第19周' });
  expect(page?.['entries']).toContainEqual(expect.objectContaining({ owner: 'person:S01-20', status: 'handed-in' }));
});
