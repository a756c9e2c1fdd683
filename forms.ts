import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Middleware } from 'koa';
import type { Running } from './app.js';
import { fileLimits } from './config/limits/files.js';
import { collectionPage } from './handlers/collection-page.js';
import { formPage, pageChat, type Sent } from './handlers/form-page.js';
import { systemClock } from './models/clock.js';
import type { Field } from './models/field.js';
import type { PageClaim } from './models/form-token.js';
import { type FileLimits, isTaken } from './models/incoming-file.js';
import type { Models } from './models/models.js';
import { createAssets } from './web/assets.js';
import type { FormDeps } from './web/forms/deps.js';
import { formRoutes } from './web/forms/routes.js';

/** How long a browser waits for what it sent to be worked, and how often that is looked at, in milliseconds. */
const WORKED_WITHIN_MS = 4_000;
const LOOK_EVERY_MS = 40;

/** What the pages of forms need of a running program. */
type FormsOf = Pick<Running, 'models' | 'clock' | 'accept' | 'log'>;

type Limits = FileLimits & { uploads: FormDeps['uploads'] };

/** The pages of forms: what is sent there is an event like any other. */
export function startForms({ models, clock, accept, log }: FormsOf, limits: Limits = fileLimits): Middleware {
  const claimOf = (token: string): Promise<PageClaim | undefined> => models.formTokens.open(token, clock.now());
  return formRoutes({
    page: async (token, key) => {
      const claim = await claimOf(token);
      if (!claim) return undefined;
      const sent = key === undefined ? undefined : await sentBefore(key, claim, models);
      return 'duty' in claim
        ? formPage(claim, token, models, clock.now(), sent)
        : collectionPage(claim, token, models, clock.now(), sent);
    },
    take: async (token, { key, showing }, { values, files }) => {
      const claim = await claimOf(token);
      if (!claim) return false;
      if (files?.unfinished && (await isSent(showing, models))) return true;
      const now = clock.now();
      const chat = pageChat(claim.person);
      await accept([{ kind: 'form', key, chat, by: claim, values, ...(files && { files }), sentAt: now }], now);
      await worked(key, models);
      return true;
    },
    keep: (token) => async (file, bytes) => {
      const claim = await claimOf(token);
      const fields = claim && (await fieldsOf(claim, models));
      const type = fields?.find(({ key }) => key === file.field)?.type;
      if (!isTaken(file.name, limits) || (type !== 'files' && type !== 'pictures'))
        return { kind: 'not-kept', why: 'wrong-type' };
      const picture = type === 'pictures' && ({ kind: 'image' } as const);
      return models.uploads.take({ name: file.name, at: systemClock.now(), ...picture }, bytes, limits);
    },
    uploads: limits.uploads,
    assets: createAssets(),
    publicUrl: models.publicUrl,
    log,
  });
}

/** What is asked on the page a link is for. */
async function fieldsOf(claim: PageClaim, { catalogue, collections }: Models): Promise<readonly Field[] | undefined> {
  if ('collection' in claim) return (await collections.byNo(claim.collection))?.fields;
  return catalogue.duties.find(({ key }) => key === claim.duty)?.form.fields;
}

/** Whether something whole came from a showing of a page: then what broke off was an earlier try, or the same twice. */
async function isSent(showing: string, { inbox }: Models): Promise<boolean> {
  const ofShowing = { _id: { $gte: showing, $lt: `${showing}~` }, 'payload.files.unfinished': { $ne: true } };
  return (await inbox.find(ofShowing, 1)).length > 0;
}

/** What was sent under a key, if it was for the same form: a key tells nobody else's. */
async function sentBefore(key: string, claim: PageClaim, { inbox }: Models): Promise<Sent | undefined> {
  const [row] = await inbox.find({ _id: key }, 1);
  if (row?.payload.kind !== 'form' || !isDeepStrictEqual(row.payload.by, claim)) return undefined;
  return { event: row.payload, worked: row.state !== 'ready' };
}

async function worked(key: string, { inbox }: Models): Promise<void> {
  const until = performance.now() + WORKED_WITHIN_MS;
  while (performance.now() < until) {
    if ((await inbox.known([key])).get(key)?.state !== 'ready') return;
    await sleep(LOOK_EVERY_MS);
  }
}
