import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { mendOf, unfold } from './mend.js';
import { nearestName } from './nearest-name.js';
import type { Path, Spot, YamlFile } from './yaml-file.js';

/** What a problem is about: one entry of a file. `name` says it in the operator's words: 任务「周记」. */
export interface Subject {
  file: YamlFile;
  path: Path;
  name: string;
}

/** Collects everything that is wrong with a folder of files, to be told all at once. */
export class Problems {
  readonly #heading: string;
  readonly #found: { spot: Spot; text: string }[] = [];

  constructor(heading: string) {
    this.#heading = heading;
  }

  add(spot: Spot, text: string): void {
    this.#found.push({ spot, text });
  }

  /** About a file or folder as a whole, which may not even be there. */
  file(path: string, text: string): void {
    this.add({ file: path, line: 0, col: 0 }, text);
  }

  /** A field that says something it should not; `mend` is the second half of the sentence. */
  field(subject: Subject, field: Path, mend: string): void {
    const path = [...subject.path, ...field];
    const written = subject.file.written(path);
    const what = written ? `写的是 ${written}` : '没有写';
    this.add(subject.file.spot(path), `${headOf(subject, field)}：${what}；${mend}`);
  }

  /** What a schema found. `known`: names of fields, to suggest one for a name that is none. */
  issues(subject: Subject, { issues }: z.ZodError, known: readonly string[]): void {
    for (const issue of issues.flatMap(unfold)) {
      if (issue.code !== 'unrecognized_keys') {
        this.field(subject, issue.path, mendOf(issue));
        continue;
      }
      for (const key of issue.keys) this.#unknownField(subject, issue.path, key, known);
    }
  }

  #unknownField(subject: Subject, path: Path, key: string, known: readonly string[]): void {
    const nearest = nearestName(key, known);
    const spot = subject.file.spotOfKey([...subject.path, ...path], key);
    const text = known.includes(key)
      ? '这里不能写这个字段；请删去'
      : `没有这个字段；${nearest ? `是不是 ${nearest}？` : '请删去'}`;
    this.add(spot, `${headOf(subject, [...path, key])}：${text}`);
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** All of them in one error, in the order of the files. */
  toError(): ConfigError {
    const inOrder = this.#found.toSorted(
      ({ spot: a }, { spot: b }) => compare(a.file, b.file) || a.line - b.line || a.col - b.col,
    );
    return new ConfigError(
      this.#heading,
      inOrder.map(({ spot, text }) => `${placeText(spot)} ${text}`),
    );
  }
}

/** 02-jiaoyan.yaml:4:20; only the path where the whole file is meant. */
export const placeText = ({ file, line, col }: Spot): string => (line === 0 ? file : `${file}:${line}:${col}`);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const headOf = ({ name }: Subject, field: Path): string =>
  [name, field.length > 0 ? `字段 ${field.map(step).join('.')}` : ''].filter(Boolean).join(' ');

const step = (key: PropertyKey): string => (typeof key === 'number' ? `第${key + 1}项` : String(key));
