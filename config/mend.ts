import { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（每项以 - 开头）',
  object: '一组“字段: 值”',
};

/** What the patterns of keys mean, for people who do not read patterns. */
const PATTERNS: Record<string, string> = {
  '/^[a-z][a-z0-9-]{0,39}$/': '应当以小写字母开头，只用小写字母、数字和 -，最长 40',
  '/^[a-z][a-zA-Z0-9]{0,39}$/': '应当以小写字母开头，只用字母和数字，最长 40',
  '/^[a-z0-9-]{1,20}$/': '应当只用小写字母、数字和 -，最长 20',
  '/^[A-Z]\\d{1,2}$/': '应当是任务清单的行号，例如 B20',
};

/** The error map that goes with `mendOf`: a schema's own message is kept, and every other issue comes without one. */
export const OWN_MESSAGES_ONLY = { error: () => '' };

/**
 * What a union of several shapes complains of: where the value is one of the kind (a map, a list), the complaints of
 * the shape it comes nearest to, each with its own path; else the issue itself.
 */
export function unfold(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || ('options' in issue && issue.options)) return [issue];
  const near = issue.errors
    .filter((shape) => !shape.some(({ path, code }) => path.length === 0 && code !== 'unrecognized_keys'))
    .toSorted((a, b) => strangersIn(a) - strangersIn(b) || othersIn(a) - othersIn(b) || a.length - b.length)[0];
  if (!near) return [issue];
  return near.flatMap((each) => unfold({ ...each, path: [...issue.path, ...each.path] }));
}

/** Fields with the wrong one of some fixed words: what tells the shapes apart. */
const othersIn = (issues: readonly Issue[]): number => issues.filter(({ code }) => code === 'invalid_value').length;

const strangersIn = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);

/** What ought to stand there instead, as the second half of a sentence. Wants issues parsed with `OWN_MESSAGES_ONLY`. */
export function mendOf(issue: Issue): string {
  if (issue.message) return issue.message;
  if (issue.code === 'invalid_type') return `应当是${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_union') return mendOfUnion(issue);
  if (issue.code === 'too_small') return bound(issue.origin, 'least', issue.minimum);
  if (issue.code === 'too_big') return bound(issue.origin, 'most', issue.maximum);
  if (issue.code === 'invalid_format') return mendOfFormat(issue);
  return '请照样例改写';
}

const oneOf = (values: readonly unknown[]): string => {
  const [only] = values;
  return values.length === 1 ? `应当是 ${String(only)}` : `应当是 ${values.map(String).join('、')} 之一`;
};

function mendOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && issue.options) return oneOf(issue.options);
  const ways = issue.errors.flatMap(([first]) => (first ? [mendOf(first).replace(/^应当是\s*/, '')] : []));
  const each = [...new Set(ways)];
  return each.length === 1 ? `应当是${each[0]}` : `应当是 ${each.slice(0, -1).join('、')} 或${each.at(-1)}`;
}

function bound(origin: string, end: 'least' | 'most', limit: number | bigint): string {
  if (origin === 'string' && end === 'least' && limit === 1) return '不能是空的';
  const unit = origin === 'string' ? ' 个字' : origin === 'array' ? ' 项' : '';
  return `应当${end === 'least' ? '不少于' : '不超过'} ${limit}${unit}`;
}

function mendOfFormat(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (issue.format === 'date') return '应当是真有的日子，写成 YYYY-MM-DD，例如 2026-09-01';
  return PATTERNS[issue.pattern ?? ''] ?? `应当符合 ${issue.pattern}`;
}
