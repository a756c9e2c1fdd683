import { z } from 'zod';

/** Kinds of messages, as wechaty numbers them: wechaty-puppet, src/schemas/message.ts. */
export const KIND = { attachment: 1, audio: 2, image: 6, text: 7, video: 15 } as const;

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
