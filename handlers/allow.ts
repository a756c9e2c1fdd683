import * as texts from '../config/texts/allow.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import { readNo } from '../models/record-no.js';
import type { Allowed, Submission, SubmissionState } from '../models/submission.js';
import { dutyOf, labelOf } from './about-record.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { findDuty } from './words.js';

/** What others could read: not a draft, nor what was taken back. */
const STATES: SubmissionState[] = ['handed-in', 'returned', 'accepted', 'declined'];
const LOOK_BACK = 100;
type Opened = NonNullable<Duty['ifAllowed']>;

/**
 * 公开 编号|任务 [全县]: lets the own school, or the county as well, read one record of one's own in full (B20);
 * 不公开 编号|任务 takes that back. The owner decides it and nobody else; what was never allowed stays closed.
 */
export const allow =
  (opens: boolean): Handler =>
  async (asked, models) => {
    const { about, to } = readWish(asked.args);
    if (!about) return here(howTo(models));
    const duty = findDuty(about, models.catalogue.duties);
    if (duty && !duty.ifAllowed) return here(texts.ruled(duty.name));
    const record = await ownRecord(about, duty, asked, models);
    const known = record && dutyOf(record, models);
    if (!record || !known) return here(texts.notOwn(duty?.name ?? `编号${about}的材料`));
    if (!known.ifAllowed) return here(texts.ruled(known.name));
    if (opens && to === 'county' && known.ifAllowed.county.length === 0) return here(texts.noCounty(known.name));
    return decide(record, known, opens ? to : undefined, asked, models);
  };

/** APT868 全县: which one, and for whom; nobody named is the own school. */
function readWish(args: string): { about: string; to: Allowed } {
  const said = /^(.*?)\s*(本校|全校|全县)?$/u.exec(args.trim());
  return { about: said?.[1] ?? '', to: said?.[2] === '全县' ? 'county' : 'school' };
}

async function ownRecord(
  about: string,
  duty: Duty | undefined,
  { speaker }: Asked,
  { submissions }: Models,
): Promise<Submission | undefined> {
  const owner = ownerOfPerson(speaker._id);
  const no = duty ? undefined : readNo(about);
  const all = duty
    ? await submissions.latestOf({ by: speaker._id, owners: [owner] }, STATES, LOOK_BACK)
    : no
      ? await submissions.numbered(no)
      : [];
  return all.find((each) => each.owner === owner && STATES.includes(each.state) && (!duty || each.duty === duty.key));
}

async function decide(
  record: Submission,
  duty: Duty,
  to: Allowed | undefined,
  { event, speaker, now }: Asked,
  models: Models,
): Promise<Say[]> {
  await models.allowing.set(record, to, { event: event.key, by: speaker._id, now });
  const about = { duty: duty.name, label: await labelOf(record, models), no: record.no };
  return here(to && duty.ifAllowed ? texts.allowed(about, readersOf(duty.ifAllowed, to, models)) : texts.closed(about));
}

/** 本校教科室主任、校长和全县教研员: who reads what was allowed. */
export function readersOf({ school, county }: Opened, to: Allowed, { catalogue }: Pick<Models, 'catalogue'>): string {
  const named = (keys: readonly string[]): string[] =>
    keys.map((key) => catalogue.posts.find((post) => post.key === key)?.name ?? key);
  return texts.whoReads({ school: named(school), county: to === 'county' ? named(county) : [] });
}

function howTo(models: Models): string {
  const duty = models.catalogue.duties.find(({ ifAllowed }) => ifAllowed);
  if (!duty?.ifAllowed) return texts.noneSuch;
  const { school, county } = duty.ifAllowed;
  const also = county.length > 0 ? readersOf({ school: [], county }, 'county', models) : '';
  return texts.how(duty.word, readersOf({ school, county: [] }, 'school', models), also);
}
