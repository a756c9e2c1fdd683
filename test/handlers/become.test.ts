import { describe, expect, test } from '@jest/globals';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const newest = async (duty: string) =>
  (await connection.collection('submissions').find({ duty }).sort({ updatedAt: -1 }).toArray())[0];
const journalOf = async (who = 'S1-T1', about = '分数'): Promise<string> => {
  county.at(WEDNESDAY);
  await county.say(who, journal(about));
  return String((await newest('journal'))?.['no']);
};

describe('转', () => {
  test('a journal becomes a question in one step; both know each other, and the journal stays', async () => {
    const from = await journalOf();
    const said = await answer('S1-T1', '转困惑');
    const made = await newest('teaching-problem');
    expect(said).toBe(
      `已把教育周记（编号${from}）转为教学问题入库（编号${made?.['no']}），原来的那份照旧。要改请发「修改 新内容」，不想转请发「撤回」。`,
    );
    expect(made).toMatchObject({ state: 'handed-in', owner: 'person:S1-T1', values: { text: journal().slice(3) } });
    expect(await answer('S1-T1', `看 ${from}`)).toContain(`已转为教学问题入库（编号${made?.['no']}）。`);
    expect(await answer('S1-T1', `看 ${made?.['no']}`)).toContain(`由教育周记（编号${from}）转来。`);
    const page = await county.models.rolls.get('journal|2026-autumn-w09|S1');
    expect(page?.entries.find(({ owner }) => owner === 'person:S1-T1')).toMatchObject({ status: 'handed-in' });
    expect(await answer('S1-T1', '转困惑')).toBe(
      `教育周记（编号${from}）已经转过了：教学问题入库（编号${made?.['no']}）。看内容请发「看 编号」。`,
    );
  });

  test('the one numbered, and what the form lacks is asked for', async () => {
    const from = await journalOf('S1-T1', '小数');
    county.at('2026-10-28T11:00:00+08:00');
    await county.say('S1-T1', journal('百分数'));
    expect(await answer('S1-T1', `转投稿 ${from}`)).toBe(
      `现在没有在收《青冈教育信息》投稿。开始收的时候，发「转投稿 ${from}」就行。`,
    );
    await county.say('J1-E', '开启 投稿 到 11月10日');
    const said = await answer('S1-T1', `转投稿${from}`);
    const made = await newest('bulletin-contribution');
    expect(said).toBe(
      `已把教育周记（编号${from}）转为《青冈教育信息》投稿（第1期，编号${made?.['no']}）的草稿，还差3项，填好发回来就交上了；不想转请发「撤回」：\n【《青冈教育信息》投稿 第1期】\n题目：\n本人原创：\n同意署名刊登：`,
    );
    expect(made).toMatchObject({
      state: 'draft',
      owner: 'school:S1',
      values: { text: journal('小数').slice(3), authors: ['S1-T1'] },
    });
    expect(await answer('S1-T1', '题目：折纸里的小数\n本人原创：是\n同意署名刊登：是')).toMatch(
      /^已收到《青冈教育信息》投稿（第1期）/,
    );
    expect(await newest('bulletin-contribution')).toMatchObject({
      _id: made?.['_id'],
      state: 'handed-in',
      values: { title: '折纸里的小数', text: journal('小数').slice(3) },
    });
  });

  test('a draft for the school is its writer’s: a colleague’s own text is one of its own, and hers stays as it was', async () => {
    const from = await journalOf('S1-T1', '小数');
    await county.say('J1-E', '开启 投稿 到 11月10日');
    await county.say('S1-T1', `转投稿 ${from}`);
    const hers = await newest('bulletin-contribution');
    const no = String(hers?.['no']);

    county.at('2026-10-28T11:00:00+08:00');
    expect(await answer('S1-L', `看 ${no}`)).toContain('只给');
    expect(await answer('S1-L', '看 投稿')).not.toContain('小数');
    expect(await answer('S1-L', '投稿')).not.toContain('小数');
    expect(await answer('S1-L', `撤回 ${no}`)).not.toContain('已撤回');
    const his = `投稿 题目：冬季运动会侧记\n正文：${'操场上很热闹。'.repeat(30)}`;
    expect(await answer('S1-L', his)).toMatch(/已记下3项，还差2项/);
    expect(await answer('S1-L', '本人原创：是\n同意署名刊登：是')).toMatch(/^已收到《青冈教育信息》投稿/);

    expect(await newest('bulletin-contribution')).toMatchObject({ by: 'S1-L', values: { authors: ['S1-L'] } });
    const kept = await connection.collection('submissions').findOne({ no });
    expect(kept).toMatchObject({ state: 'draft', values: { text: journal('小数').slice(3), authors: ['S1-T1'] } });
    expect(await answer('S1-T1', '题目：折纸里的小数\n本人原创：是\n同意署名刊登：是')).toMatch(/^已收到/);
    expect(await answer('S1-T1', '看 投稿')).toContain('小数');
    expect(await answer('S1-L', `看 ${no}`)).toContain('小数');
  });

  test('a draft stands in 我的 of whoever wrote it, and whoever answers for the school is not told it is half done', async () => {
    const from = await journalOf('S1-T1', '小数');
    await county.say('J1-E', '开启 投稿 到 11月10日');
    await county.say('S1-T1', `转投稿 ${from}`);
    const no = String((await newest('bulletin-contribution'))?.['no']);
    const line = `您的草稿，接着发来就行，不要的发「撤回 编号」：\n· 《青冈教育信息》投稿（第1期，编号${no}）11月10日（周二）17:00截止`;
    expect(await answer('S1-T1', '我的')).toContain(line);
    expect(await answer('S1-L', '我的')).not.toContain(no);
    expect(await answer('S1-L', '我的')).toContain('· 《青冈教育信息》投稿（第1期）未交，');
    county.at('2026-11-03T08:21:00+08:00');
    await county.jobs();
    const reminded = county.toldTo('S1-L').find((text) => text.includes('《青冈教育信息》投稿（第1期）已有0/2'));
    expect(reminded).toContain('发「投稿」我给您模板');
    await county.say('S1-L', '投稿 题目：冬季运动会侧记');
    expect(await answer('S1-L', '我的')).toContain('· 《青冈教育信息》投稿（第1期）草稿，还差一步，');
    expect(await answer('S1-T1', `撤回 ${no}`)).toContain('已撤回');
    expect(await answer('S1-T1', '我的')).not.toContain('您的草稿');
  });

  test('where one of a school is enough, a second is asked about and is handed in beside the first draft', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', '先进经验 我们用折纸讲分数。');
    const text = '每天十分钟读书，坚持一学期。'.repeat(20);
    expect(await answer('S1-T2', '先进经验')).toMatch(/（李一10月28日起草的一份还没有交，这一期有一份就够。/);
    county.at('2026-10-28T11:00:00+08:00');
    expect(await answer('S1-T2', `先进经验 ${text}`)).toBe(
      '先进经验总结推广（2026年秋季学期）先替您存为草稿：李一10月28日起草的一份还没有交，这一期有一份就够。您这一份也要交，请发「确认」；不交了请发「撤回」。两份互不影响。',
    );
    expect(await newest('good-practice')).toMatchObject({ state: 'draft', by: 'S1-T2', values: { text } });
    expect(await answer('S1-T2', '确认')).toMatch(/^已收到先进经验总结推广/);
    const all = await connection.collection('submissions').find({ duty: 'good-practice' }).sort({ by: 1 }).toArray();
    expect(all.map(({ by, state }) => [by, state])).toEqual([
      ['S1-T1', 'draft'],
      ['S1-T2', 'handed-in'],
    ]);
  });

  test('only one’s own, only what can become it', async () => {
    const from = await journalOf();
    expect(await answer('S1-T2', `转困惑 ${from}`)).toBe(
      '没有找到您可以转为教学问题入库的材料。能转的有您交过的教育周记。',
    );
    expect(await answer('S1-T1', '转月报')).toBe('教育科研工作月报不能由别的材料转来，请直接写。');
    expect(await answer('S1-T1', '转')).toMatch(/^可以这样转：.*周记→困惑/);
    expect(await county.say('S1-T1', '转一下这个链接', { group: 'g1' })).toEqual([]);
  });

  test('the same message again makes nothing new', async () => {
    await journalOf();
    const first = await county.say('S1-T1', '转困惑', { key: 'testing:again' });
    expect(first).toHaveLength(1);
    expect(await connection.collection('submissions').countDocuments({ duty: 'teaching-problem' })).toBe(1);
  });
});

