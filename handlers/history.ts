import * as cardTexts from '../config/texts/card.js';
import { dateText } from '../config/texts/format.js';
import { statusText } from '../config/texts/ledger.js';
import * as texts from '../config/texts/lists.js';
import type { PersonId } from '../models/ids.js';
import type { Block } from '../models/message.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import type { Saying } from '../models/press-token.js';
import type { RollEntry } from '../models/roll.js';
import type { Submission, SubmissionState } from '../models/submission.js';
import { dutyOf, labelOf } from './about-record.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { privately } from './missing.js';
import { noSuchDuty, problemSaid } from './question.js';
import { rightsToSee } from './scope.js';
import { findDuty } from './words.js';

/** One phone screen. */
const SHOWN = 10;
/** So many of the newest are looked through for one duty's. */
const LOOK_BACK = 400;
/** A name and a duty; whatever is longer is no question. */
const MOST_WORDS = 3;
const STATES: SubmissionState[] = ['draft', 'handed-in', 'returned', 'accepted', 'declined'];

/** 历史 [任务]: what I handed in, newest first. One's own only, and private: whoever names a colleague is told so. */
export const history: Handler = async (asked, models) => {
  const { speaker } = asked;
  const args = withoutOwnName(asked);
  const duty = args ? findDuty(args, models.catalogue.duties) : undefined;
  if (args && !duty) {
    const isOf = await namesColleague(args, models);
    return isOf
      ? here(texts.historyIsTheirs(rightsToSee(asked).length > 0))
      : problemSaid(noSuchDuty(args, models), asked);
  }
  const mine = { by: speaker._id, owners: [ownerOfPerson(speaker._id)] };
  const all = await models.submissions.latestOf(mine, STATES, duty ? LOOK_BACK : SHOWN + 1);
  const found = duty ? all.filter((record) => record.duty === duty.key) : all;
  const lines = await Promise.all(found.slice(0, SHOWN).map((record) => lineOf(record, asked, models)));
  const more = !duty && found.length > SHOWN;
  const told = texts.history(lines, more);
  if (asked.event.chat.kind === 'group') return [...here(texts.historyInGroup), privately(asked, told)];
  if (lines.length === 0) return here(told);
  const buttons = lines.map(({ no }) => ({ label: cardTexts.see(no), says: `看 ${no}` }));
  const blocks: Block<Saying>[] = [...texts.historyBlocks(lines, more), { kind: 'buttons', buttons }];
  return inCard(asked, told, { title: texts.historyTitle, blocks }, models);
};

/** 历史 韩艳 周记, said by 韩艳, is 历史 周记. */
const withoutOwnName = ({ args, speaker }: Asked): string =>
  args
    .split(/\s+/)
    .filter((word) => ![speaker.name, speaker._id].includes(halfWidth(word)))
    .join(' ');

async function namesColleague(args: string, { people }: Models): Promise<boolean> {
  const words = args.split(/\s+/).slice(0, MOST_WORDS).map(halfWidth);
  const byNumber = await people.byIds(words as PersonId[]);
  const named = await Promise.all(words.map((word) => people.namedAnywhere(word, 1)));
  return byNumber.length + named.flat().length > 0;
}

async function lineOf(record: Submission, { today }: Asked, models: Models): Promise<texts.HistoryLine> {
  return {
    duty: dutyOf(record, models)?.name ?? record.duty,
    label: await labelOf(record, models),
    state: statusText(standingOf(record)),
    at: dateText(record.day, today),
    no: record.no,
  };
}

function standingOf({ state, late }: Submission): Pick<RollEntry, 'status' | 'late'> {
  if (state === 'handed-in' || state === 'declined') return { status: late ? 'late' : 'handed-in' };
  if (state === 'accepted') return { status: state, ...(late && { late }) };
  return { status: state === 'withdrawn' ? 'owed' : state };
}
