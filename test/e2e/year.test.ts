import { expect, test } from '@jest/globals';
import { mainJob } from '../support/catalogues.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';
import { liveThrough } from '../support/year/live.js';
import { livesOf } from '../support/year/lives.js';

/** The short run of bench/year.ts: a small county from before the National Day until after the snow, two duties. */
const { connection } = testDatabase();
const folder = temporaryFolders();

test('six weeks of a made-up county: nobody hears what is not for them, nobody is forgotten, the ledger is right', async () => {
  const lives = livesOf(6, 80, 7);
  const { figures, faults, wrong, journals } = await liveThrough({
    connection,
    lives,
    catalogue: mainJob(),
    from: '2025-09-22',
    to: '2025-11-02',
    folder: folder(),
  });
  expect({ faults, wrong }).toEqual({ faults: [], wrong: [] });
  expect(journals).toBeGreaterThan(150);
  expect(figures.remindedJournals).toBeGreaterThan(60);
  expect(figures.answeredJournals).toBeGreaterThan(30);
  expect(figures.lines).toBeGreaterThan(0);
}, 120_000);
