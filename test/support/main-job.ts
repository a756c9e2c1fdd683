import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packagedDir } from '../../config/load.js';

/** The duties the main job stands on: one of every teaching person, weekly, and one of every school, monthly. */
const ROWS = ['A1', 'B20'];
const SHARED = ['posts.yaml', 'profiles.yaml', 'digests.yaml'];
/** Programmes of training serve duties that are cut away. */
const LEFT_OUT = ['trainings.yaml'];

interface Written {
  row: string;
  form: { fields: { prefill?: { duty?: string } }[] };
  [key: string]: unknown;
}

let folder: string | undefined;

/**
 * A folder with the packaged catalogue cut down to two duties, so that a story is short; made once a run of the tests
 * (`global-setup.ts`), elsewhere once a process.
 */
export function mainJobFolder(): string {
  folder ??= process.env['MAIN_JOB_FOLDER'] ?? cutDown();
  return folder;
}

function cutDown(): string {
  const from = packagedDir('catalogue');
  const dir = mkdtempSync(join(tmpdir(), 'jiaoyan-main-job-'));
  for (const name of SHARED) copyFileSync(join(from, name), join(dir, name));
  withoutRecords(join(dir, 'digests.yaml'));
  const all = readdirSync(from)
    .filter((name) => ![...SHARED, ...LEFT_OUT].includes(name))
    .flatMap((name) => (parse(readFileSync(join(from, name), 'utf8')) as { duties: Written[] }).duties);
  const duties = all.filter(({ row }) => ROWS.includes(row));
  const keys = duties.map(({ key }) => key);
  for (const duty of duties) {
    for (const rule of ['counts', 'becomes', 'oneText', 'review']) delete duty[rule];
    for (const field of duty.form.fields)
      if (field.prefill?.duty && !keys.includes(field.prefill.duty)) delete field.prefill;
  }
  writeFileSync(join(dir, 'duties.yaml'), stringify({ chapter: '教研', duties }));
  return dir;
}

/** Takes out the digests that count records: their duties are cut away. */
function withoutRecords(file: string): void {
  const { digests, ...rest } = parse(readFileSync(file, 'utf8')) as { digests: { sections: unknown[] }[] };
  const kept = digests.filter(({ sections }) => !JSON.stringify(sections).includes('records'));
  writeFileSync(file, stringify({ digests: kept, ...rest }));
}
