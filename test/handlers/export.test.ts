import { beforeEach, describe, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { exportUpTo } from '../../handlers/export.js';
import { demoRoster } from '../../models/demo/county.js';
import { PersonId, SchoolCode } from '../../models/ids.js';
import { rightsOf } from '../../models/person.js';
import { journal, TESTING, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** What a workbook asked for in chat holds, by who asks; the demo county, all duties. */
const { connection } = testDatabase();
const roster = demoRoster();
const county = testCounty(connection, roster, undefined, wholeCatalogue());
const personOf = (id: string) => roster.people.find((person) => person.id === id);
const WRITER = 'S01-20';
const [PRINCIPAL, RESEARCHER, CLUSTER_LEAD, COORDINATOR] = ['S01-01', 'J01-02', 'S05-01', 'J01-01'];
/** Heads of groups of the writer's school: of the subject the writer teaches, and of another. */
const heads = roster.people.filter(({ school, posts }) => school === 'S01' && posts.includes('group-head'));
const teachesAlike = ({ subjects }: (typeof heads)[number]): boolean =>
  subjects.some((subject) => personOf(WRITER)?.subjects.includes(subject));
const HEAD = heads.find(teachesAlike)?.id ?? '';
const OTHER_HEAD = heads.find((head) => !teachesAlike(head))?.id ?? '';

const NOW = '2026-11-26T10:00:00+08:00';
county.given(async () => {
  county.at('2026-11-19T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at(NOW);
  await county.models.ledger.openRolls(county.now());
  await county.say(WRITER, journal('折纸'));
});
beforeEach(() => county.at(NOW));

const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text)).join('\n');

type Sheets = Awaited<ReturnType<typeof readWorkbook>>;

/** Asks for a workbook and opens it; what was said with it, and its sheets. */
async function workbook(
  who: string,
  text: string,
  how = {},
): Promise<{ said: string[]; name: string; sheets: Sheets }> {
  const said = await county.say(who, text, how);
  const sent = await connection.collection('outbox').findOne({ 'payload.content.kind': 'file' }, { sort: { seq: -1 } });
  const file = sent?.['payload'].content.file;
  const bytes = await county.models.outgoingFiles.bytesOf(file?.ref ?? '');
  if (!bytes) throw new Error(`no workbook; said: ${said.join('\n')}`);
  return { said, name: file.name, sheets: await readWorkbook(Buffer.from(bytes)) };
}
const rowsOf = ({ sheets }: { sheets: Sheets }) => sheets[0]?.data ?? [];
const rowOf = (book: { sheets: Sheets }, id: string) => rowsOf(book).find((row) => row.includes(id));

describe('what of others is in it', () => {
  test('whoever leads a school: everybody of it, and no word of what they wrote', async () => {
    const book = await workbook(PRINCIPAL, '导出 周记');
    expect(book.name).toBe('青山县第一小学教育周记（第13周）.xlsx');
    expect(book.said).toEqual([
      '青山县第一小学教育周记（第13周）的表格，45行。只有您看得到的人和内容，请只给该看的人。',
      '表格在这里发不了，请在飞书或企业微信里发「导出 周记」，或请管理员导出。',
    ]);
    expect(rowsOf(book)).toHaveLength(46);
    expect(rowOf(book, WRITER)).toEqual(expect.arrayContaining([personOf(WRITER)?.name, '已交']));
    expect(JSON.stringify(rowsOf(book))).not.toContain('折纸');
  });

  test('whoever leads a school: what its writer has opened, and only while that is so', async () => {
    const no = String((await connection.collection('submissions').findOne({ owner: `person:${WRITER}` }))?.['no']);
    expect(await answer(WRITER, `公开 ${no}`)).toContain(`发「看 ${no}」就看得到`);
    expect(rowOf(await workbook(PRINCIPAL, '导出 周记'), WRITER)?.join(' ')).toContain('这周讲折纸');
    await answer(WRITER, `不公开 ${no}`);
    expect(JSON.stringify(rowsOf(await workbook(PRINCIPAL, '导出 周记')))).not.toContain('折纸');
  });

  test('the head of the group: its people only, with what they wrote', async () => {
    const book = await workbook(HEAD, '导出 周记');
    expect(rowOf(book, WRITER)?.join(' ')).toContain('这周讲折纸');
    const inGroup = roster.people.filter(
      ({ school, teaching, subjects }) =>
        school === 'S01' && teaching && subjects.some((each) => personOf(HEAD)?.subjects.includes(each)),
    );
    expect(rowsOf(book)).toHaveLength(inGroup.length + 1);
    expect(rowOf(await workbook(OTHER_HEAD, '导出 周记'), WRITER)).toBeUndefined();
  });

  test('who sees numbers only gets no names, and is told what there is', async () => {
    expect(await answer(RESEARCHER, '导出 周记 第一小学')).toBe(
      '青山县第一小学教育周记（第13周）您看得到数字，名单由各校看。要各校各期的数字请发「导出 周记 总表 第一小学」。',
    );
    expect(await answer(WRITER, '导出 周记')).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
  });

  test('a school’s record: in full for who answers for it and for whoever reads it', async () => {
    const report = [
      '月报',
      '教研活动次数：0',
      '教研活动主题：折纸与分数',
      '课题进展：完成前测',
      '听评课节数：12',
      '下月计划：同课异构',
    ];
    expect(await answer('S01-03', report.join('\n'))).toMatch(/^已收到教育科研工作月报/);
    const own = await workbook(PRINCIPAL, '导出 月报 11月');
    expect(rowsOf(own)).toHaveLength(2);
    expect(rowsOf(own)[1]).toEqual(expect.arrayContaining(['青山县第一小学', '已交', '完成前测', 12]));
    const read = await workbook(COORDINATOR, '导出 月报');
    expect(rowsOf(read).find((row) => row.includes('青山县第一小学'))).toContain('完成前测');
    expect(rowsOf(await workbook('S02-01', '导出 月报'))).toHaveLength(2);
  });
});

test('in a group the table goes to whoever asked', async () => {
  const { said } = await workbook(PRINCIPAL, '导出 周记', { group: 'g1' });
  expect(said[0]).toBe('表格私下发给您。');
  expect(county.said.filter(({ to }) => to === 'g1').map(({ text }) => text)).toEqual(['表格私下发给您。']);
});

describe('which stretch', () => {
  test('a week, a term, one before any', async () => {
    expect((await workbook(PRINCIPAL, '导出 周记 第12周')).name).toBe('青山县第一小学教育周记（第12周）.xlsx');
    const term = await workbook(PRINCIPAL, '导出 周记 本学期');
    expect(term.name).toBe('青山县第一小学教育周记（2026年秋季学期）.xlsx');
    expect(new Set(rowsOf(term).map(([period]) => period))).toEqual(new Set(['期次', '第12周', '第13周']));
    expect(await answer(PRINCIPAL, '导出 周记 第3周')).toBe('教育周记还没有第3周的名册。');
    expect(await answer(PRINCIPAL, '导出 周记 上学期')).toBe('教育周记还没有2026年春季学期的名册。');
  });

  test('of what nobody owes, what has come this term; nothing where none has', async () => {
    expect(await answer(COORDINATOR, '导出 困惑')).toBe('全县教学问题入库（2026年秋季学期）还没有可以导出的。');
  });
});

describe('总表', () => {
  test('numbers of every school, for whoever sees numbers', async () => {
    const book = await workbook(COORDINATOR, '导出 周记 总表');
    expect(book.name).toBe('全县教育周记（2026年秋季学期）总表.xlsx');
    expect(rowsOf(book).at(-1)?.[0]).toBe('全县合计');
    expect(rowsOf(book).find((row) => row[1] === '青山县第一小学')).toContain('1/45');
    const cluster = await workbook(CLUSTER_LEAD, '导出 周记 总表 片区');
    expect(rowsOf(cluster).at(-1)?.[0]).toMatch(/片区合计$/);
    expect(JSON.stringify(cluster.sheets)).not.toContain(personOf(WRITER)?.name);
  });

  test('not by subject, and not of what has no periods', async () => {
    expect(await answer(HEAD, '导出 周记 总表')).toMatch(/^总表按学校算/);
    expect(await answer(COORDINATOR, '导出 困惑 总表')).toBe('教学问题入库没有应交的期次，做不成总表。');
  });
});

test('more than can be written while somebody waits is refused, with what to do', async () => {
  const [speaker, school] = await Promise.all([
    county.models.people.byId(PersonId.parse(PRINCIPAL)),
    county.models.schools.byCode(SchoolCode.parse('S01')),
  ]);
  if (!speaker || !school) throw new Error('not in the roster');
  const { catalogue, calendar } = county.models;
  const asked = {
    event: { key: 'k', chat: { platform: TESTING, id: 'p', kind: 'private' as const }, text: '', attachments: [] },
    args: '周记',
    now: county.now(),
    today: calendar.dayOf(county.now()),
    speaker,
    school,
    rights: rightsOf(speaker, catalogue.posts),
  };
  expect((await exportUpTo(45, asked, county.models)).map(({ file }) => file?.name)).toEqual([
    undefined,
    '青山县第一小学教育周记（第13周）.xlsx',
  ]);
  expect(await exportUpTo(44, asked, county.models)).toEqual([
    { to: 'here', text: expect.stringMatching(/^青山县第一小学教育周记（第13周）超过44行，聊天里发不了。/) },
  ]);
});

test('what a task is about is for whoever sees whose it is', async () => {
  expect(await answer(PRINCIPAL, `交办 ${personOf(WRITER)?.name} 到 12月5日 核对各班课表`)).toContain('核对各班课表');
  await answer(PRINCIPAL, `交办 ${personOf(WRITER)?.name} 到 12月6日 整理档案柜`);
  const own = await workbook(PRINCIPAL, '导出 办结');
  expect(JSON.stringify(rowsOf(own))).toContain('核对各班课表');
  expect(own.name).not.toContain('课表');
  const numbers = await answer(RESEARCHER, '导出 办结 第一小学');
  expect(numbers).toContain('您看得到数字');
  expect(numbers).not.toMatch(/课表|档案柜/);
  expect(JSON.stringify((await workbook(RESEARCHER, '导出 办结 第一小学 总表')).sheets)).not.toMatch(/课表|档案柜/);
});

test('no duty, or none of that name', async () => {
  expect(await answer(PRINCIPAL, '导出')).toMatch(/^请写明要哪项任务的表格，例如：导出 /);
  expect(await answer(PRINCIPAL, '导出 周计')).toContain('周记');
  // A courtesy behind it is neither duty nor place.
  for (const words of ['导出 周记 谢谢', '导出 周记，多谢您！'])
    expect(await answer(PRINCIPAL, words)).toMatch(/^青山县第一小学教育周记（第13周）的表格，45行/);
  expect(await answer(RESEARCHER, '名单 周记 未交 谢谢')).toBe(await answer(RESEARCHER, '名单 周记 未交'));
  expect(await answer(RESEARCHER, '全县 谢谢！')).toBe(await answer(RESEARCHER, '全县'));
  expect(await answer(RESEARCHER, '名单 周记 未交 谢老师')).toContain('谢老师');
});
