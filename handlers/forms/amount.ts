import type { Attachment } from '../../models/event.js';
import type { Form, Values } from '../../models/field.js';
import { heldOf } from './attachments.js';
import { countCharacters } from './field.js';

/** How much a record holds, as its receipt tells it. */
export interface Amount {
  characters?: number;
  pictures: number;
  files: number;
}

/** Characters are told where somebody counts them: of a message, and of texts that have a usual length. */
export function amountOf(
  { style, fields }: Form,
  { values, attachments }: { values: Values; attachments: readonly Attachment[] },
): Amount {
  const counted = fields.filter(
    (field, index) => field.type === 'long-text' && (field.minLength > 0 || (style === 'message' && index === 0)),
  );
  const characters = counted.reduce((sum, { key }) => sum + countCharacters(String(values[key] ?? '')), 0);
  const kept = heldOf(fields, { values, attachments });
  const pictures = kept.filter(({ kind }) => kind === 'image').length;
  return { ...(counted.length > 0 && { characters }), pictures, files: kept.length - pictures };
}
