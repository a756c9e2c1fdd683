import type { Middleware } from 'koa';
import type { Running } from './app.js';
import { openFile } from './handlers/open-file.js';
import { fileRoutes } from './web/files/routes.js';

/** The files that hang on records, each under a link that says whose it is. */
export function startFiles({ models, clock, log }: Pick<Running, 'models' | 'clock' | 'log'>): Middleware {
  return fileRoutes({
    open: async (token) => {
      const now = clock.now();
      const claim = await models.fileTokens.open(token, now);
      return claim && openFile(claim, models, now);
    },
    log,
  });
}
