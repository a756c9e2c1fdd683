import { once } from 'node:events';
import Koa from 'koa';
import { startFiles } from '../../files.js';
import type { PersonId } from '../../models/ids.js';
import type { Session, Training } from '../../models/training.js';
import { startTrainings } from '../../trainings.js';
import type { TestCounty } from './county.js';
import { personId } from './people.js';
import { recordingLog } from './recording-log.js';

export const HOST = personId('J1-C');

/** A morning and an afternoon of 5 December 2026. */
export const SESSIONS: Session[] = [
  { from: new Date('2026-12-05T08:30:00+08:00'), to: new Date('2026-12-05T11:30:00+08:00') },
  { from: new Date('2026-12-05T13:30:00+08:00'), to: new Date('2026-12-05T16:30:00+08:00') },
];

/** Who has a place, where it matters how many. */
export const SIX = ['S1-T1', 'S1-T2', 'S1-T3', 'S2-T1', 'S2-T2', 'S3-T1'];

/** A training that is published, with these people in. */
export async function trainingWith(
  { models }: TestCounty,
  people: string[],
  more: { sessions?: Session[]; programme?: string; host?: PersonId } = {},
): Promise<Training> {
  const now = new Date('2026-11-20T10:00:00+08:00');
  const sessions = more.sessions ?? SESSIONS;
  const training = await models.trainings.draft({
    programme: 'ict',
    title: '信息技术与学科整合培训',
    place: '进修学校报告厅',
    host: HOST,
    audience: { exceptStages: [] },
    also: [],
    except: [],
    places: 50,
    approval: false,
    closesAt: new Date('2026-12-01T17:00:00+08:00'),
    event: `made:${people.join()}:${sessions[0]?.from.toISOString()}`,
    ...more,
    sessions,
  });
  await models.trainings.wish(training, { kind: 'publish', event: 'published', now });
  for (const each of people) {
    const person = personId(each);
    const school = (await models.people.byId(person))?.school;
    if (!school) throw new Error(`nobody is ${each}`);
    await models.trainings.wish(training, { kind: 'sign-up', person, school, event: `in:${each}`, now });
  }
  const made = await models.trainings.byNo(training._id);
  if (!made) throw new Error('it is gone');
  return made;
}

/** What somebody is answered, and what they were told last. */
export const talkingTo = (county: TestCounty) => ({
  answer: async (...said: Parameters<TestCounty['say']>): Promise<string> => (await county.say(...said)).join('\n'),
  saidTo: (who: string): string => county.toldTo(who).at(-1) ?? '',
});

/** A county's training pages, and the files of what people send, on a real server. */
export async function startTrainingPages({ models, now }: TestCounty) {
  const env = { timeZone: 'Asia/Shanghai' } as Parameters<typeof startTrainings>[0]['env'];
  const pages = startTrainings({ models, clock: { now }, env, log: recordingLog() });
  const files = startFiles({ models, clock: { now }, log: recordingLog() });
  const server = new Koa().use(pages).use(files).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
