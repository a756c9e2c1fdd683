import { type WecomGroupLimits, wecomGroupLimits } from '../../config/limits/wecom-group.js';
import { Platform } from '../../models/ids.js';
import { type FileContent, isFileContent, type Outgoing } from '../../models/message.js';
import type { Bot, SendResult } from '../bot.js';
import { checkWebhook } from './check.js';
import { post, upload } from './client.js';
import { UNCERTAIN } from './errors.js';
import { render, renderFile, renderPicture } from './render.js';

export const WECOM_GROUP = Platform.parse('wecom-group');

/** A group and the webhook of its robot; the group's name is the chat's id. */
export interface Webhook {
  name: string;
  url: { reveal(): string };
}

/** The robots (群机器人) of WeCom's groups, which speak through a webhook each and hear nothing. */
export function createWecomGroup(webhooks: readonly Webhook[], limits: WecomGroupLimits = wecomGroupLimits): Bot {
  if (webhooks.length === 0) throw new Error('WECOM_GROUP_WEBHOOKS must not be empty');
  const addressOf = new Map(webhooks.map(({ name, url }) => [name, url]));

  const send = async ({ address, content }: Outgoing): Promise<SendResult> => {
    if (address.to !== 'chat' || address.chat.kind !== 'group') return { kind: 'refused', reason: 'send-only' };
    const url = addressOf.get(address.chat.id);
    // The operator took it out of the configuration: no line goes there any more.
    if (!url) return { kind: 'refused', reason: 'no-webhook', outOfChat: true };
    if (!isFileContent(content)) return post(url.reveal(), render(content, limits), limits);
    const result = await sendFile(url.reveal(), content, limits);
    // What was refused has reached nobody: the words go instead.
    const instead = result.kind === 'refused' && result.reason !== UNCERTAIN && !result.outOfChat;
    return instead ? post(url.reveal(), render(content, limits), limits) : result;
  };

  return {
    platform: WECOM_GROUP,
    sendOnly: true,
    pace: { everyMs: limits.sendEveryMs, everyMsPerChat: limits.sendEveryMsToOne },
    // The platform knows no keys: what may have arrived is not sent again.
    remembersKeysMs: 0,
    send,
    check: () => Promise.all(webhooks.map(({ name, url }) => checkWebhook(name, url.reveal(), limits))),
  };
}

async function sendFile(url: string, content: FileContent, limits: WecomGroupLimits): Promise<SendResult> {
  const size = content.file.bytes.length;
  if (content.kind === 'picture') {
    if (size > limits.pictureBytes) return WRONG_SIZE;
    return post(url, renderPicture(content), limits);
  }
  if (size < limits.fileLeastBytes || size > limits.fileBytes) return WRONG_SIZE;
  const uploaded = await upload(url, content.file, limits);
  if (uploaded.kind !== 'uploaded') return uploaded;
  return post(url, renderFile(uploaded.mediaId), limits);
}

const WRONG_SIZE: SendResult = { kind: 'refused', reason: 'size' };
