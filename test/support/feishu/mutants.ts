import * as fc from 'fast-check';
import { type Delivery, seal, sign } from './events.js';

/** Whose deliveries they pretend to be. */
export interface Pretence {
  appId: string;
  encryptKey: string;
  verificationToken: string;
  botOpenId: string;
}

/** The plaintext of an event with one to three of its parts changed, and its delivery, sealed and signed as it should be. */
export interface Mutant {
  plain: unknown;
  delivery(): Delivery;
}

type Change = [where: number, how: 'replace' | 'remove' | 'add' | 'rename', what: unknown];

/** Strings with everything in them a string can have: also zeros, and halves of characters. */
const anyString = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);
/**
 * Values that are near what stands in an event, or at the edge of what is taken. Not `p2p`: what the platform signs as
 * said in private is said to the bot, and is answered.
 */
const nearly = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, '', [], {}, 'user', 'app', 'topic', 'group', 'text', 'post', '2.0', '1.0'),
  fc.constantFrom<unknown>('im.message.receive_v1', 'im.message.message_read_v1', '1773124200000', '{"text":"甲"}'),
  fc.integer({ min: 179, max: 182 }).map((length) => 'x'.repeat(length)),
  fc.constant({ $where: '1' }),
);
const anything = fc.oneof(nearly, anyString, fc.jsonValue());
const change = fc.tuple(
  fc.nat(),
  fc.constantFrom('replace', 'remove', 'add', 'rename'),
  anything,
) as fc.Arbitrary<Change>;

/**
 * Something a stranger says in a group, in answer to somebody else and with an @ of a third: what is no answer, and not
 * said to the bot, is not stored at all.
 */
function genuine({ appId, verificationToken }: Pretence, id: string): unknown {
  const at = String(Date.now());
  const header = { event_id: `ev-${id}`, event_type: 'im.message.receive_v1', token: verificationToken, app_id: appId };
  return {
    schema: '2.0',
    header: { ...header, tenant_key: 'tenant-1', create_time: at },
    event: {
      sender: { sender_id: { open_id: 'ou_stranger', union_id: 'on_stranger' }, sender_type: 'user' },
      message: {
        message_id: `om_${id}`,
        root_id: 'om_of_somebody_else',
        parent_id: 'om_of_somebody_else',
        create_time: at,
        chat_id: 'oc_hostile',
        chat_type: 'group',
        message_type: 'text',
        content: JSON.stringify({ text: '@_user_1 周记 今天听课' }),
        mentions: [{ key: '@_user_1', id: { open_id: 'ou_somebody' }, name: '李老师' }],
      },
    },
  };
}

export const mutants = (as: Pretence): fc.Arbitrary<Mutant> =>
  fc.tuple(fc.uuid(), fc.array(change, { minLength: 1, maxLength: 3 })).map(([id, changes]) => {
    const plain = changes.reduce(changed, genuine(as, id));
    return { plain, delivery: () => sign(seal(JSON.stringify(plain), as.encryptKey), as.encryptKey, new Date()) };
  });

type Node = Record<string, unknown> | unknown[];
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** One part of a document, counted from the outside in, is replaced, left out, joined by another, or called otherwise. */
function changed(document: unknown, [where, how, what]: Change): unknown {
  const copy: unknown = structuredClone(document);
  const spots = spotsOf(copy);
  const spot = spots[where % Math.max(spots.length, 1)];
  if (!spot) return what;
  const [node, key] = spot;
  if (Array.isArray(node)) node.splice(Number(key), how === 'add' ? 0 : 1, ...(how === 'remove' ? [] : [what]));
  else {
    const was = node[key];
    if (how === 'remove' || how === 'rename') delete node[key];
    if (how === 'replace') node[key] = what;
    if (how === 'rename') node[`${key}_`] = was;
    if (how === 'add') node[typeof what === 'string' ? `x${what}` : 'extra'] = what;
  }
  // What the wire carries: an undefined or a lone minus zero does not survive it.
  return JSON.parse(JSON.stringify(copy));
}

const spotsOf = (node: unknown): [Node, string][] =>
  isNode(node)
    ? Object.entries(node).flatMap(([key, value]) => [[node, key] as [Node, string], ...spotsOf(value)])
    : [];

/**
 * Under which key a plaintext has to be stored, or undefined where nothing may be: written from the platform's pages,
 * without looking at how the program reads them.
 */
export function keyOf(
  plain: unknown,
  { appId, verificationToken, botOpenId }: Pretence,
  now: Date,
): string | undefined {
  const { schema, header, event } = open(plain);
  const { event_id, event_type, token, app_id, tenant_key, create_time } = open(header);
  if (schema !== '2.0' || !isId(event_id) || token !== verificationToken || app_id !== appId) return undefined;
  if (event_type !== 'im.message.receive_v1' || typeof create_time !== 'string') return undefined;
  if (tenant_key !== undefined && typeof tenant_key !== 'string') return undefined;

  const { sender, message } = open(event);
  const { sender_id, sender_type } = open(sender);
  const { open_id } = open(sender_id);
  if (sender_type !== 'user' || !isId(open_id) || open_id === botOpenId) return undefined;

  const said = open(message);
  if (![said['message_id'], said['chat_id']].every(isId)) return undefined;
  if (![said['chat_type'], said['message_type'], said['content']].every((part) => typeof part === 'string'))
    return undefined;
  const at = said['create_time'];
  if (typeof at !== 'string' || !/^\d{13}$/u.test(at) || now.getTime() - Number(at) > DAY_MS) return undefined;
  const mentions = said['mentions'] ?? [];
  if (!Array.isArray(mentions) || !mentions.every(isMention)) return undefined;
  // An answer may be one to the bot; what is none was said between people. (Null and nothing are the same to the wire.)
  if (!isId(said['parent_id'])) return undefined;
  // The database keeps whole characters only.
  return Buffer.from(`feishu:msg:${String(said['message_id'])}`).toString();
}

const DAY_MS = 24 * 3600_000;
const open = (value: unknown): Record<string, unknown> => (isNode(value) && !Array.isArray(value) ? value : {});
const isId = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= 180;

function isMention(value: unknown): boolean {
  const { key, id, name } = open(value);
  const { open_id } = open(id);
  const named = open_id === undefined || open_id === null || typeof open_id === 'string';
  return (
    typeof key === 'string' &&
    key.length >= 1 &&
    key.length <= 100 &&
    isNode(id) &&
    !Array.isArray(id) &&
    named &&
    typeof name === 'string'
  );
}
