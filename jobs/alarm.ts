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
 * each once, whichever process sees it first, for the messages have the key of their outage. A process that only stands
 * by knows nothing of the connection.
 *
 * @param now this machine's time, by which the connections are dated.
 * @returns how many messages were put.
 */
export async function alarm(standings: readonly Standing[], models: Models, now: Date): Promise<number> {
  const { outages, calendar } = models;
  let count = 0;
  for (const { platform, open, since, standby } of standings) {
    const forMs = now.getTime() - since.getTime();
    if (standby) continue;
    const name = platformName(platform);
    const away = !open && forMs >= AWAY_MS ? await outages.begin(platform, now) : undefined;
    if (away)
      count += await tell(
        { platform, key: `away:${away.getTime()}` },
        texts.away(name, momentText(since, calendar)),
        models,
        now,
      );
    const over = open && forMs >= BACK_MS ? await outages.standing(platform) : undefined;
    if (!over) continue;
    count += await tell({ platform, key: `back:${over.getTime()}` }, texts.back(name), models, now);
    await outages.end(platform);
  }
  return count;
}

async function tell(
  { platform, key }: { platform: string; key: string },
  text: string,
  models: Models,
  now: Date,
): Promise<number> {
  const posts = models.catalogue.posts.filter(({ rights }) => rights.includes('operate')).map((post) => post.key);
  const operators = await models.people.county(posts);
  const put = await models.outbox.enqueue(
    operators.map(({ _id }) => ({
      key: `alarm:${platform}:${key}:${_id}`,
      dispatch: { kind: 'private', person: _id, content: { kind: 'text', text }, notOn: platform as Platform },
    })),
    now,
  );
  return put.filter((outcome) => outcome === 'accepted').length;
}
