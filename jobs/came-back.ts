import type { Models } from '../models/models.js';
import type { NagLine } from '../models/nag.js';
import type { RollEntry } from '../models/roll.js';

/** Of a record that came back, and counts for several duties, only its own is told: mended there it is mended for all. */
export async function toldOnce(lines: NagLine[], { submissions }: Pick<Models, 'submissions'>): Promise<NagLine[]> {
  const ids = lines.flatMap(({ entries }) => entries.flatMap(returned));
  const several = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (several.length === 0) return lines;
  const records = await Promise.all(several.map((id) => submissions.get(id)));
  const own = new Map(records.flatMap((record) => (record ? [[record._id, record.duty] as const] : [])));
  const isTold = (id: string): boolean =>
    lines.some(({ duty, entries }) => duty.key === own.get(id) && entries.flatMap(returned).includes(id));
  return lines.flatMap((line) => {
    const entries = line.entries.filter((entry) => {
      const [id] = returned(entry);
      return id === undefined || !isTold(id) || own.get(id) === line.duty.key;
    });
    return entries.length > 0 ? [{ ...line, entries }] : [];
  });
}

const returned = ({ status, submission }: RollEntry): string[] =>
  status === 'returned' && submission !== undefined ? [submission] : [];
