import * as texts from '../config/texts/alarm.js';
import { momentText } from '../config/texts/format.js';
import { platformName } from '../config/texts/platform.js';
import type { Platform } from '../models/ids.js';
import type { Models } from '../models/models.js';

/** How a connection to a platform stands, as this process sees it. */
export interface Standing {
  platform: string;
  open: boolean;
  since: Date;
  standby?: true;
}

/** Connections are lost and made again within a minute; what lasts longer is for people. */
const AWAY_MS = 5 * 60_000;
/** And one that holds for so long is back. */
const BACK_MS = 60_000;

/**
 * Tells those who operate the program, over another platform, that one cannot be reached, and that it is well again:
 * each once, whichever process sees it first. A process that only stands by knows nothing of the connection.
 *
 * @param now this machine's time, by which the connections are dated.
 * @returns how many messages were put.
 */
export async function alarm(standings: readonly Standing[], models: Models, now: Date): Promise<number> {
  let count = 0;
  for (const { platform, open, since, standby } of standings) {
    const forMs = now.getTime() - since.getTime();
    if (standby) continue;
    if (!open && forMs >= AWAY_MS && (await models.outages.begun(platform, now)))
      count += await tell(
        'away',
        platform,
        texts.away(platformName(platform), momentText(since, models.calendar)),
        models,
        now,
      );
    if (open && forMs >= BACK_MS && (await models.outages.ended(platform)))
      count += await tell('back', platform, texts.back(platformName(platform)), models, now);
  }
  return count;
}

async function tell(what: 'away' | 'back', platform: string, text: string, models: Models, now: Date): Promise<number> {
  const posts = models.catalogue.posts.filter(({ rights }) => rights.includes('operate')).map(({ key }) => key);
  const operators = await models.people.county(posts);
  await models.outbox.enqueue(
    operators.map(({ _id }) => ({
      key: `alarm:${platform}:${what}:${now.getTime()}:${_id}`,
      dispatch: { kind: 'private', person: _id, content: { kind: 'text', text }, notOn: platform as Platform },
    })),
    now,
  );
  return operators.length;
}
