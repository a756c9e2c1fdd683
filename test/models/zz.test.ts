import { join } from 'node:path';
import { test } from '@jest/globals';
import { backup, restore } from '../../models/backup.js';
import { silent } from '../../models/log.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';
const folder = temporaryFolders();
const { connection } = testDatabase();
test('t', async () => {
  const other = connection.useDb('zz_other');
  const big = (mb: number) => ({ bytes: Buffer.alloc(mb * 1024 * 1024, 'x') });
  let t = performance.now(); const lap = (n: string) => { process.stderr.write(`${n} ${Math.round(performance.now()-t)}\n`); t = performance.now(); };
  const d = [big(15), big(6), big(6), big(0)]; lap('alloc');
  await connection.collection('big').insertMany(d); lap('insert');
  const dir = join(folder(), 'copy');
  await backup(connection, dir, { now: new Date() }); lap('backup');
  await restore(other, dir, { log: silent }); lap('restore');
  await other.collection('big').deleteMany({}); lap('delete');
}, 60000);
