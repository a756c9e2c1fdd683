import type { Env } from '../config/env.js';
import type { Log } from '../models/log.js';

/** What went wrong in a way the person at the terminal can mend: told in a sentence, without a stack. */
export class UsageProblem extends Error {
  override name = 'UsageProblem';
}

/** What the command line gave, after the command's own word. */
export interface Given {
  args: string[];
  options: Record<string, string | boolean | undefined>;
}

export interface Terminal {
  env: Env;
  log: Log;
  /** A line on stdout. */
  say(line: string): void;
  /** A line on stderr. */
  complain(line: string): void;
}

/** An operator's command. Answers the exit code: 0 done, 1 failed, 2 bad usage or bad input. */
export interface Command {
  /** How it is called, e.g. `import-roster 花名册.xlsx [--dry-run]`. */
  usage: string;
  /** What it does, in a sentence, and what to know before. */
  help: string;
  options?: Record<string, { type: 'string' | 'boolean' }>;
  run(given: Given, terminal: Terminal): Promise<number>;
}

/** The one argument a command needs. */
export function only(args: string[], what: string): string {
  const [first, ...more] = args;
  if (!first) throw new UsageProblem(`缺少${what}。`);
  if (more.length > 0) throw new UsageProblem(`多出了「${more.join(' ')}」，这个命令只要一个${what}。`);
  return first;
}

/** Refuses words that the command would not look at: whoever wrote them meant something by them. */
export function nothingMore({ args }: Given): void {
  if (args.length > 0) throw new UsageProblem(`多出了「${args.join(' ')}」，请看下面的用法。`);
}

export function textOption({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function mustHave(given: Given, name: string, example: string): string {
  const value = textOption(given, name);
  if (!value) throw new UsageProblem(`缺少 --${name}，例如 --${name} ${example}。`);
  return value;
}
