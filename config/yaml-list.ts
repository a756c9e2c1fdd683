import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { OWN_MESSAGES_ONLY } from './mend.js';
import type { Problems, Subject } from './problems.js';
import { readYamlFile, type YamlFile } from './yaml-file.js';

/** One entry of a file that a schema accepted. */
export interface Item<T> extends Subject {
  value: T;
}

/** The entries of a list: those accepted, and the keys of all, so that a bad entry is not also called missing. */
export interface List<T> {
  items: Item<T>[];
  /** Undefined when the file could not be read, so nothing can be said of what it holds. */
  declared: ReadonlySet<string> | undefined;
}

/** How an entry is named in a message, as far as it can be read, or by its place in the list (第2项). */
export type NameOf = (raw: unknown, position: string) => string;

/** Names an entry by one of its fields: 任务「周记」. */
export const named =
  (noun: string, field: string): NameOf =>
  (raw, position) =>
    `${noun}「${textAt(raw, field) ?? position}」`;

/** The YAML files of a folder, in order of their names. One with syntax problems is reported and has no value. */
export function readYamlFolder(dir: string, problems: Problems): Map<string, YamlFile> {
  const files = new Map<string, YamlFile>();
  for (const name of yamlNames(dir)) {
    const { file, problems: syntax } = readYamlFile(join(dir, name));
    for (const { spot, text } of syntax) problems.add(spot, text);
    files.set(name, file);
  }
  return files;
}

function yamlNames(dir: string): string[] {
  try {
    const names = readdirSync(dir);
    return names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  } catch {
    throw new ConfigError('配置目录打不开：', [`${dir}；请检查路径和读取权限`]);
  }
}

/** Whether there is something to look at, and nothing at its top but these fields; what is wrong is reported. */
export function holdsOnly(file: YamlFile, fields: string[], problems: Problems): boolean {
  if (file.value === undefined) return false;
  const top = z.record(z.string(), z.unknown()).safeParse(file.value);
  if (!top.success) {
    problems.file(file.path, `文件里没有内容可读；请写上 ${fields.map((field) => `${field}:`).join(' ')}`);
    return false;
  }
  const shape = Object.fromEntries(fields.map((field) => [field, z.unknown().optional()]));
  const result = z.strictObject(shape).safeParse(file.value, OWN_MESSAGES_ONLY);
  if (!result.success) problems.issues({ file, path: [], name: '' }, result.error, fields);
  return true;
}

/** The entries of the list under `key`, each accepted or reported. */
export function listIn<T>(
  file: YamlFile,
  key: string,
  schema: z.ZodType<T>,
  nameOf: NameOf,
  problems: Problems,
): List<T> {
  const list = z.looseObject({ [key]: z.array(z.unknown()).nullish() }).safeParse(file.value, OWN_MESSAGES_ONLY);
  if (!list.success) {
    problems.issues({ file, path: [], name: '' }, list.error, []);
    return { items: [], declared: undefined };
  }
  const raws = list.data[key] ?? [];
  const items = raws.flatMap((value, index) => {
    const subject = { file, path: [key, index], name: nameOf(value, `第${index + 1}项`) };
    return entryIn(subject, value, schema, problems) ?? [];
  });
  return { items, declared: new Set(raws.flatMap((raw) => textAt(raw, 'key') ?? [])) };
}

/** One entry, if the schema accepts it. */
export function entryIn<T>(
  subject: Subject,
  value: unknown,
  schema: z.ZodType<T>,
  problems: Problems,
): Item<T> | undefined {
  const result = schema.safeParse(value, OWN_MESSAGES_ONLY);
  if (result.success) return { ...subject, value: result.data };
  problems.issues(subject, result.error, fieldNames(schema));
  return undefined;
}

/** A field of something that may be anything. */
export const valueAt = (raw: unknown, key: string): unknown =>
  z.record(z.string(), z.unknown()).safeParse(raw).data?.[key];

/** A text field of something that may be anything. */
export const textAt = (raw: unknown, key: string): string | undefined =>
  z.string().min(1).safeParse(valueAt(raw, key)).data;

/** The names of all fields in a schema, however deep. */
function fieldNames(schema: z.ZodType): string[] {
  const names = new Set<string>();
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), (key, value: unknown) => {
    if (key === 'properties' && value && typeof value === 'object') {
      for (const name of Object.keys(value)) names.add(name);
    }
    return value;
  });
  return [...names];
}
