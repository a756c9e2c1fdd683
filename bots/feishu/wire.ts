import { z } from 'zod';

/**
 * What Feishu sends, as far as it is read here. Everything is checked, nothing believed; fields not named here are
 * dropped, so that the platform may add some.
 */

/** Every delivery when an encrypt key is set. */
export const Sealed = z.object({ encrypt: z.string().min(1) });

/** event-subscription-guide/…/send-notifications-to-developers-server: the answer is the challenge, within a second. */
export const Challenge = z.object({
  type: z.literal('url_verification'),
  token: z.string(),
  challenge: z.string().min(1).max(1000),
});

/** Short enough to stay an id of ours with a prefix before it. */
export const Id = z.string().min(1).max(180);
/** Unix time in milliseconds, as text; card callbacks have microseconds. */
const Milliseconds = z.string().regex(/^\d{13}$/);

const Header = z.object({
  event_id: Id,
  event_type: z.string().min(1).max(200),
  app_id: z.string(),
  tenant_key: z.string().optional(),
  create_time: z.string(),
});

/** ukTMukTMukTM/uUTNz4SN1MjL1UzM: events of schema 2.0, as they come over the long connection, without a token … */
export const Frame = z.object({ schema: z.literal('2.0'), header: Header, event: z.unknown() });
export type Frame = z.infer<typeof Frame>;
/** … and as they come to a webhook. */
export const Envelope = Frame.extend({ header: Header.extend({ token: z.string() }) });

/** Events of schema 1.0: known only well enough to be set aside. */
export const OldFrame = z.object({ type: z.literal('event_callback') });
export const OldEnvelope = OldFrame.extend({ token: z.string() });

const Mention = z.object({
  /** What stands in the text, e.g. `@_user_1`. */
  key: z.string().min(1).max(100),
  id: z.object({ open_id: z.string().nullish() }),
  name: z.string(),
});
export type Mention = z.infer<typeof Mention>;

/** uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/receive */
export const MessageReceived = z.object({
  sender: z.object({
    sender_id: z.object({ open_id: Id.nullish() }).nullish(),
    sender_type: z.string(),
  }),
  message: z.object({
    message_id: Id,
    /** The message it answers; `root_id` and `thread_id` say no more than this does. */
    parent_id: Id.nullish(),
    create_time: Milliseconds,
    chat_id: Id,
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(Mention).nullish(),
  }),
});
export type MessageReceived = z.infer<typeof MessageReceived>;

/** uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-member-bot/events/added */
export const BotAdded = z.object({
  chat_id: Id,
  operator_id: z.object({ open_id: Id.nullish() }).nullish(),
});

/** …/im-v1/chat-member-bot/events/deleted and …/im-v1/chat/events/disbanded */
export const ChatLeft = z.object({ chat_id: Id });

/** uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/recalled: who recalled it is told by their office alone. */
export const MessageRecalled = z.object({
  message_id: Id,
  chat_id: Id,
  recall_type: z.string().nullish(),
});

/** application-v6/bot/events/menu: entries of the kind 推送事件. It names no chat and no message. */
export const MenuChosen = z.object({
  operator: z.object({ operator_id: z.object({ open_id: Id }) }),
  event_key: z.string().min(1).max(100),
});

/** Contents of messages: uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content */
export const TextContent = z.object({ text: z.string() });
export const ImageContent = z.object({ image_key: z.string() });
export const FileContent = z.object({ file_key: z.string(), file_name: z.string().optional() });

/** What a piece leaves empty takes nothing from the others. */
const PostElement = z.object({
  tag: z.string(),
  text: z.string().nullish(),
  href: z.string().nullish(),
  user_id: z.string().nullish(),
  user_name: z.string().nullish(),
  image_key: z.string().nullish(),
  file_key: z.string().nullish(),
});
export type PostElement = z.infer<typeof PostElement>;

export const PostContent = z.object({
  title: z.string().nullish(),
  content: z.array(z.array(PostElement)),
});
/** Sometimes a post stands under its language, e.g. `zh_cn`. */
export const PostByLanguage = z.record(z.string(), PostContent);

/** What the platform answers to every call; what is wanted of it stands beside or under `data`. */
export const Answer = z.object({ code: z.number(), msg: z.string().optional() });

/** auth-v3/auth/tenant_access_token_internal; `expire` in seconds. */
export const TokenAnswer = z.object({ tenant_access_token: z.string().min(1), expire: z.number().positive() });

/** ukTMukTMukTM/uAjMxEjLwITMx4CMyETM (bot/v3/info) */
export const BotInfoAnswer = z.object({
  bot: z.object({
    open_id: z.string().min(1),
    app_name: z.string().optional(),
    activate_status: z.number().optional(),
  }),
});
export type BotInfo = z.infer<typeof BotInfoAnswer>['bot'];

/** A sent message whose answer is strange is sent all the same; so nothing is demanded of it. */
export const MessageAnswer = z.object({ data: z.object({ message_id: z.string().optional() }).nullish() });

/** contact-v3/user/batch_get_id; a number nobody has comes back without `user_id`. */
export const LookUpAnswer = z.object({
  data: z.object({
    user_list: z.array(z.object({ mobile: z.string().nullish(), user_id: z.string().nullish() })).nullish(),
  }),
});

/** …/im-v1/chat-members/get: a page; bots are left out, and names are what people call themselves. */
export const MembersAnswer = z.object({
  data: z.object({
    items: z.array(z.object({ member_id: z.string().min(1) })).nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  }),
});

/** application-v6/scope/list: 1 is granted. */
export const ScopesAnswer = z.object({
  data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).nullish() }),
});

/** Where a long connection is to be opened, as the SDK asks for it: `/callback/ws/endpoint`. */
export const EndpointAnswer = z.object({
  data: z.object({
    URL: z.url({ protocol: /^wss?$/ }),
    /** In seconds. The SDK pings at this pace, whatever it is: 0 would be without a pause. */
    ClientConfig: z.object({ PingInterval: z.number().positive() }),
  }),
});
