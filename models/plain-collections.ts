import type mongoose from 'mongoose';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import { BackupProblem } from './backup-files.js';

const Listed = z.object({
  name: z.string(),
  type: z.string().default('collection'),
  options: z.record(z.string(), z.unknown()).default({}),
});
export type PlainCollection = z.infer<typeof Listed>;

/**
 * What a backup holds of a database, by name. Views hold nothing of their own; other kinds of collection this program
 * never makes, and leaving them out in silence would not be a backup: rejects with `BackupProblem`.
 */
export async function collectionsOf(connection: Connection): Promise<PlainCollection[]> {
  const listed = await openDb(connection).listCollections({}, { nameOnly: false }).toArray();
  const found = listed.map((info) => Listed.parse(info)).filter(({ name }) => !name.startsWith('system.'));
  const strange = found.filter(({ type }) => type !== 'collection' && type !== 'view');
  if (strange.length > 0) throw new BackupProblem(`不会备份这种集合：${strange.map(({ name }) => name).join('、')}`);
  return found
    .filter(({ type }) => type === 'collection')
    .toSorted((a, b) => (inOrder(a.name) < inOrder(b.name) ? -1 : 1));
}

/** By name; pieces of files come after what says that a file is whole, so that a copy taken meanwhile has all of them. */
const inOrder = (name: string): string => name.replace(/\.chunks$/, '.files\u0000');

export function openDb(connection: Connection): mongoose.mongo.Db {
  if (!connection.db) throw new Error('the connection is not open');
  return connection.db;
}
