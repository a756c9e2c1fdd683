import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LegalHoliday } from 'tyme4ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { type Calendar, calendarGaps, createCalendar, HolidayYear } from '../../models/calendar.js';
import { eachDay, weekday } from '../../models/day.js';
import { Day, SchoolCode } from '../../models/ids.js';
import { copyOf } from './folder.js';

const load = (dir: string) => loadCalendar(dir, 'Asia/Shanghai');
const day = (text: string): Day => Day.parse(text);

/** The library's data, not its functions: those count wrongly where the machine's clock is west of Greenwich. */
const CHINESE_DAYS = z
  .object({ holidays: z.record(z.string(), z.string()), workdays: z.record(z.string(), z.string()) })
  .parse(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json'));

/** A calendar whose term is the whole year, so that every day of the list can be asked for. */
const schooldaysAllYear = (list: HolidayYear): Calendar =>
  createCalendar(
    {
      holidays: [list],
      terms: [
        { key: `${list.year}-all`, name: '全年', from: day(`${list.year}-01-01`), to: day(`${list.year}-12-31`) },
      ],
      closures: [],
      makeUp: [],
    },
    'Asia/Shanghai',
  );

describe('the calendar that comes with the program', () => {
  const dir = packagedDir('calendar');
  const packaged = load(dir);

  test('covers the announced years and no other', () => {
    expect([2023, 2024, 2025, 2026, 2027].filter((year) => packaged.covers(year))).toEqual([2024, 2025, 2026]);
  });

  test('tells the operator of 2027 from November 2026 on', () => {
    expect(calendarGaps(packaged, new Date('2026-10-31T15:59:00Z'))).toEqual([]);
    expect(calendarGaps(packaged, new Date('2026-10-31T16:00:00Z'))).toEqual([2027]);
  });

  test('has the terms of two school years', () => {
    expect(packaged.terms.map(({ key }) => key)).toEqual(['2025-autumn', '2026-spring', '2026-autumn', '2027-spring']);
  });

  describe.each(readdirSync(join(dir, 'holidays')))('%s, day by day', (name) => {
    const list = HolidayYear.parse(parse(readFileSync(join(dir, 'holidays', name), 'utf8')));
    const days = eachDay(day(`${list.year}-01-01`), day(`${list.year}-12-31`));
    const ours = schooldaysAllYear(list);

    test('is what chinese-days says', () => {
      const theirs = days.filter(
        (each) => CHINESE_DAYS.workdays[each] ?? (weekday(each) <= 5 && !CHINESE_DAYS.holidays[each]),
      );
      expect(days.filter((each) => ours.kindOf(each) === 'school')).toEqual(theirs);
    });

    test('is what tyme4ts says', () => {
      const theirs = days.filter((each) => {
        const [year = 0, month = 0, date = 0] = each.split('-').map(Number);
        return LegalHoliday.fromYmd(year, month, date)?.isWork() ?? weekday(each) <= 5;
      });
      expect(days.filter((each) => ours.kindOf(each) === 'school')).toEqual(theirs);
    });

    test('says where it was read', () => {
      expect(list.source).toMatch(/^https:\/\/www\.gov\.cn\/|国办发明电/);
    });
  });
});

test('another county: another term, its own closures and make-up days', () => {
  const calendar = load(copyOf('calendar').dir);
  const mountain = { school: SchoolCode.parse('S1'), cluster: '山区片' };
  expect(calendar.weekOf(day('2026-09-01'))).toMatchObject({ number: 2, term: { key: '2026-summer' } });
  expect(calendar.kindOf(day('2026-09-10'))).toBe('off');
  expect(calendar.kindOf(day('2026-11-05'))).toBe('school');
  expect(calendar.kindOf(day('2026-11-05'), mountain)).toBe('off');
  expect(calendar.kindOf(day('2026-11-14'), mountain)).toBe('school');
});

test('a county without closures needs no file of them', () => {
  const folder = copyOf('calendar');
  folder.remove('closures.yaml');
  expect(load(folder.dir).kindOf(day('2026-09-10'))).toBe('school');
});

describe('a broken calendar: every problem with file, place, entry, field and mend', () => {
  const cases: [string, (folder: ReturnType<typeof copyOf>) => void, string[]][] = [
    [
      'days that do not exist, ends before their beginnings',
      (folder) => {
        folder.change('terms.yaml', 'from: 2026-08-24', 'from: 2026-02-30');
        folder.change('closures.yaml', 'to: 2026-11-06', 'to: 2026-11-01');
        folder.change('holidays/2026.yaml', 'to: 2026-05-05', 'to: 2026-04-05');
      },
      [
        'closures.yaml:3:29 停课「暴雪停课」 字段 to：写的是 2026-11-01；应当不早于 from（2026-11-05）',
        'holidays/2026.yaml:8:40 节假日 字段 off.第4项.to：写的是 2026-04-05；应当不早于 from（2026-05-01）',
        'terms.yaml:2:48 学期「2026-summer」 字段 from：写的是 2026-02-30；应当是真有的日子，写成 YYYY-MM-DD，例如 2026-09-01',
      ],
    ],
    [
      'terms that overlap, share a key, or have one nobody can sort by',
      (folder) => {
        folder.write(
          'terms.yaml',
          `terms:
  - { key: 2026-autumn, name: 秋, from: 2026-09-01, to: 2027-01-22 }
  - { key: 2026-autumn, name: 又一个秋, from: 2027-01-20, to: 2027-01-31 }
  - { key: 秋季, name: 秋, from: 2027-09-01, to: 2028-01-20 }
`,
        );
        folder.remove('closures.yaml');
      },
      [
        'terms.yaml:3:12 学期「2026-autumn」 字段 key：写的是 2026-autumn；学期「2026-autumn」（terms.yaml:2:5）已经用了，请换一个',
        'terms.yaml:3:43 学期「2026-autumn」 字段 from：写的是 2027-01-20；与学期「2026-autumn」（2026-09-01 至 2027-01-22）有重叠，请改开',
        'terms.yaml:4:12 学期「秋季」 字段 key：写的是 秋季；要写成“年份-英文小写”，例如 2026-autumn',
      ],
    ],
    [
      'a make-up day in the holidays, a closure without a reason',
      (folder) => {
        folder.change('closures.yaml', 'day: 2026-11-14', 'day: 2026-12-12');
        folder.change('closures.yaml', ', reason: 教师节', '');
      },
      [
        'closures.yaml:2:5 停课「第1项」 字段 reason：没有写；应当是文字',
        'closures.yaml:5:12 补课「补暴雪停的课」 字段 day：写的是 2026-12-12；不在任何学期里，不会算作上学日；请改日子或学期',
      ],
    ],
    [
      'a list of holidays copied wrongly',
      (folder) => {
        folder.change('holidays/2026.yaml', '- 2026-01-04', '- 2026-01-05');
        folder.change('holidays/2026.yaml', '- 2026-02-28', '- 2027-02-28');
        folder.change('holidays/2026.yaml', '- 2026-10-10', '- 2026-10-03');
      },
      [
        'holidays/2026.yaml:13:5 节假日 字段 work.第1项：写的是 2026-01-05；不是周末，本来就上学；请对照通知',
        'holidays/2026.yaml:15:5 节假日 字段 work.第3项：写的是 2027-02-28；应当是2026年的日子',
        'holidays/2026.yaml:18:5 节假日 字段 work.第6项：写的是 2026-10-03；又是放假又是上学；请对照通知',
      ],
    ],
    [
      'a list in the file of another year',
      (folder) => folder.change('holidays/2026.yaml', 'year: 2026', 'year: 2025'),
      ['holidays/2026.yaml:2:7 节假日 字段 year：写的是 2025；应当与文件名一致，一年一个文件'],
    ],
    [
      'no terms, and a file nobody reads',
      (folder) => {
        folder.write('terms.yaml', 'terms: []\n');
        folder.write('snow.yaml', 'closures: []\n');
      },
      [
        'snow.yaml 校历里没有这样的文件；只有 terms.yaml 和 closures.yaml',
        'terms.yaml 没有一个学期；请在 terms: 下写上',
      ],
    ],
    ['no file of terms', (folder) => folder.remove('terms.yaml'), ['terms.yaml 没有这个文件；请照自带的校历补上']],
  ];

  test.each(cases)('%s', (_, spoil, expected) => {
    const folder = copyOf('calendar');
    spoil(folder);
    expect(folder.problems(load)).toEqual(expected);
  });
});

test('the New Year of the next year may begin in December', () => {
  const folder = copyOf('calendar');
  folder.write(
    'holidays/2027.yaml',
    `year: 2027
source: 编的，只用于测试
off: [{ name: 元旦, from: 2026-12-11, to: 2027-01-03 }]
work: [2026-12-06]
`,
  );
  const calendar = load(folder.dir);
  expect([calendar.kindOf(day('2026-12-06')), calendar.kindOf(day('2026-12-11'))]).toEqual(['school', 'off']);
});
