import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from 'yaml';

export type Path = readonly PropertyKey[];

/** A place in a file, counted from 1. */
export interface Spot {
  file: string;
  line: number;
  col: number;
}

/** A YAML file that can say where, and how, each of its values was written. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Where the value stands; where there is none, the nearest thing around it. */
  spot(path: Path): Spot;
  /** Where the name of a field stands. */
  spotOfKey(path: Path, key: string): Spot;
  /** The value as it was written, shortened; undefined when there is none. */
  written(path: Path): string | undefined;
}

export interface SyntaxProblem {
  spot: Spot;
  text: string;
}

const LONGEST_QUOTE = 40;

/** Reads one file. Where the syntax is broken there is no value, only what is wrong. */
export function readYamlFile(path: string): { file: YamlFile; problems: SyntaxProblem[] } {
  const text = textOf(path);
  const lineCounter = new LineCounter();
  const doc = parseDocument(text ?? '', { lineCounter, uniqueKeys: true, prettyErrors: false });
  const { value, problems } = text === undefined ? UNREADABLE : valueOf(doc);

  const at = (offset: number): Spot => {
    const { line, col } = lineCounter.linePos(offset);
    return { file: path, line: Math.max(line, 1), col: Math.max(col, 1) };
  };
  return {
    file: { path, value, ...finder(text ?? '', doc, at) },
    problems: problems.map(({ offset, text: what }) => ({ spot: at(offset), text: what })),
  };
}

function finder(
  text: string,
  doc: Document.Parsed,
  at: (offset: number) => Spot,
): Pick<YamlFile, 'spot' | 'spotOfKey' | 'written'> {
  const rangeAt = (path: Path) => rangeOf(doc.getIn(path, true));
  const spot = (path: Path): Spot => {
    const range = rangeAt(path);
    if (range) return at(range.from);
    return path.length === 0 ? at(0) : spot(path.slice(0, -1));
  };
  return {
    spot,
    spotOfKey: (path, key) => {
      const map = doc.getIn(path, true);
      const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
      const range = rangeOf(pair?.key);
      return range ? at(range.from) : spot(path);
    },
    written: (path) => {
      const node = doc.getIn(path, true);
      const range = rangeOf(node);
      if (!range) return undefined;
      const source = text.slice(range.from, range.to).trim();
      if (isSeq(node) && source.includes('\n')) return `${node.items.length} 项`;
      const line = source.replaceAll(/\s+/g, ' ');
      return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
    },
  };
}

function rangeOf(node: unknown): { from: number; to: number } | undefined {
  if (!isNode(node) || !node.range) return undefined;
  return { from: node.range[0], to: node.range[1] };
}

const UNREADABLE = {
  value: undefined,
  problems: [{ offset: 0, text: '读不了这个文件；请检查读取权限，并存成 UTF-8 编码' }],
};

/** Undefined when it cannot be opened or is not UTF-8; Windows editors like to save Chinese as GBK. */
function textOf(path: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

function valueOf(doc: Document.Parsed): { value: unknown; problems: { offset: number; text: string }[] } {
  if (doc.errors.length > 0) {
    return {
      value: undefined,
      problems: doc.errors.map((error) => ({ offset: error.pos[0], text: syntaxText(error) })),
    };
  }
  try {
    return { value: doc.toJS(), problems: [] };
  } catch {
    // Only a reference (*name) that leads nowhere, or too often, gets as far as here.
    return { value: undefined, problems: [{ offset: 0, text: '有以 * 开头的值；请加上引号' }] };
  }
}

function syntaxText({ code }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return '同一个字段写了两次；请只留一个';
  if (code === 'TAB_AS_INDENT') return '缩进里有制表符；请改用空格';
  return `YAML 写法不通（${code}）；请看这一行前后的缩进、冒号和引号`;
}
