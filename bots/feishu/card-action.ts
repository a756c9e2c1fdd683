import { z } from 'zod';
import { type FormEvent, FormValues, type PressEvent } from '../../models/event.js';
import type { Platform } from '../../models/ids.js';
import type { Reply } from '../bot.js';
import { FORM_REF, PRESS_REF } from './card.js';
import { type Frame, Id } from './wire.js';

/** feishu-cards/card-callback-communication: somebody pressed a button of a card. Never delivered a second time. */
export const CARD_ACTION = 'card.action.trigger';

/** More fields than this no form has, and no press is longer: what is, did not come from a card of ours. */
const MOST_FIELDS = 200;

const Ref = z.string().min(1).max(1000);

const CardAction = z.object({
  operator: z.object({ open_id: Id }),
  action: z.object({
    value: z.union([z.object({ [FORM_REF]: Ref }), z.object({ [PRESS_REF]: Ref })]),
    form_value: z.record(z.string(), z.unknown()).default({}),
  }),
  context: z.object({ open_message_id: Id, open_chat_id: Id }),
});

/** The event of a filled-in form, or of another button of ours; `nothing` for buttons of others, `unreadable` for what is no callback of the platform's. */
export type CardReading = FormEvent | PressEvent | 'nothing' | 'unreadable';

/** @param now when it came, for a header without the microseconds it should have. */
export function readCardAction(raw: unknown, header: Frame['header'], platform: Platform, now: Date): CardReading {
  const pressed = CardAction.safeParse(raw);
  if (!pressed.success) return isOther(raw) ? 'nothing' : 'unreadable';
  const { operator, action, context } = pressed.data;
  const values = valuesOf(action.form_value);
  if (!values) return 'unreadable';
  const { value } = action;
  const [kind, ref] = FORM_REF in value ? (['form', value[FORM_REF]] as const) : (['press', value[PRESS_REF]] as const);
  return {
    kind,
    key: `feishu:card:${header.event_id}`,
    // A lane of work; what is answered goes to the account, wherever the card was pressed.
    chat: { platform, id: context.open_chat_id, kind: 'private' },
    by: { account: operator.open_id, messageId: context.open_message_id, ref },
    values,
    sentAt: /^\d{16}$/.test(header.create_time) ? new Date(Number(header.create_time) / 1000) : now,
  };
}

/** A button that is none of ours: of a card from elsewhere, or of an older version. */
const Other = z.object({ operator: z.unknown(), action: z.object({ tag: z.string() }) });
const isOther = (raw: unknown): boolean => {
  const other = Other.safeParse(raw);
  return other.success && !OurButton.safeParse(raw).success;
};
const OurButton = z.object({
  action: z.object({
    value: z.looseObject({}).refine((value) => FORM_REF in value || PRESS_REF in value),
  }),
});

/**
 * What stands in each field, as forms take it. Names that no field can have are dropped, and so is what is nothing;
 * undefined where a value is longer than any of a card's: cut, it would be something nobody wrote.
 */
function valuesOf(all: Record<string, unknown>): FormValues | undefined {
  const fields = Object.entries(all)
    .filter(([name]) => FormValues.keyType.safeParse(name).success)
    .map(([name, raw]) => [name, plainOf(raw)] as const)
    .filter(([, value]) => value !== undefined);
  if (fields.length > MOST_FIELDS) return undefined;
  return FormValues.safeParse(Object.fromEntries(fields)).data;
}

/** A tick is 是 or nothing; a picked day comes with the zone of whoever picked it: 2026-10-28 +0800. */
function plainOf(raw: unknown): unknown {
  if (typeof raw === 'boolean') return raw ? '是' : '';
  if (typeof raw === 'number') return String(raw);
  if (typeof raw === 'string') return raw.replace(/^(\d{4}-\d\d-\d\d) [+-]\d{4}$/, '$1').replace(/\r\n/g, '\n');
  return Array.isArray(raw) ? raw : undefined;
}

/** What the platform shows at once to whoever pressed; a form's card itself changes once it is worked. */
export const cardReply: Record<'form' | 'press', Reply> = {
  form: {
    stored: toast('info', '收到，正在登记'),
    unstored: toast('error', '暂时没有存上，请稍后再点一次；填的内容还在'),
  },
  press: {
    stored: toast('info', '收到，请稍等'),
    unstored: toast('error', '暂时没有收下，请稍后再点一次'),
  },
};

function toast(type: 'info' | 'error', content: string): object {
  return { toast: { type, content } };
}
