import * as texts from '../config/texts/hours.js';
import type { Attendance } from '../models/attendance.js';
import type { Certificate, Certified } from '../models/certificate.js';
import { groupBy } from '../models/group-by.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { School } from '../models/school.js';
import type { Training, TrainingHead } from '../models/training.js';
import { TrainingProgramme } from '../models/training-programme.js';
import { type Ending, type HoursRule, type Result, resultsOf } from '../models/training-result.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { trainingNamed } from './training-named.js';

const ISSUE = '发证';

/** 结业 3: how a training ended, and with 发证 behind it the certificates of those who finished. */
export const certify: Handler = async (asked, models) => {
  const { args, speaker, rights, now } = asked;
  const found = await trainingNamed(args, '结业', models);
  if ('problem' in found) return here(found.problem);
  const { training: head, rest } = found;
  if (!rights.has('run-trainings') && head.host !== speaker._id) return here(texts.mayNot);
  const training = await models.trainings.byNo(head._id);
  if (!training || now < head.ends || head.state === 'cancelled' || head.state === 'draft')
    return here(texts.notOver(head));
  const attendances = await models.attendances.of(training._id);
  if (attendances.length === 0) return here(texts.nothingKnown(training));
  const ended = await howItEnded(training, attendances, models);
  if (rest === ISSUE) return issue(training, ended, asked, models);
  const named = (ending: Ending): string[] =>
    ended.filter(({ result }) => result.ending === ending).map(({ person }) => person.name);
  const counted = {
    finished: named('finished').length,
    part: named('part'),
    excused: named('excused'),
    absent: named('absent'),
    ...issuedOf(ended, await models.certificates.of(training._id)),
  };
  return [{ text: texts.toCertify(training, counted), to: asked.event.chat.kind === 'group' ? speaker._id : 'here' }];
};

/** How many of those who finished were given one; and the last of each of whom none counts any more. */
function issuedOf(ended: readonly Ended[], all: readonly Certificate[]): Pick<texts.Counted, 'issued' | 'revoked'> {
  const given = groupBy(all, ({ person }) => person);
  const finished = ended.filter(({ result, person }) => result.ending === 'finished' && given.has(person._id));
  const last = [...given.values()].flatMap((own) => (own.every(({ revoked }) => revoked) ? own.slice(-1) : []));
  return { issued: finished.length, revoked: last };
}

interface Ended {
  result: Result;
  person: Person;
  school: School | undefined;
}

/** How a training ended for everybody, by school and name. */
async function howItEnded(training: Training, attendances: readonly Attendance[], models: Models): Promise<Ended[]> {
  const results = resultsOf(training, attendances, programmeOf(training, models), models.calendar);
  const byPerson = new Map(results.map((each) => [each.person, each]));
  const people = await models.people.byIds([...byPerson.keys()]);
  const schools = await models.schools.byCodes([...new Set(people.map(({ school }) => school))]);
  return schools.flatMap((school) =>
    people.flatMap((person) => {
      const result = byPerson.get(person._id);
      return person.school === school._id && result ? [{ result, person, school }] : [];
    }),
  );
}

/** The programme a training was made from; where a county has taken it out since, one by the usual rules. */
export const programmeOf = ({ programme, title }: TrainingHead, { catalogue }: Models): HoursRule & TrainingProgramme =>
  catalogue.trainings.find(({ key }) => key === programme) ??
  TrainingProgramme.parse({ key: 'gone', row: 'C1', name: title, word: title.slice(0, 12), audience: {} });

async function issue(training: Training, ended: Ended[], asked: Asked, models: Models): Promise<Say[]> {
  const before = new Set((await models.certificates.of(training._id)).map(({ person }) => person));
  const certificates = await models.certificates.issue(await finishedOf(training, ended, asked, models));
  const fresh = certificates.filter(({ person, event }) => !before.has(person) || event === asked.event.key);
  const told = await Promise.all(
    fresh.map(
      async (each): Promise<Say> => ({
        text: texts.granted(each, await linkTo(each, models)),
        to: each.person,
      }),
    ),
  );
  return [...here(texts.certified(training, fresh.length)), ...told];
}

async function finishedOf(
  training: Training,
  ended: readonly Ended[],
  asked: Asked,
  models: Models,
): Promise<Certified[]> {
  const issuer = await issuerOf(training, models);
  return ended
    .filter(({ result }) => result.ending === 'finished')
    .map((each) => ({ ...certified(training, each, asked, models), issuer }));
}

/** What somebody would be certified now, for a training that is over; undefined where it is not finished for them. */
export async function certifiedNow(
  training: Training,
  whose: PersonId,
  asked: Asked,
  models: Models,
): Promise<Certified | undefined> {
  const ended = await howItEnded(training, await models.attendances.of(training._id), models);
  const own = ended.filter(({ person }) => person._id === whose);
  return (await finishedOf(training, own, asked, models)).at(0);
}

function certified(
  training: Training,
  { person, school, result }: Ended,
  asked: Asked,
  models: Models,
): Omit<Certified, 'issuer'> {
  const { calendar } = models;
  const programme = programmeOf(training, models);
  const to = calendar.dayOf(training.ends);
  return {
    training: training._id,
    person: person._id,
    name: person.name,
    school: person.school,
    schoolName: school?.name ?? '',
    programme: training.programme,
    title: training.title,
    from: calendar.dayOf(training.begins),
    to,
    hours: result.hours,
    type: programme.hoursType,
    year: Number(to.slice(0, 4)),
    issuedOn: asked.today,
    event: asked.event.key,
  };
}

/** The school of whoever holds a training. */
async function issuerOf({ host }: Training, { people, schools }: Models): Promise<string> {
  const person = await people.byId(host);
  return (person && (await schools.byCode(person.school)))?.name ?? '';
}

/** The page of a certificate; undefined where the county has no address for pages. */
export async function linkTo(
  certificate: Certificate,
  { certificates, publicUrl }: Models,
): Promise<string | undefined> {
  return publicUrl && `${publicUrl}/certificates/${await certificates.refOf(certificate)}`;
}
