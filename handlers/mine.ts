import { dayText, deadlineText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import type { Models } from '../models/models.js';
import { leaveUntil } from '../models/person.js';
import { responsibleFor } from '../models/post.js';
import { HANDED_IN, OWING, type Roll } from '../models/roll.js';
import { type OwnerKey, ownerOfPerson } from '../models/submission.js';
import { type Asked, type Handler, here } from './handler.js';
import { privately } from './missing.js';
import { ownerOf } from './submit.js';

/** How many pages back 我的 looks, and how many of what was handed in it shows: one phone screen. */
const LOOK_BACK = 40;
const SHOW_DONE = 5;

/** 我的: what I owe, what I may still make up for, what I handed in. */
export const mine: Handler = async (asked, models) => {
  await models.ledger.openSchool(asked.speaker.school, asked.now);
  const pages = (
    await Promise.all((await ownersOf(asked, models)).map((owner) => pagesOf(owner, asked, models)))
  ).flat();
  const lines = pages.map((each) => ({ ...each, line: lineOf(each, asked, models) }));
  const open = lines.filter(({ roll, status }) => OWING.includes(status) && roll.lateAfter >= asked.now);
  const overdue = lines.filter(
    ({ roll, status }) => OWING.includes(status) && roll.lateAfter < asked.now && roll.closesAt > asked.now,
  );
  const done = lines
    .filter(({ status }) => HANDED_IN.includes(status))
    .toSorted((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0));
  const until = leaveUntil(asked.speaker, asked.today);
  const text = texts.mine(
    open.map(({ line }) => line),
    overdue.map(({ line }) => line),
    done.slice(0, SHOW_DONE).map(({ line }) => line),
    until && dayText(until),
  );
  // What somebody owes, and that they are on leave, is no matter of a group's.
  return asked.event.chat.kind === 'private' ? here(text) : [...here(texts.mineInGroup), privately(asked, text)];
};

/** Under which names a person stands on the ledger: the own, and the school's where they answer for its duty today. */
async function ownersOf({ speaker, today }: Asked, { catalogue, people }: Models): Promise<OwnerKey[]> {
  const staff = speaker.posts.length > 0 ? await people.ofSchool(speaker.school) : [];
  const forSchool = catalogue.duties.filter(
    ({ owner }) =>
      owner.kind === 'school' &&
      (speaker.posts.includes(owner.post) ||
        responsibleFor(owner.post, catalogue.posts, staff, today)?.person._id === speaker._id),
  );
  return [...new Set([ownerOfPerson(speaker._id), ...forSchool.map((duty) => ownerOf(duty, speaker))])];
}

interface MyPage {
  roll: Roll;
  status: Roll['entries'][number]['status'];
  at?: Date;
}

async function pagesOf(owner: OwnerKey, { now }: Asked, { rolls }: Models): Promise<MyPage[]> {
  const history = await rolls.historyOf(owner, now, LOOK_BACK);
  return history.toReversed().flatMap((roll) => {
    const entry = roll.entries.find((each) => each.owner === owner);
    return entry ? [{ roll, status: entry.status, ...(entry.at && { at: entry.at }) }] : [];
  });
}

const lineOf = ({ roll, status, at }: MyPage, { now }: Asked, { catalogue, calendar }: Models): texts.MyLine => ({
  duty: catalogue.duties.find(({ key }) => key === roll.duty)?.name ?? roll.duty,
  label: roll.label,
  status,
  due: deadlineText(roll.dueAt, now, calendar),
  ...(at && { at: momentText(at, calendar) }),
});
