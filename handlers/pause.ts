import * as helpTexts from '../config/texts/help.js';
import * as texts from '../config/texts/pause.js';
import { platformNamed } from '../config/texts/platform.js';
import type { Models } from '../models/models.js';
import { noAhead } from '../models/record-no.js';
import { type Handler, here, type Say } from './handler.js';
import { restore } from './own.js';

/** 暂停 [微信|状态]: stops all sending at once, or a platform's, or tells what is stopped. */
export const pause: Handler = async ({ event, args, now, rights }, models) => {
  if (!rights.has('operate')) return here(texts.mayNot);
  if (event.chat.kind === 'group') return here(texts.onlyPrivately);
  if (/^(?:状态|[?？])+$/.test(args)) return status(models);
  const platform = platformNamed(args);
  if (args && !platform) return ofSwitch(texts.howTo);
  const isNew = await models.pauses.pause(platform, event.key, now);
  return isNew ? ofSwitch(texts.paused(platform ? { platform } : {}, await waitingIn(models))) : status(models);
};

/**
 * 恢复 [微信]: sending goes on. While nothing is stopped, and for whoever may not stop it, 恢复 by itself gives back
 * what was taken back last.
 */
export const resume: Handler = async (asked, models) => {
  const { event, args, rights } = asked;
  const mayResume = rights.has('operate') && event.chat.kind === 'private';
  if (noAhead(args) && !(mayResume && platformNamed(args))) return restore(asked, models);
  if (!mayResume) return args ? here(helpTexts.didYouMean(['恢复'])) : restore(asked, models);
  const platform = platformNamed(args);
  if (args && !platform) return ofSwitch(texts.howTo);
  const ended = await models.pauses.resume(platform, event.key);
  if (ended.length === 0) return platform ? status(models) : restore(asked, models);
  const left = await models.pauses.standing();
  const resumed = texts.resumed(ended, left.length > 0 ? 0 : await waitingIn(models));
  return ofSwitch([resumed, ...left.map((each) => texts.standing(each, models.calendar))].join('\n'));
};

const status = async (models: Models): Promise<Say[]> =>
  ofSwitch(texts.status(await models.pauses.standing(), await waitingIn(models), models.calendar));

const waitingIn = async ({ outbox }: Models): Promise<number> => (await outbox.counts()).ready;

const ofSwitch = (text: string): Say[] => [{ text, to: 'here', ofSwitch: true }];
