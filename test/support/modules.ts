import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Module as Parsed, parseSync } from '@swc/core';
import { z } from 'zod';

/** `static` and `dynamic` load the module when the program runs; `type` is gone by then. */
export type ImportKind = 'static' | 'dynamic' | 'type';

export interface Import {
  /** A file of this project (`models/day.ts`), or a package as it is written. */
  of: string;
  kind: ImportKind;
}

/** One source file, as its syntax tree tells it. */
export interface Module {
  file: string;
  lines: number;
  imports: Import[];
  /** Every text in it, pieces of templates included; comments are none. */
  texts: string[];
}

const CODE = /\.tsx?$/;
/** What a module is called in an import, and what the file is called. */
const SOURCE_OF: Record<string, string> = { '.js': '.ts', '.jsx': '.tsx' };

/** Files of the project below some folders, by their paths from its root. */
export function filesUnder(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
}

export const topFiles = (root: string): string[] => readdirSync(root).filter((name) => CODE.test(name));

export const linesOf = (text: string): number => text.trimEnd().split('\n').length;

export function readModules(root: string, files: readonly string[]): Module[] {
  const code = files.filter((file) => CODE.test(file));
  return code.map((file) => moduleOf(file, readFileSync(join(root, file), 'utf8'), new Set(code)));
}

/** @param known the files an import may mean: `./card.js` is card.ts, or card.tsx. */
export function moduleOf(file: string, source: string, known: ReadonlySet<string> = new Set()): Module {
  const module: Module = { file, lines: linesOf(source), imports: [], texts: [] };
  const parsed: Parsed = parseSync(source, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' });
  visit(parsed.body, (node) => note(node, module, known));
  return module;
}

const Node = z.looseObject({ type: z.string() });
type Node = z.infer<typeof Node>;
const Text = z.object({ value: z.string() });

/** Every node of a tree, from the outside in. Types are passed by: what they import is gone when the program runs. */
function visit(part: unknown, see: (node: Node) => void): void {
  if (Array.isArray(part)) for (const each of part) visit(each, see);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  if (isNode(part)) {
    if (part.type.startsWith('Ts') && !part.type.endsWith('Expression')) return;
    see(part);
  }
  for (const child of Object.values(part)) visit(child, see);
}

/** Not by a schema: there are a million of them. */
const isNode = (part: object): part is Node => 'type' in part && typeof part.type === 'string';

function note(node: Node, module: Module, known: ReadonlySet<string>): void {
  const source = Text.safeParse(node['source']);
  if (source.success) {
    const of = target(module.file, source.data.value, known);
    module.imports.push({ of, kind: node['typeOnly'] === true ? 'type' : 'static' });
  }
  if (node.type === 'CallExpression' && Node.safeParse(node['callee']).data?.type === 'Import') {
    module.imports.push({ of: target(module.file, firstArgument(node), known), kind: 'dynamic' });
  }
  if (node.type === 'StringLiteral') module.texts.push(Text.parse(node).value);
  if (node.type === 'TemplateElement') module.texts.push(String(node['cooked'] ?? node['raw']));
  if (node.type === 'JSXText') module.texts.push(Text.parse(node).value);
}

const Arguments = z
  .tuple([z.object({ expression: Text.extend({ type: z.literal('StringLiteral') }) })])
  .rest(z.unknown());

/** What `import(…)` loads; a name worked out at run time is told as such. */
const firstArgument = (node: Node): string =>
  Arguments.safeParse(node['arguments']).data?.[0].expression.value ?? '(computed)';

function target(from: string, name: string, known: ReadonlySet<string>): string {
  if (!name.startsWith('.')) return name;
  const path = join(from, '..', name);
  const source = path.replace(/\.jsx?$/, (ending) => SOURCE_OF[ending] ?? ending);
  return known.has(`${source}x`) ? `${source}x` : source;
}

/** A chain of modules that need each other before any of them can begin, if there is one. */
export function findCycle(modules: readonly Module[]): string[] | undefined {
  const needs = new Map(
    modules.map(({ file, imports }) => [file, imports.filter(({ kind }) => kind === 'static').map(({ of }) => of)]),
  );
  const done = new Set<string>();
  const follow = (file: string, way: string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of needs.get(file) ?? []) {
      const cycle = follow(next, [...way, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of needs.keys()) {
    const cycle = follow(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
