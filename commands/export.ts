import { writeFile } from 'node:fs/promises';
import { openCounty } from '../app.js';
import { momentText } from '../config/texts/format.js';
import { statusText } from '../config/texts/ledger.js';
import { findDuty } from '../handlers/words.js';
import type { Duty } from '../models/duty.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Roll } from '../models/roll.js';
import type { Values } from '../models/submission.js';
import { type CellValue, writeWorkbook } from '../models/workbook.js';
import { type Command, mustHave, only, UsageProblem } from './command.js';

export const exportDuty: Command = {
  usage: 'export DUTY --period P --out FILE.xlsx',
  help: '导出一项任务一期的应交名册和内容，例如 export 周记 --period 第9周 --out 周记.xlsx。期次可写 2026-autumn-w09、2026-10，或第9周、10月（取最近的）。',
  options: { period: { type: 'string' }, out: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    const out = mustHave(given, 'out', '周记.xlsx');
    const wanted = mustHave(given, 'period', '第9周');
    const { database, models } = await openCounty(env, log);
    try {
      const name = only(given.args, '任务');
      const { duties } = models.catalogue;
      const duty = findDuty(name, duties) ?? duties.find(({ key, row }) => key === name || row === name);
      if (!duty)
        throw new UsageProblem(`没有叫「${name}」的任务。现在有：${duties.map(({ word }) => word).join('、')}。`);
      const rolls = await rollsOf(duty, wanted, models);
      if (rolls.length === 0) throw new UsageProblem(`${duty.name}没有「${wanted}」这一期，或这一期的名册还没有打开。`);
      const rows = (await Promise.all(rolls.map((roll) => rowsOf(roll, duty, models)))).flat();
      const columns = columnsOf(duty);
      await writeFile(out, await writeWorkbook([{ name: duty.word, columns, rows }], env.timeZone), { mode: 0o600 });
      say(`已导出 ${rows.length} 行到 ${out}。`);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

async function rollsOf(duty: Duty, wanted: string, { rolls }: Models): Promise<Roll[]> {
  const byKey = await rolls.ofPeriod(duty.key, wanted as Roll['period']);
  if (byKey.length > 0) return byKey;
  const newest = await rolls.newestLabelled(duty.key, wanted);
  return newest ? rolls.ofPeriod(duty.key, newest.period) : [];
}

const columnsOf = (duty: Duty) => [
  { title: '学校', width: 24 },
  { title: '编号', width: 12 },
  { title: '姓名', width: 12 },
  { title: '状态', width: 14 },
  { title: '上交时间', width: 18 },
  { title: '代交人', width: 12 },
  ...duty.form.fields.map(({ label, type }) => ({ title: label, width: type === 'long-text' ? 60 : 18 })),
];

async function rowsOf(
  roll: Roll,
  duty: Duty,
  { people, schools, submissions, calendar }: Models,
): Promise<CellValue[][]> {
  const school = await schools.byCode(roll.school);
  const ids = roll.entries.flatMap(({ owner, by }) => [personIn(owner), by]).filter((id) => id !== undefined);
  const names = new Map((await people.byIds(ids)).map((person) => [person._id, person.name]));
  return Promise.all(
    roll.entries.map(async ({ owner, status, at, by, submission }) => {
      const id = personIn(owner);
      const values: Values = (submission ? await submissions.get(submission) : undefined)?.values ?? {};
      return [
        school?.name ?? roll.school,
        id ?? '',
        id ? (names.get(id) ?? '') : '',
        statusText(status),
        at ? momentText(at, calendar) : '',
        by ? (names.get(by) ?? by) : '',
        ...duty.form.fields.map(({ key }) => values[key] ?? ''),
      ];
    }),
  );
}

const personIn = (owner: string): PersonId | undefined =>
  owner.startsWith('person:') ? (owner.slice('person:'.length) as PersonId) : undefined;
