import { z } from 'zod';

/** Kinds of messages, as wechaty numbers them: wechaty-puppet, src/schemas/message.ts. */
export const KIND = {
  attachment: 1,
  audio: 2,
  contact: 3,
  chatHistory: 4,
  emoticon: 5,
  image: 6,
  text: 7,
  location: 8,
  miniProgram: 9,
  recalled: 13,
  url: 14,
  video: 15,
} as const;

const id = z.string().min(1).max(200);
/** Over gRPC what is not there is an empty string. */
const maybe = z
  .string()
  .optional()
  .transform((value) => value || undefined);

/** A message as a gateway tells it: wechaty-puppet's MessagePayload, old and new names of its fields. */
export const MessagePayload = z.object({
  id,
  type: z.number().int(),
  text: z.string().optional().default(''),
  filename: maybe,
  talkerId: maybe,
  fromId: maybe,
  listenerId: maybe,
  toId: maybe,
  roomId: maybe,
  /** Seconds or milliseconds, as the puppet likes. */
  timestamp: z.number().nonnegative(),
  mentionIdList: z.array(z.string()).optional().default([]),
});
export type MessagePayload = z.infer<typeof MessagePayload>;

export const JoinPayload = z.object({
  roomId: id,
  inviteeIdList: z.array(z.string()),
  inviterId: z.string().max(200).optional().default(''),
  timestamp: z.number().nonnegative().optional(),
});

export const LeavePayload = z.object({
  roomId: id,
  removeeIdList: z.array(z.string()),
  timestamp: z.number().nonnegative().optional(),
});

/** What a recall says: the id of the message that was taken back. Some gateways pass WeChat's own XML on, which is none. */
export const RecalledId = id.regex(/^[^<>\s]+$/u);

/** What a session tells of a room. */
export const Room = z.object({ kind: z.enum(['joined', 'left']), payload: z.unknown() });
