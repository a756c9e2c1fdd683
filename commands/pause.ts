import { randomUUID } from 'node:crypto';
import * as texts from '../config/texts/pause.js';
import { platformNamed } from '../config/texts/platform.js';
import { openCounty } from '../county.js';
import { systemClock } from '../models/clock.js';
import type { Platform } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Command, type Given, type Terminal, textOption, UsageProblem } from './command.js';

const options = { platform: { type: 'string' } } as const;

export const pauseCommand: Command = {
  usage: 'pause [--platform 微信]',
  help: '停下全部发送，或一个平台的，正在运行的程序一秒之内就停；收到的照常记账。和管理员私聊说「暂停」一样。',
  options,
  run: (given, terminal) =>
    onPauses(given, terminal, async ({ pauses, outbox, calendar }, platform) => {
      const isNew = await pauses.pause(platform, `cli:${randomUUID()}`, systemClock.now());
      const { ready } = await outbox.counts();
      return isNew
        ? texts.paused(platform ? { platform } : {}, ready)
        : texts.status(await pauses.standing(), ready, calendar);
    }),
};

export const resumeCommand: Command = {
  usage: 'resume [--platform 微信]',
  help: '恢复暂停了的发送；不写平台就全部恢复。等着的按平时的快慢发出，过时的不发。',
  options,
  run: (given, terminal) =>
    onPauses(given, terminal, async ({ pauses, outbox, calendar }, platform) => {
      const ended = await pauses.resume(platform, `cli:${randomUUID()}`);
      const left = await pauses.standing();
      const { ready } = await outbox.counts();
      if (ended.length === 0) return texts.status(left, ready, calendar);
      return [
        texts.resumed(ended, left.length > 0 ? 0 : ready),
        ...left.map((each) => texts.standing(each, calendar)),
      ].join('\n');
    }),
};

/** Does something to what is paused, on the platform named if one is, and says how it stands then. */
async function onPauses(
  given: Given,
  { env, log, say }: Terminal,
  work: (models: Models, platform: Platform | undefined) => Promise<string>,
): Promise<number> {
  if (given.args.length > 0) throw new UsageProblem(`多出了「${given.args.join(' ')}」；要指明平台请用 --platform。`);
  const word = textOption(given, 'platform');
  const platform = word === undefined ? undefined : platformNamed(word);
  if (word !== undefined && !platform)
    throw new UsageProblem(`没有叫「${word}」的平台，可以写：飞书、企业微信、微信。`);
  const { database, models } = await openCounty(env, log);
  try {
    say(await work(models, platform));
    return 0;
  } finally {
    await database.stop();
  }
}
