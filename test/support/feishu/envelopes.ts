import { randomUUID } from 'node:crypto';

export interface EnvelopeOptions {
  appId: string;
  /** What stands in `header.token`: the verification token for a webhook, nothing over a long connection. */
  token: string;
  tenantKey?: string;
  botOpenId?: string;
}

/** When it happened, now unless told; and its id. */
export interface SentAt {
  at?: Date;
  eventId?: string;
}

export interface MessageOptions extends SentAt {
  from: string;
  chatId?: string;
  /** A group message; private unless told. */
  group?: boolean;
  /** Puts the mention of the bot before the text. */
  atBot?: boolean;
  /** Further people in `mentions`; their keys stand in the text. */
  mentions?: { key: string; openId: string; name: string }[];
  messageId?: string;
  /** The message it answers. */
  parentId?: string;
  senderType?: string;
}

/** Where and when a card was pressed: in the private chat of who pressed, and now, unless told. */
export interface Pressed extends SentAt {
  chatId?: string;
}

export type FeishuEnvelopes = ReturnType<typeof feishuEnvelopes>;

/** The platform's events of schema 2.0, in the plain. */
export function feishuEnvelopes(options: EnvelopeOptions) {
  const { appId, token, tenantKey = 'tenant-1', botOpenId = 'ou_the_bot' } = options;

  const event = (event_type: string, event: unknown, { at = new Date(), eventId = randomUUID() }: SentAt = {}) => {
    const create_time = String(at.getTime());
    const header = { event_id: eventId, event_type, token, app_id: appId, tenant_key: tenantKey, create_time };
    return { schema: '2.0', header, event };
  };

  const message = (message_type: string, content: unknown, options: MessageOptions) => {
    const { from, group = false, chatId = group ? 'oc_group' : `oc_private_${from}`, senderType = 'user' } = options;
    const { messageId = `om_${randomUUID()}`, parentId, mentions = [], atBot = false, at = new Date() } = options;
    const named = [...(atBot ? [{ key: '@_user_1', openId: botOpenId, name: '教研小助手' }] : []), ...mentions];
    const listed = named.map(({ key, openId, name }) => ({
      key,
      id: { open_id: openId },
      name,
      tenant_key: tenantKey,
    }));
    const create_time = String(at.getTime());
    const sender_id = { open_id: from, union_id: `on_${from}` };
    return event(
      'im.message.receive_v1',
      {
        sender: { sender_id, sender_type: senderType, tenant_key: tenantKey },
        message: {
          message_id: messageId,
          ...(parentId !== undefined && { root_id: parentId, parent_id: parentId }),
          create_time,
          update_time: create_time,
          chat_id: chatId,
          chat_type: group ? 'group' : 'p2p',
          message_type,
          content: JSON.stringify(content),
          ...(listed.length > 0 && { mentions: listed }),
        },
      },
      { ...options, at },
    );
  };

  /** feishu-cards/card-callback-communication; its `create_time` is in microseconds. */
  const cardAction = (action: object, { by, messageId, ...how }: Pressed & { by: string; messageId: string }) => {
    const { chatId = `oc_private_${by}`, at = new Date(), eventId = randomUUID() } = how;
    const { header } = event('card.action.trigger', {}, { at, eventId });
    return {
      schema: '2.0',
      header: { ...header, create_time: String(at.getTime() * 1000) },
      event: {
        operator: { tenant_key: tenantKey, open_id: by, union_id: `on_${by}` },
        token: `c-${eventId}`,
        action: { timezone: 'Asia/Shanghai', ...action },
        host: 'im_message',
        context: { open_message_id: messageId, open_chat_id: chatId },
      },
    };
  };

  return {
    event,
    message,
    cardAction,
    text: (text: string, options: MessageOptions) =>
      message('text', { text: options.atBot ? `@_user_1 ${text}` : text }, options),
    botAdded: (options: { chatId: string; by: string } & SentAt) =>
      event(
        'im.chat.member.bot.added_v1',
        { chat_id: options.chatId, operator_id: { open_id: options.by }, external: false, name: '教研群' },
        options,
      ),
  };
}
