import { describe, expect, test } from '@jest/globals';
import { collectionSheets } from '../../handlers/collection-workbook.js';
import { openFile } from '../../handlers/open-file.js';
import type { Attachment } from '../../models/event.js';
import type { Day } from '../../models/ids.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { SIX, talkingTo, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, undefined, 'https://jy.example');
// A training on Saturday 5 December, a day without school.
county.given(() => trainingWith(county, SIX));

const { answer, saidTo } = talkingTo(county);

describe('files as homework', () => {
  const file = (ref: string, name = `${ref}.docx`): Attachment => ({ kind: 'file', ref, name });
  const image = (ref: string): Attachment => ({ kind: 'image', ref });
  const asked = async (fields = '教学设计：正文'): Promise<void> => {
    county.at('2026-12-07T10:00:00+08:00');
    await answer('J1-C', `收集 教学设计\n${fields}\n对象：培训 1\n截止：周五`);
    await answer('J1-C', '发布');
  };
  const filesOf = async (who: string): Promise<string[] | undefined> =>
    (await county.models.collections.answerOf(1, personId(who)))?.attachments?.map(({ ref }) => ref);
  const after = (minutes: number): void => county.at(new Date(county.now().getTime() + minutes * 60_000).toISOString());

  test("with words or without, before the words or after: taken, fetched, and one's own to open", async () => {
    await asked();
    expect(await answer('S1-T1', '', { attachments: [file('a')] })).toContain(
      '我把它放进去。交「教学设计」（1号）请发「接龙 1」。',
    );
    expect(await answer('S1-T1', '接龙 1')).toBe(
      '记下了：「教学设计」（1号），教学设计：见附件，附件：1个文件。12月11日（周五）17:00前可以再发「接龙 1」改，不填了请发「取消接龙 1」。',
    );
    after(1);
    expect(await answer('S1-T1', '', { attachments: [image('b')] })).toContain('附件：1张图、1个文件。');
    const own = await answer('S1-T1', '接龙 1');
    expect(own).toMatch(/^您填过.*附件：1张图、1个文件。/);
    expect(own).toMatch(/附件：\n· a\.docx（1 KB） https:\/\/jy\.example\/files\/\S+\n· 图片（1 KB） https:/);
    expect(await answer('S1-T2', '接龙 1 我的', { attachments: [file('e')] })).toContain(
      '教学设计：我的，附件：1个文件',
    );
    // 李一 has homework no more to be asked about.
    after(30);
    expect(await answer('S1-T1', '', { attachments: [file('z')] })).not.toContain('接龙');
    expect(
      (await connection.collection('files.files').find({}).toArray()).map((each) => each['metadata']),
    ).toMatchObject([
      { record: 'answer:1|S1-T1', ref: 'a' },
      { record: 'answer:1|S1-T1', ref: 'b' },
      { record: 'answer:1|S1-T2', ref: 'e' },
    ]);
  });

  test("what is handed in again takes the place of what was there; words alone leave it; taken back it is nobody's", async () => {
    await asked();
    await answer('S1-T1', '接龙 1', { attachments: [file('a'), file('b')] });
    after(60);
    expect(await answer('S1-T1', '接龙 1 用折纸讲分数')).toContain('教学设计：用折纸讲分数，附件：2个文件');
    after(1);
    expect(await answer('S1-T1', '', { attachments: [file('c')] })).toMatch(
      /附件：1个文件。.*\n先前的2个附件已换下。$/,
    );
    after(1);
    expect(await answer('S1-T1', '', { attachments: [file('d')] })).toMatch(/附件：2个文件。.*」。$/);
    expect(await filesOf('S1-T1')).toEqual(['c', 'd']);
    const many = Array.from({ length: 9 }, (_, i) => image(`i${i}`));
    expect(await answer('S1-T1', '', { attachments: many })).toContain('另有2个附件没有地方放');
    const opens = async (ref: string, who: string) =>
      (await openFile({ record: 'answer:1|S1-T1', ref, person: personId(who) }, county.models, county.now())) !==
      undefined;
    expect(await Promise.all(['S1-T1', 'J1-C', 'S1-T2', 'S1-L', 'S1-P'].map((who) => opens('c', who)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(await opens('a', 'S1-T1')).toBe(false);
    expect(await answer('S1-T1', '取消接龙 1')).toContain('已取消您填的');
    expect(await Promise.all(['S1-T1', 'J1-C'].map((who) => opens('c', who)))).toEqual([false, false]);
    expect(await answer('S1-T1', '接龙 1 从头来')).not.toContain('附件：');
  });

  test('the host sees who sent what and opens it; the list names the files; a school sees neither', async () => {
    await asked();
    await answer('S1-T1', '接龙 1', { attachments: [file('a'), image('b')] });
    await answer('S2-T1', '接龙 1 没有附件');
    expect(await answer('J1-C', '收集 1')).toContain(
      '1人交了2个附件：看有哪些请发「收集 1 附件」，打开一位的请发「收集 1 姓名」。',
    );
    expect(await answer('J1-C', '收集 1 附件')).toBe(
      '「教学设计」（1号）的附件：\n松山小学李一：a.docx、图片\n打开一位的请发「收集 1 姓名」。',
    );
    expect(await answer('J1-C', '收集 1 李一')).toMatch(
      /^松山小学李一，12月7日 10:00填的：教学设计：见附件，附件：1张图、1个文件\n附件：\n· a\.docx（1 KB） https:/,
    );
    expect(await answer('J1-C', '收集 1 周二')).toContain('里没有「周二」填的');
    for (const who of ['S1-L', 'S1-T1', 'S1-P']) {
      expect(await answer(who, '收集 1 李一')).not.toMatch(/见附件|a\.docx/);
      expect(await answer(who, '收集 1 附件')).not.toMatch(/见附件|a\.docx/);
    }
    const collection = await county.models.collections.byNo(1);
    if (!collection) throw new Error('it is gone');
    const { sheets } = await collectionSheets(
      collection,
      { now: county.now(), today: '2026-12-07' as Day },
      county.models,
    );
    expect(sheets[0]?.columns.map(({ title }) => title)).toContain('附件');
    const rows = [...((sheets[0]?.rows as unknown[][]) ?? [])];
    expect(rows.map((row) => row.slice(3, 6))).toEqual([
      ['李一', '见附件', 'a.docx、图片'],
      ['陈一', '没有附件', ''],
    ]);
  });

  test('fields of files and pictures are filled by what is sent; what is still lacking is asked', async () => {
    await asked('课题：文字\n教案：文件\n照片：图片（选填）');
    expect(saidTo('S1-T1')).toContain('课题：文字\n教案：文件\n照片：图片（选填）\n');
    expect(await answer('S1-T1', '接龙 1 分数')).toMatch(
      /^已记下课题：分数。\n「教学设计」（1号）到12月11日（周五）17:00截止。\n教案：请在10分钟内直接发给我，几个可以接着发。\n也可以在网页上填、传文件，.*$/,
    );
    expect(await answer('S1-T1', '', { attachments: [file('g')] })).toMatch(
      /^记下了：「教学设计」（1号），课题：分数，教案：1个文件。.*\n还可以发照片：10分钟内直接发给我。$/,
    );
    expect(await answer('S1-T1', '', { attachments: [image('h'), image('i')] })).toContain(
      '教案：1个文件，照片：2张图。',
    );
    expect(await answer('J1-C', '收集 1 附件')).toContain('松山小学李一：g.docx、图片、图片');
  });

  test('what does not arrive is said, the rest stands; sent again it is in its place', async () => {
    await asked();
    await answer('S1-T1', '接龙 1', { attachments: [file('a'), file('x', '运行.exe')] });
    expect(saidTo('S1-T1')).toBe(
      '「教学设计」（1号）里的「运行.exe」这种文件收不了。请换成文档、表格、课件、PDF、图片、音视频或压缩包再发一次；其他内容已经收好。再发前请先说「接龙 1」。',
    );
    after(1);
    await answer('S1-T1', '', { attachments: [file('y')] });
    expect(await filesOf('S1-T1')).toEqual(['a', 'y']);
  });

  test('a lunch takes no files, and a file after it is asked about as ever; worked again, nothing is there twice', async () => {
    county.at('2026-12-07T10:00:00+08:00');
    await answer('J1-C', '收集 午餐\n项目：荤、素（选一个）\n截止：周五');
    await answer('J1-C', '发布');
    expect(await answer('S1-T1', '接龙 1 荤', { attachments: [image('a')] })).toContain('另有1个附件没有地方放');
    expect(await answer('S1-T1', '', { attachments: [image('b')] })).toContain('是交哪一项的');
    county.at('2026-12-07T11:00:00+08:00');
    await answer('J1-C', '收集 教学设计\n教学设计：正文\n对象：培训 1\n截止：周五');
    await answer('J1-C', '发布');
    await answer('S1-T1', '接龙 2 分数', { attachments: [file('c')] });
    await connection
      .collection('inbox')
      .updateMany({}, { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } });
    await county.settle();
    expect((await county.models.collections.answerOf(2, personId('S1-T1')))?.attachments).toHaveLength(1);
    expect(await connection.collection('fetches').countDocuments()).toBe(1);
  });
});
