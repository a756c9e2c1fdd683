import { describe, expect, test } from '@jest/globals';
import { lookingAfterCollections } from '../support/collections.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { SIX, talkingTo, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection);
// A training on Saturday 5 December, a day without school.
county.given(() => trainingWith(county, SIX));

const { answer, saidTo } = talkingTo(county);
const look = lookingAfterCollections(county);

test('homework is a collection whose people are those with a place: asked one by one, reminded, listed for the host', async () => {
  county.at('2026-12-07T10:00:00+08:00');
  expect(await answer('S1-L', '收集 作业\n正文：正文\n对象：培训 1\n截止：周五')).toContain('培训的收集由主办的老师发');
  expect(await answer('J1-C', '收集 教学设计\n教学设计：正文\n对象：培训 1\n截止：周五')).toContain(
    '对象：3所学校6人，私下发给每一位。',
  );
  expect(await answer('J1-C', '发布')).toContain('正私下发给6位老师');
  expect(saidTo('S2-T2')).toBe(
    '收集：教学设计（1号）\n教学设计：正文\n已有0人填；到12月11日（周五）17:00截止。\n请发「接龙 1」。也可以交文件、图片：发「接龙 1」后10分钟内直接发给我。',
  );
  expect(await answer('S1-T4', '接龙 1 我也交')).toContain('它只问参加这次培训的老师');
  expect(await answer('S1-T1', '接龙 1 用折纸讲分数')).toContain('记下了：「教学设计」（1号）');
  expect(await answer('S1-T2', '培训 1')).toContain('要填的：「教学设计」（1号）。请发「接龙 编号」。');
  expect(await look('2026-12-10T15:44:00+08:00')).toEqual(SIX.slice(1).toSorted());
  expect(await answer('J1-C', '收集 1')).toContain('应填6人，已填1人');
});

describe('feedback', () => {
  const asksAtEnd = () => look('2026-12-05T16:34:00+08:00');

  test('who was there is asked once, also on a day without school; nobody else hears of it', async () => {
    expect(await look('2026-12-05T15:44:00+08:00')).toEqual([]);
    expect(await asksAtEnd()).toEqual(SIX.toSorted());
    expect(saidTo('S1-T1')).toBe(
      [
        '收集：信息技术与学科整合培训反馈（1号）',
        '不记名：谁写的，主办方看不到；满5份才看得到内容。',
        '总的感觉：很有收获、有收获、一般、收获不大（选一个）',
        '最有用的：文字（选填）',
        '希望改进的：文字（选填）',
        '已有0人填；到12月12日（周六）17:00截止。',
        '请发「接龙 1 很有收获」。',
      ].join('\n'),
    );
    expect(await look('2026-12-05T16:39:00+08:00')).toEqual([]);
    expect(await look('2026-12-07T15:44:00+08:00')).toEqual([]);
    expect(await look('2026-12-11T15:44:00+08:00')).toEqual([]);
  });

  test('where check-in was taken, only who was seen is asked', async () => {
    const seen = { at: new Date('2026-12-05T08:31:00+08:00'), how: 'code', by: personId('S1-T1') } as const;
    await county.models.attendances.tick(1, [{ ...seen, session: 0, person: personId('S1-T1'), tick: 'in', on: true }]);
    expect(await asksAtEnd()).toEqual(['S1-T1']);
    expect(await answer('S1-T2', '接龙 1 一般')).toContain('它只问参加这次培训的老师');
  });

  test('below five answers the host sees a number alone; from five on sums and words, never a name', async () => {
    await asksAtEnd();
    for (const who of SIX.slice(0, 4)) await answer(who, '接龙 1 很有收获');
    expect(await answer('S1-T1', '接龙 1 希望改进的：多些上机')).toContain('希望改进的：多些上机');
    const few = await answer('J1-C', '收集 1');
    expect(few).toContain('应填6人，已填4人');
    expect(few).toContain('不到5份，先不看内容，免得认出是谁');
    expect(few).not.toMatch(/很有收获|上机|李一|还没填的/);
    expect(await answer('J1-C', '培训 1')).toContain(
      '要填的：「信息技术与学科整合培训反馈」（1号）。看结果请发「收集 编号」。',
    );
    expect(await answer('J1-C', '导出收集 1')).toContain('现在没有能导出的内容，不记名的填得太少时不导出');
    await answer('S2-T2', '接龙 1 一般');
    // The sums are the host's.
    expect(await answer('S1-T1', '收集 1')).not.toContain('很有收获');
    const enough = await answer('J1-C', '收集 1');
    expect(enough).toContain('很有收获4、有收获0、一般1、收获不大0\n写的话：\n· 多些上机');
    expect(enough).not.toMatch(/李一|褚二|还没填的/);
    expect(await look('2026-12-13T09:04:00+08:00')).toEqual(['J1-C']);
    expect(saidTo('J1-C')).toContain('截止了，应填6人，已填5人：很有收获4、有收获0、一般1、收获不大0。');
  });
});
