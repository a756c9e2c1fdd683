import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesUnder } from '../support/modules.js';
import { sources } from '../support/sources.js';

const text = (file: string): string => readFileSync(join(sources, file), 'utf8');

/** The names in the first column of the section's table. */
function inTable(section: string): string[] {
  const [, rest = ''] = text('docs/architecture.md').split(`\n## ${section}\n`);
  const [table = ''] = rest.split('\n## ');
  const firsts = table.split('\n').map((line) => /^\| ([^|]+) \|/u.exec(line)?.[1] ?? '');
  return firsts.flatMap((first) => [...first.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name));
}

/** As its schema names it. */
const COLLECTION = /\bcollection: '(\w+)'/gu;

test('the table of collections names every one that a schema keeps', () => {
  const files = filesUnder(sources, ['models', 'bots']).filter((file) => file.endsWith('.ts'));
  const kept = files.flatMap((file) => [...text(file).matchAll(COLLECTION)].map(([, name = '']) => name));
  const told = inTable('Collections');
  expect(kept.length).toBeGreaterThan(25);
  expect(kept.filter((name) => !told.includes(name))).toEqual([]);
});
