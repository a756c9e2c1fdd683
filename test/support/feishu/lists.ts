import { type Answer, refused } from './answer.js';

/** What an app is granted that has everything it can use. */
export const SCOPES = [
  'im:message.p2p_msg:readonly',
  'im:message.group_at_msg:readonly',
  'im:message.group_msg',
  'im:message:send_as_bot',
  'im:message:readonly',
  'im:resource',
  'contact:user.id:readonly',
  'im:chat.members:read',
  'im:chat.members:bot_access',
];

/** A page at a time, in an order of its own; the token of a page is where it begins. */
export function tellMembers(
  { url }: { url: URL },
  { members }: { members: Map<string, string[]> },
  match: RegExpMatchArray,
): Answer {
  const inside = members.get(decodeURIComponent(match[1] ?? ''));
  if (!inside) return refused(232011, 'Operator can NOT be out of the chat.');
  const { member_id_type, page_size, page_token = '0' } = Object.fromEntries(url.searchParams);
  const size = Number(page_size);
  if (member_id_type !== 'open_id' || !(size > 0 && size <= 100)) return refused(99992402, 'field validation failed');
  const from = Number(page_token);
  const items = inside.slice(from, from + size).map((member_id) => ({ member_id_type, member_id, name: '群昵称' }));
  const has_more = from + size < inside.length;
  const data = { items, has_more, page_token: has_more ? String(from + size) : '', member_total: inside.length };
  return { status: 200, body: { code: 0, msg: 'success', data } };
}

export function tellScopes(_: object, { scopes }: { scopes: Set<string> }): Answer {
  const all = [...new Set([...SCOPES, ...scopes])];
  const data = { scopes: all.map((scope_name) => ({ scope_name, grant_status: scopes.has(scope_name) ? 1 : 2 })) };
  return { status: 200, body: { code: 0, msg: 'success', data } };
}
