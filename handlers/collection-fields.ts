import { remark } from '../config/texts/collection.js';
import * as texts from '../config/texts/collection-host.js';
import type { RosterColumn } from '../models/collection.js';
import { Field } from '../models/field.js';
import { MOST_ALONG } from './forms/attachments.js';
import { bare, halfWidth } from './forms/field.js';

/** What the roster has of everybody, by what people call it. Name, school and number stand in every list as well. */
const ON_ROSTER: [RegExp, RosterColumn | 'always'][] = [
  [/^(?:教师|老师)?(?:姓名|名字)$|^(?:所在)?(?:学校|单位)(?:名称)?$|^(?:教师|老师)?(?:工号|编号)$/, 'always'],
  [/^学段$/, 'stage'],
  [/^(?:所在)?片区$/, 'cluster'],
  [/^(?:任教|所教)?(?:学科|科目)$/, 'subjects'],
  [/^(?:任教|所教)?年级$/, 'grades'],
  [/^(?:担任)?职务$/, 'posts'],
  [/^(?:手机|电话|联系电话|联系方式)(?:号码?)?$/, 'mobile'],
];

/** Longer a label is a sentence, and an option no button. */
const MOST_LETTERS = 20;
const MOST_FIELDS = 8;
const MOST_OPTIONS = 20;
const NOTE = /[（(]([^（）()]*)[)）]\s*$/;

/** What is asked, as the lines say it; what of that is known already; and what is to be mended. */
export interface ReadFields {
  fields: Field[];
  known: RosterColumn[];
  /** The labels that are not asked. */
  notAsked: string[];
  problems: string[];
}

/**
 * Reads what a collection asks, a line each: 项目：荤、素（选一个） · 本数：数字（本） · 日期：日期 · 备注：文字（选填). With no
 * line at all whoever answers is counted, with a word if they like.
 */
export function readFieldLines(lines: readonly { label: string; value: string }[]): ReadFields {
  const read: ReadFields = { fields: [], known: [], notAsked: [], problems: [] };
  for (const { label, value } of lines) {
    const column = ON_ROSTER.find(([pattern]) => pattern.test(bare(label)))?.[1];
    if (column) {
      read.notAsked.push(label);
      if (column !== 'always' && !read.known.includes(column)) read.known.push(column);
      continue;
    }
    const key = `f${read.fields.length + 1}`;
    const field = readField(key, label, value);
    if (typeof field === 'string') read.problems.push(field);
    else if (read.fields.some((each) => bare(each.label) === bare(label))) read.problems.push(texts.twice(label));
    else read.fields.push(field);
  }
  if (read.fields.length > MOST_FIELDS) read.problems.push(texts.tooManyFields(MOST_FIELDS));
  if (lines.length === 0) read.fields.push(Field.parse({ key: 'f1', label: remark, type: 'text', required: false }));
  return read;
}

/** One field, or a sentence on what is to be mended. */
function readField(key: string, label: string, value: string): Field | string {
  if (label.length > MOST_LETTERS) return texts.labelTooLong(label, MOST_LETTERS);
  const { rest, notes } = withoutNotes(value);
  const isOptional = notes.some((note) => /^(?:选填|可不填|可空|没有不填)$/.test(note));
  const several = notes.some((note) => /^(?:多选|可多选|选几个|可选几个|不止一个)$/.test(note));
  const isOne = notes.some((note) => /^(?:单选|选一个|选一|选1个)$/.test(note));
  const unit = notes.find((note) => /^\D{1,4}$/.test(note) && !HINTS.test(note));
  const base = { key, label, required: !isOptional };
  const kind = halfWidth(rest);
  if (/^(?:数字?|数量|人数|整数|填数字?)$/.test(kind))
    return Field.parse({ ...base, type: 'number', ...(unit && { unit }) });
  if (/^(?:日期|哪天|几号)$/.test(kind)) return Field.parse({ ...base, type: 'date' });
  if (/^(?:时间段|起止时间)$/.test(kind)) return Field.parse({ ...base, type: 'time-range' });
  if (/^(?:正文|长文字|作业内容)$/.test(kind)) return Field.parse({ ...base, type: 'long-text' });
  if (/^(?:文件|附件|文档|上传文件|交文件)$/.test(kind))
    return Field.parse({ ...base, type: 'files', most: MOST_ALONG });
  if (/^(?:图片|照片|图|截图|上传图片|拍照)$/.test(kind))
    return Field.parse({ ...base, type: 'pictures', most: MOST_ALONG });
  const options = [
    ...new Set(
      rest
        .split(/[、/，,;；|]/)
        .map((each) => each.trim())
        .filter(Boolean),
    ),
  ];
  if (options.length < 2) {
    if (isOne || several) return texts.fewOptions(label);
    const hint = /^(?:|文字|填空|填写|自填)$/.test(kind) ? undefined : rest;
    return Field.parse({ ...base, type: 'text', ...(hint && { hint }) });
  }
  if (options.length > MOST_OPTIONS || options.some((each) => each.length > MOST_LETTERS))
    return texts.badOptions(label, MOST_OPTIONS, MOST_LETTERS);
  return Field.parse({ ...base, type: several ? 'choices' : 'choice', options });
}

const HINTS = /选|填|空/;

/** 荤、素（选一个）（选填）: the words, and what stands in brackets behind them. */
function withoutNotes(value: string): { rest: string; notes: string[] } {
  const notes: string[] = [];
  let rest = value.trim();
  for (let found = NOTE.exec(rest); found; found = NOTE.exec(rest)) {
    notes.push(
      ...(found[1] ?? '')
        .split(/[，,、\s]+/)
        .map(halfWidth)
        .filter(Boolean),
    );
    rest = rest.slice(0, found.index).trim();
  }
  return { rest, notes };
}
