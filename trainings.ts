import type { Middleware } from 'koa';
import type { Running } from './app.js';
import { hoursFileName, sheetFileName } from './config/texts/check-in.js';
import { linkTo } from './handlers/certify.js';
import { checkInScreen, hosted, rollCall, tickAll, toAdd } from './handlers/hosting.js';
import { hoursSheet } from './handlers/hours-workbook.js';
import { readSheetInto, signInSheet } from './handlers/sign-in-sheet.js';
import { writeWorkbook } from './models/workbook.js';
import { createAssets } from './web/assets.js';
import type { HostedTraining } from './web/trainings/deps.js';
import { trainingRoutes } from './web/trainings/routes.js';

/** The pages with which trainings are held, and those of certificates. */
export function startTrainings({
  models,
  clock,
  env,
  log,
}: Pick<Running, 'models' | 'clock' | 'env' | 'log'>): Middleware {
  const validOf = async (training: number) =>
    (await models.certificates.of(training)).filter(({ revoked }) => !revoked);
  return trainingRoutes({
    hosted: async (token) => {
      const claim = await models.hostTokens.open(token, clock.now());
      const training = claim && (await hosted(claim, models));
      if (!training) return undefined;
      const by = claim.person;
      const pages: HostedTraining = {
        screen: (wanted) => checkInScreen(training, wanted, models, clock.now()),
        rollCall: () => rollCall(training, models, clock.now()),
        tick: (ticks) => tickAll(training, ticks, by, models, clock.now()),
        find: (typed) => toAdd(typed, models),
        sheet: async () => ({
          name: sheetFileName(training),
          bytes: await signInSheet(training, models, clock.now(), env.timeZone),
        }),
        read: (bytes) => readSheetInto(training, bytes, { by, at: clock.now() }, models),
        hours: async () => ({
          name: hoursFileName(training),
          bytes: await writeWorkbook([hoursSheet(await validOf(training._id), models)], env.timeZone),
        }),
      };
      return { no: training._id, training: pages };
    },
    certificate: async (ref) => {
      const certificate = await models.certificates.byRef(ref);
      if (!certificate) return undefined;
      const isAnew = certificate.revoked !== undefined && (await models.certificates.hasValid(certificate));
      return { certificate, isAnew, address: await linkTo(certificate, models) };
    },
    assets: createAssets(),
    publicUrl: models.publicUrl,
    log,
  });
}
