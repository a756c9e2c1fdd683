import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue, packagedDir } from '../../config/load.js';
import type { Catalogue } from '../../models/duty.js';
import { mainJobFolder } from './main-job.js';

const LOAD = {
  whole: () => loadCatalogue(packagedDir('catalogue')),
  'main-job': () => loadCatalogue(mainJobFolder()),
};

const fileOf = (name: keyof typeof LOAD): string => join(mainJobFolder(), `${name}.json`);

/**
 * Reads and checks both catalogues once for a run of the tests: each test file by itself needed half a second for it.
 */
export function writeCatalogues(): void {
  for (const name of ['whole', 'main-job'] as const) writeFileSync(fileOf(name), JSON.stringify(LOAD[name]()));
  process.env['CATALOGUES'] = 'written';
}

const catalogue = (name: keyof typeof LOAD): Catalogue =>
  process.env['CATALOGUES'] ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Catalogue) : LOAD[name]();

/** All duties of the packaged catalogue. */
export const wholeCatalogue = (): Catalogue => catalogue('whole');

/** The two duties the main job stands on. */
export const mainJob = (): Catalogue => catalogue('main-job');
