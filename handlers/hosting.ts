import * as texts from '../config/texts/check-in.js';
import { sentence } from '../config/texts/check-in-page.js';
import type { Attendance, Ticking } from '../models/attendance.js';
import type { Half } from '../models/check-in-code.js';
import { groupBy } from '../models/group-by.js';
import type { HostClaim } from '../models/host-token.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { rightsOf } from '../models/person.js';
import { type CheckInScreen, halfAt, type RollCall, type RollCallPerson } from '../models/roll-call.js';
import { heldOf, type Training, type TrainingHead } from '../models/training.js';
import { type Handler, here } from './handler.js';
import { trainingNamed } from './training-named.js';

/** 签到页 3: the link to the pages with which a training is held. */
export const hostPages: Handler = async ({ args, speaker, rights, event, now }, models) => {
  const found = await trainingNamed(args, '签到页', models);
  if ('problem' in found) return here(found.problem);
  const { training } = found;
  if (!mayHost(training, speaker._id, rights.has('run-trainings'))) return here(texts.notHost);
  if (!isHeld(training)) return here(texts.notPublished(training));
  if (!models.publicUrl) return here(texts.noPages);
  const token = await models.hostTokens.issue({ person: speaker._id, training: training._id }, now);
  const link = `${models.publicUrl}/trainings/open/${token}`;
  // Whoever has the link holds the check-in: it is said privately, wherever it was asked for.
  return [{ text: texts.hostLink(training, link), to: event.chat.kind === 'group' ? speaker._id : 'here' }];
};

const mayHost = ({ host }: TrainingHead, person: PersonId, isRunner: boolean): boolean => isRunner || host === person;
const isHeld = ({ state }: TrainingHead): boolean => state === 'open' || state === 'closed';

/** The training of a link, as long as whoever was given it may hold it. */
export async function hosted({ person, training: no }: HostClaim, models: Models): Promise<Training | undefined> {
  const [training, host] = await Promise.all([models.trainings.byNo(no), models.people.byId(person)]);
  if (!training || !host || host.endedOn || !isHeld(training)) return undefined;
  const isRunner = rightsOf(host, models.catalogue.posts).has('run-trainings');
  return mayHost(training, person, isRunner) ? training : undefined;
}

/** What the screen in the room shows; without a session and half named, those of now. */
export async function checkInScreen(
  training: Training,
  wanted: { session?: number; half?: Half },
  models: Models,
  now: Date,
): Promise<CheckInScreen> {
  const { session, half } = { ...halfAt(training.sessions, now), ...wanted };
  const [rows, { code, until }] = await Promise.all([
    models.attendances.of(training._id),
    models.checkInCodes.shown({ training: training._id, session, half }, now),
  ]);
  const said = sentence(half, code);
  const at = training.sessions[session];
  return {
    title: training.title,
    session: at ? texts.sessionText(at, models.calendar) : '',
    half,
    code,
    lastsMs: until.getTime() - now.getTime(),
    says: models.publicUrl ? `${models.publicUrl}/check-in/${half}/${code}` : said,
    here: rows.filter((row) => row.session === session && row[half]).length,
    of: heldOf(training).length,
  };
}

/** The list of a training: who holds a place, and whoever came without one; school by school. */
export async function rollCall(training: Training, models: Models, now: Date): Promise<RollCall> {
  const rows = groupBy(await models.attendances.of(training._id), ({ person }) => person);
  const ids = new Set([...heldOf(training).map(({ person }) => person), ...rows.keys()]);
  const [people, schools] = await Promise.all([models.people.byIds([...ids]), models.schools.all()]);
  const place = new Map(schools.map(({ _id }, index) => [_id, index]));
  const names = new Map(schools.map(({ _id, name }) => [_id, name]));
  const listed = people.toSorted((a, b) => (place.get(a.school) ?? 0) - (place.get(b.school) ?? 0));
  return {
    training: training._id,
    title: training.title,
    place: training.place,
    sessions: training.sessions.map((session) => texts.sessionText(session, models.calendar)),
    ...halfAt(training.sessions, now),
    people: listed.map(({ _id, name, school }) => ({
      id: _id,
      name,
      school: names.get(school) ?? '',
      ticks: ticksOf(training, rows.get(_id) ?? []),
    })),
  };
}

const ticksOf = ({ sessions }: Training, own: readonly Attendance[]): RollCallPerson['ticks'] =>
  sessions.map((_, index) => {
    const row = own.find(({ session }) => session === index);
    return { in: row?.in !== undefined, out: row?.out !== undefined, excused: row?.excused !== undefined };
  });

/** People of one name a county may have; more are told apart by their numbers. */
const MOST_OF_A_NAME = 20;

/** A tick as a page sends it; `agoMs`: how long it waited for a network. */
export interface PageTick extends Pick<Ticking, 'session' | 'tick' | 'on'> {
  person: string;
  agoMs: number;
}

/** Ticks of the host's roll call; of people the roster does not know, and sessions there are not, nothing is noted. */
export async function tickAll(
  training: Training,
  ticks: readonly PageTick[],
  by: PersonId,
  models: Models,
  now: Date,
): Promise<void> {
  const known = new Set(
    (await models.people.byIds(ticks.map(({ person }) => person as PersonId))).map(({ _id }) => _id),
  );
  // What was ticked and taken back while there was no network arrives together: the last of it counts.
  const last = new Map(ticks.map((each) => [`${each.session}:${each.person}:${each.tick}`, each]));
  const all = [...last.values()].flatMap(({ person, session, tick, on, agoMs }): Ticking[] => {
    const id = person as PersonId;
    if (!known.has(id) || !training.sessions[session]) return [];
    return [{ person: id, session, tick, on, at: new Date(now.getTime() - agoMs), how: 'roll-call', by }];
  });
  await models.attendances.tick(training._id, all);
}

/** Whom of the roster the host means who wants to add somebody that came without a place: by name or number. */
export async function toAdd(typed: string, models: Models): Promise<{ id: PersonId; name: string; school: string }[]> {
  const byNumber = await models.people.byId(typed.trim() as PersonId);
  const isNumber = byNumber && !byNumber.endedOn;
  const people = isNumber ? [byNumber] : await models.people.namedAnywhere(typed, MOST_OF_A_NAME);
  const schools = await models.schools.byCodes(people.map(({ school }) => school));
  const names = new Map(schools.map(({ _id, name }) => [_id, name]));
  return people.map(({ _id, name, school }) => ({ id: _id, name, school: names.get(school) ?? '' }));
}