describe('one text for two of the same kind', () => {
  const TEXT = journal().slice(3);
  const entry = async () =>
    (await county.models.rolls.get('journal|2026-autumn-w09|S1'))?.entries.find(
      ({ owner }) => owner === 'person:S1-T1',
    );
  const caseFirst = async () => {
    county.at('2026-10-27T10:00:00+08:00');
    const { submissions, ledger } = county.models;
    const slot = { duty: 'teaching-case', period: '2026-autumn', school: 'S1', owner: 'person:S1-T1' };
    const begin = { ...slot, state: 'handed-in', late: false, values: { title: '折纸', text: TEXT }, attachments: [] };
    const cause = { event: 'case', by: 'S1-T1', now: county.now() } as never as Parameters<typeof submissions.begin>[1];
    const record = await submissions.begin(begin as never, cause);
    await ledger.follow(record, county.now());
    county.at(WEDNESDAY);
    return record.no;
  };

  test('the second is kept and does not count; the answer says which has it, and what to do', async () => {
    const no = await caseFirst();
    const said = await answer('S1-T1', journal());
    expect(said).toMatch(/^已收到教育周记（第9周）/);
    expect(said).toContain(
      `另外，这段文字和已交的教育典型案例（编号${no}）一样，同一篇只计一次，所以这一份先留着、不计入应交。要计入，请发「修改 …」换一篇；不想留，请发「撤回」。`,
    );
    expect(await entry()).toMatchObject({ status: 'owed' });
    expect(await answer('S1-T1', '看 周记')).toContain(`文字和教育典型案例（编号${no}）相同，只计那一份。`);
  });

  test('with other words it counts', async () => {
    await caseFirst();
    await county.say('S1-T1', journal());
    expect(await answer('S1-T1', `修改 ${journal('小数').slice(3)}`)).not.toContain('同一篇只计一次');
    expect(await entry()).toMatchObject({ status: 'handed-in' });
  });

  test('when the first is taken back, the second counts; restored, it does no more', async () => {
    await caseFirst();
    await county.say('S1-T1', journal());
    const change = async (event: string, to: 'withdrawn' | 'handed-in', from: 'withdrawn' | 'handed-in') => {
      const changed = await county.models.submissions.change(
        'case',
        [from],
        { state: to },
        { event, by: 'S1-T1' as never, now: county.now() },
      );
      if (changed) await county.models.ledger.follow(changed, county.now());
    };
    await change('back', 'withdrawn', 'handed-in');
    expect(await entry()).toMatchObject({ status: 'handed-in' });
    await change('again', 'handed-in', 'withdrawn');
    expect(await entry()).toMatchObject({ status: 'owed' });
  });

  test('when the first is written anew, the second counts', async () => {
    await caseFirst();
    await county.say('S1-T1', journal());
    const values = { title: '折纸', text: journal('角').slice(3) };
    const changed = await county.models.submissions.change(
      'case',
      ['handed-in'],
      { state: 'handed-in', values },
      { event: 'edit', by: 'S1-T1' as never, now: county.now() },
    );
    if (changed) await county.models.ledger.follow(changed, county.now());
    expect(await entry()).toMatchObject({ status: 'handed-in' });
  });

  test('the same words in two weeks are no matter of this rule', async () => {
    await journalOf();
    county.at('2026-11-04T10:00:00+08:00');
    expect(await answer('S1-T1', journal())).not.toContain('同一篇只计一次');
  });
});
