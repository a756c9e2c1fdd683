import { once } from 'node:events';
import Koa from 'koa';
import { fileLimits } from '../../config/limits/files.js';
import { startFiles } from '../../files.js';
import { startForms } from '../../forms.js';
import { DutyKey, PeriodKey, PersonId } from '../../models/ids.js';
import { ownerOfSchool } from '../../models/owner.js';
import { startTrainings } from '../../trainings.js';
import type { TestCounty } from './county.js';
import { recordingLog } from './recording-log.js';

export interface FormHarness {
  url: string;
  /** The path of a link for a school's duty, as a person would be sent it. */
  link(person: string, duty: string, period: string): Promise<string>;
  stop(): Promise<void>;
}

/** A county's forms and files on a real server; what is sent there is worked at once, unless told to wait. */
export async function startFormPages(county: TestCounty, { works = true, limits = {} } = {}): Promise<FormHarness> {
  const { models } = county;
  const accept = async (...[events, now]: Parameters<typeof models.inbox.accept>): Promise<void> => {
    await models.inbox.accept(events, now);
    if (works) await county.settle();
  };
  const forms = startForms(
    { models, clock: { now: county.now }, accept, log: recordingLog() },
    { ...fileLimits, ...limits },
  );
  const files = startFiles({ models, clock: { now: county.now }, log: recordingLog() });
  const env = { timeZone: 'Asia/Shanghai' } as Parameters<typeof startTrainings>[0]['env'];
  const trainings = startTrainings({ models, clock: { now: county.now }, env, log: recordingLog() });
  const koa = new Koa().use(forms).use(files).use(trainings);
  // Of clients that leave it would tell the console.
  koa.silent = true;
  const server = koa.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    link: async (id, duty, period) => {
      const person = PersonId.parse(id);
      const { school } = (await models.people.byId(person)) ?? {};
      if (!school) throw new Error(`nobody is ${id}`);
      await models.ledger.openSchool(school, county.now());
      const claim = {
        person,
        duty: DutyKey.parse(duty),
        owner: ownerOfSchool(school),
        period: PeriodKey.parse(period),
      };
      return `/forms/${await models.formTokens.issue(claim, county.now())}`;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
