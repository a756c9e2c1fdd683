import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware } from 'koa';
import type { Running } from './app.js';
import { formPage, pageChat, type Sent } from './handlers/form-page.js';
import type { FormEvent } from './models/event.js';
import type { FormClaim } from './models/form-token.js';
import type { Models } from './models/models.js';
import { createAssets } from './web/assets.js';
import { formRoutes } from './web/forms/routes.js';

/** How long a browser waits for what it sent to be worked, and how often that is looked at, in milliseconds. */
const WORKED_WITHIN_MS = 4_000;
const LOOK_EVERY_MS = 40;

/** What the pages of forms need of a running program. */
type FormsOf = Pick<Running, 'models' | 'clock' | 'accept' | 'log'>;

/** The pages of forms: what is sent there is an event like any other. */
export function startForms({ models, clock, accept, log }: FormsOf): Middleware {
  const claimOf = (token: string): Promise<FormClaim | undefined> => models.formTokens.open(token, clock.now());
  return formRoutes({
    page: async (token, key) => {
      const claim = await claimOf(token);
      if (!claim) return undefined;
      return formPage(
        claim,
        token,
        models,
        clock.now(),
        key === undefined ? undefined : await sentBefore(key, claim, models),
      );
    },
    take: async (token, key, values) => {
      const claim = await claimOf(token);
      if (!claim) return false;
      const now = clock.now();
      const chat = pageChat(claim.person);
      await accept([{ kind: 'form', key, chat, by: claim, values, sentAt: now }], now);
      await worked(key, models);
      return true;
    },
    assets: createAssets(),
    publicUrl: models.publicUrl,
    log,
  });
}

/** What was sent under a key, if it was for the same form: a key tells nobody else's. */
async function sentBefore(key: string, claim: FormClaim, { inbox }: Models): Promise<Sent | undefined> {
  const [row] = await inbox.find({ _id: key }, 1);
  if (row?.payload.kind !== 'form' || !isFor(row.payload, claim)) return undefined;
  return { event: row.payload, worked: row.state !== 'ready' };
}

const isFor = ({ by }: FormEvent, claim: FormClaim): boolean =>
  'person' in by &&
  by.person === claim.person &&
  by.duty === claim.duty &&
  by.owner === claim.owner &&
  by.period === claim.period;

async function worked(key: string, { inbox }: Models): Promise<void> {
  const until = performance.now() + WORKED_WITHIN_MS;
  while (performance.now() < until) {
    if ((await inbox.known([key])).get(key)?.state !== 'ready') return;
    await sleep(LOOK_EVERY_MS);
  }
}
