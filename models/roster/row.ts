import { z } from 'zod';
import type { Post } from '../duty.js';
import { Day, PersonId, SchoolCode } from '../ids.js';
import { tidyName } from '../person.js';
import type { RosterPerson, RosterSchool } from './roster.js';

/** What stands in the post column of whoever holds none, unless the county has a post of that name. */
const NO_POST = ['', '无', '教师', '-', '—'];
const MOST_NAME = 40;

const filled = (what: string, most = MOST_NAME) =>
  z.string().min(1, `「${what}」没有填`).max(most, `「${what}」超过了 ${most} 个字`);

const yesNo = (what: string) =>
  filled(what).transform((text, context) => {
    if (text === '是' || text === '否') return text === '是';
    context.addIssue(`「${what}」只能填「是」或「否」，现在是「${text}」`);
    return z.NEVER;
  });

const list = z.string().transform((text) => [...new Set(text.split(/[、,;/\s]+/u).filter((each) => each !== ''))]);

const id = (what: string) =>
  filled(what)
    .refine((text) => !/^\d{17}[\dXx]$/u.test(text), `「${what}」看着像身份证号，请改用工号`)
    .refine((text) => !/\s/u.test(text), `「${what}」中间有空格`);

export const SchoolRow = z
  .object({
    编码: id('编码').pipe(SchoolCode),
    名称: filled('名称'),
    学段: filled('学段'),
    片区: filled('片区'),
    农村: yesNo('农村'),
  })
  .transform(
    (row): RosterSchool => ({
      code: row.编码,
      name: row.名称,
      stage: row.学段,
      cluster: row.片区,
      rural: row.农村,
    }),
  );

const Mobile = z
  .string()
  .transform((text) => text.replace(/[\s-]/gu, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/u, ''))
  .refine((text) => text === '' || /^1[3-9]\d{9}$/u.test(text), '「手机号」不是 11 位的手机号');

const DAY_MS = 24 * 3600 * 1000;
/** Day 0 of the sheets' own count, as which a date arrives whose cell is not marked as one. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** A day as people write it: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日; or as a sheet counts it. */
const Arrival = z
  .string()
  .default('')
  .transform((text, context): Day | undefined => {
    if (text === '') return undefined;
    if (/^[2-6]\d{4}$/u.test(text))
      return Day.parse(new Date(DAY_ZERO + Number(text) * DAY_MS).toISOString().slice(0, 10));
    const [, year, month = '', date = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? [];
    const day = Day.safeParse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
    if (day.success) return day.data;
    context.addIssue(`「到岗日期」要写成 2026-09-01 这样，现在是「${text}」`);
    return z.NEVER;
  });

/** The rows of the people's sheet, against the county's posts and the schools of the same workbook. */
export function personRow(
  posts: readonly Post[],
  schools: ReadonlySet<string> | undefined,
  codeOf: ReadonlyMap<string, string>,
) {
  const keys = new Map(
    posts.flatMap(({ key, name, aliases }) => [name, ...aliases].map((each) => [each.normalize('NFKC'), key] as const)),
  );
  const Posts = list.transform((names, context) => {
    const held = names.filter((name) => keys.has(name) || !NO_POST.includes(name));
    const unknown = held.filter((name) => !keys.has(name));
    for (const name of unknown)
      context.addIssue(`没有「${name}」这个职务，可用的有：${posts.map((post) => post.name).join('、')}`);
    return [...new Set(held.flatMap((name) => keys.get(name) ?? []))];
  });
  const School = filled('学校编码')
    .refine((code) => code === '' || !schools || schools.has(code), {
      error: ({ input }) => `「学校」表里没有编码「${String(input)}」`,
    })
    .pipe(SchoolCode);

  const Charge = list.transform((names, context) => {
    const unknown = schools ? names.filter((name) => !codeOf.has(name)) : [];
    for (const name of unknown) context.addIssue(`「学校」表里没有编码或名称是「${name}」的学校`);
    return [...new Set(names.map((name) => SchoolCode.parse(codeOf.get(name) ?? name)))];
  });

  return z
    .object({
      编号: id('编号').pipe(PersonId),
      姓名: filled('姓名').transform(tidyName),
      学校编码: School,
      职务: Posts,
      学科: list,
      年级: list.optional(),
      下学期年级: list.optional(),
      职称: z.string().max(MOST_NAME, `「职称」超过了 ${MOST_NAME} 个字`).optional(),
      部门: z.string().max(MOST_NAME, `「部门」超过了 ${MOST_NAME} 个字`).optional(),
      负责学校: Charge.optional(),
      手机号: Mobile,
      教学人员: yesNo('教学人员'),
      到岗日期: Arrival,
    })
    .transform(
      (row): RosterPerson => ({
        id: row.编号,
        name: row.姓名,
        school: row.学校编码,
        posts: row.职务,
        subjects: row.学科,
        ...(row.年级 && { grades: row.年级 }),
        ...(row.下学期年级 && { nextGrades: row.下学期年级 }),
        ...(row.职称 !== undefined && { title: row.职称 }),
        ...(row.部门 !== undefined && { department: row.部门 }),
        ...(row.负责学校 && { charge: row.负责学校 }),
        ...(row.手机号 !== '' && { mobile: row.手机号 }),
        teaching: row.教学人员,
        ...(row.到岗日期 && { arrival: row.到岗日期 }),
      }),
    );
}
