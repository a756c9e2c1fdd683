import * as texts from '../config/texts/occasion.js';
import { ownerText } from '../config/texts/owner-name.js';
import { notFound } from '../config/texts/review.js';
import type { Models } from '../models/models.js';
import type { Occasion } from '../models/occasion.js';
import { ownerNames } from '../models/owner-name.js';
import { readNo } from '../models/record-no.js';
import type { SubmissionState } from '../models/submission.js';
import { named } from './about-record.js';
import { askToChoose } from './choice.js';
import { type Handler, here } from './handler.js';
import { isOpened, type Opened, openersOf, openingPosts } from './occasion-day.js';

const STATES: SubmissionState[] = ['handed-in', 'accepted', 'declined', 'returned'];

/**
 * 收进 编号 [第3期]: puts a record into an issue, whose count it is then in: what came while none was open, or into one
 * that was called off. By holders of the posts that open them (BR4).
 */
export const putIn: Handler = async (asked, models) => {
  const [first = '', label = ''] = asked.args.split(/[\s:：,，]+/);
  const no = readNo(first);
  const example = models.catalogue.duties.find(({ late }) => late === 'next')?.word ?? '';
  if (!no) return asked.event.chat.kind === 'group' && asked.args ? [] : here(texts.howToPutIn(example));
  const found = await named(no, asked, models);
  if (!found) return here(notFound(no));
  const { record, duty } = found;
  if (!isOpened(duty) || duty.late !== 'next') return here(texts.notPutIn(no, duty.name));
  if (openingPosts(duty, asked).length === 0) return here(texts.mayNotPutIn(duty.name, openersOf(duty, models)));
  if (!STATES.includes(record.state)) return here(texts.notThere(no));
  const fits = await issuesFor(duty, label, models);
  const [issue, ...others] = fits;
  if (!issue) return here(texts.noneToPutIn(duty.name, label));
  if (others.length > 0) {
    const choices = fits.map((each) => ({ label: each.label, says: `收进 ${no} ${each.label}` }));
    return askToChoose(asked, texts.whichToPutIn(no), choices, texts.howToPutIn(duty.word));
  }
  const called = { duty: duty.name, title: issue.label };
  const done = record.changes.some(({ event }) => event === asked.event.key);
  if (record.period === issue.period && !done) return here(texts.stoodIn(no, called));
  const cause = { event: asked.event.key, by: asked.speaker._id, now: asked.now };
  const revision = { state: record.state, period: issue.period };
  const changed = await models.submissions.change(record._id, [record.state], revision, cause);
  if (!changed) return here(texts.notThere(no));
  await models.ledger.follow(changed, asked.now);
  const [place] = changed.counts;
  const whose = place && (await ownerNames([place.owner], models)).get(place.owner);
  return [
    ...here(texts.putIn(no, whose ? ownerText(whose) : '', called)),
    ...(changed.by === asked.speaker._id ? [] : [{ to: changed.by, text: texts.yoursIsPutIn(no, called) }]),
  ];
};

/** The one named, the newest of that number; else those being collected. */
async function issuesFor({ key }: Opened, label: string, { occasions }: Models): Promise<Occasion[]> {
  const all = await occasions.ofDuty(key);
  if (!label) return all.filter(({ state }) => state === 'open');
  return all.filter((each) => each.label === label && each.state !== 'cancelled').slice(-1);
}
