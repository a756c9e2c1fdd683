import type { z } from 'zod';
import { Duty } from '../../models/duty.js';

type Written = Partial<z.input<typeof Duty>>;

/** A duty of teaching people, due at the end of a term, with some of it replaced. */
export const aDuty = (changes: Written = {}): Duty =>
  Duty.parse({
    key: 'case',
    row: 'X1',
    name: '典型案例',
    word: '案例',
    clause: '二',
    owner: { kind: 'teaching-person' },
    cadence: { every: 'term' },
    form: { style: 'message', fields: [{ key: 'text', label: '正文', type: 'long-text' }] },
    reminders: 'RP-N',
    ...changes,
  });

/** Only its cadence, with the defaults a catalogue gives it. */
export const aCadence = (written: z.input<typeof Duty>['cadence']): Duty['cadence'] =>
  aDuty({ cadence: written }).cadence;
