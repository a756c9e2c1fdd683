import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { buildIndexes } from '../../models/db.js';

/**
 * A real database for one test file: opened before its tests, emptied before each (documents only: the engine keeps
 * the file of every dropped collection until it is restarted), closed after them. Call it at the top of the file, and
 * make repositories from its connection there, too: their indexes are built before the first test.
 */
export function testDatabase(): { connection: Connection } {
  const connection = mongoose.createConnection();

  beforeAll(async () => {
    const uri = process.env['MONGODB_URI_TEST'];
    if (!uri) throw new Error('MONGODB_URI_TEST is not set: is globalSetup on?');
    await connection.openUri(uri, {
      dbName: `t_${process.env['JEST_WORKER_ID'] ?? '1'}`,
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 10,
    });
    await buildIndexes(connection);
  });

  beforeEach(() => emptyAll(connection));

  afterAll(() => connection.close());

  return { connection };
}

async function emptyAll(connection: Connection): Promise<void> {
  const found = await connection.listCollections();
  const names = found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  await Promise.all(names.map((name) => connection.collection(name).deleteMany({})));
}
