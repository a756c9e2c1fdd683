/**
 * What WeCom allows a group robot's webhook, and what this program allows it. Pages are under
 * developer.work.weixin.qq.com/document/path; a number without a page is this program's own choice, with its reason.
 */
export const wecomGroupLimits = {
  /** Text: 2048 bytes (91770, 文本类型). */
  textBytes: 2048,

  /** Markdown: 4096 bytes (91770, markdown类型). What is too long for a text goes as that. */
  markdownBytes: 4096,

  /** A picture: 2 MB, PNG or JPEG (91770, 图片类型). */
  pictureBytes: 2 * 1024 * 1024,

  /** A file: more than 5 bytes, 20 MB at most (91770, 文件上传接口). */
  fileLeastBytes: 6,
  fileBytes: 20 * 1024 * 1024,

  /** 20 messages a minute and robot (91770, 消息发送频率限制). One in 3.2 s is below 19. */
  sendEveryMsToOne: 3200,

  /** Overall there is no official number: five a second, as with the smart robot. */
  sendEveryMs: 200,

  /** Below the outbox's own bound of a call (`SEND_WITHIN_MS` in models/outbox.ts). */
  callTimeoutMs: 10_000,

  /** Wait after 45009: the limit counts by the minute. */
  throttledMs: 60_000,
} as const;

export type WecomGroupLimits = { readonly [name in keyof typeof wecomGroupLimits]: number };
