import { z } from 'zod';

/** What the platform pushes: document/path/101463, 接收消息回调. Fields this program does not read are left out. */
export const Pushed = z.object({
  msgid: z.string().min(1).max(180),
  aibotid: z.string(),
  chatid: z.string().max(200).optional(),
  chattype: z.enum(['single', 'group']).optional(),
  from: z.object({ userid: z.string().min(1).max(200) }),
  /** Seconds. */
  create_time: z.number().optional(),
  msgtype: z.string(),
});
export type Pushed = z.infer<typeof Pushed>;

const Words = z.object({ content: z.string() });
/** A picture or a file: an address good for five minutes, and the key its bytes are sealed with. */
const Sealed = z.object({ url: z.url({ protocol: /^https?$/ }).max(4000), aeskey: z.string().max(200) });
export type Sealed = z.infer<typeof Sealed>;

export const TextMessage = z.object({ text: Words });
/** What was said aloud comes as the words the platform heard. */
export const VoiceMessage = z.object({ voice: Words });
export const ImageMessage = z.object({ image: Sealed });
export const FileMessage = z.object({ file: Sealed });
export const VideoMessage = z.object({ video: Sealed });
export const MixedMessage = z.object({
  mixed: z.object({
    msg_item: z.array(
      z.union([
        z.object({ msgtype: z.literal('text'), text: Words }),
        z.object({ msgtype: z.literal('image'), image: Sealed }),
        z.object({ msgtype: z.string() }),
      ]),
    ),
  }),
});

/** What somebody quotes (引用): its words, and no id. */
export const Quoting = z.object({ quote: z.object({ text: Words }) });

/** A key of ours is no longer than an event takes (`OnCard`); what is, is of another's card. */
const Press = z.object({ event_key: z.string().min(1).max(1000), task_id: z.string().min(1).max(128) });
/**
 * Somebody pressed a button of a card (document/path/101027, 模板卡片事件). There what was pressed stands under the name of
 * the event; the SDK's types have it beside that name, so either is read.
 */
export const Pressed = z.object({
  event: z.union([
    z
      .object({ eventtype: z.literal('template_card_event'), template_card_event: Press })
      .transform((event) => event.template_card_event),
    Press.extend({ eventtype: z.literal('template_card_event') }),
  ]),
});

/** The answer to what was sent, also when it is a refusal: the SDK rejects with it. */
export const Answered = z.object({ errcode: z.number(), errmsg: z.string().optional() });
