import * as cardTexts from '../config/texts/card.js';
import { dateText, dayText, deadlineText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import * as wishTexts from '../config/texts/wish.js';
import { handInWords } from '../models/hand-in-words.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, ownerOfPerson } from '../models/owner.js';
import { seesTo } from '../models/owners.js';
import { leaveUntil } from '../models/presence.js';
import type { Saying } from '../models/press-token.js';
import { lastComment } from '../models/reviewing.js';
import { HANDED_IN, OWING, type OwnPage, type RollEntry } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { privately } from './missing.js';
import { namesOfOwners } from './owner-names.js';

/** How many pages back 我的 looks, and how many of what was handed in it shows: one phone screen. */
const LOOK_BACK = 120;
const SHOW_DONE = 5;
/** What is due later than this is told in one line a day it is due; in milliseconds. */
const SOON_MS = 14 * 24 * 3600 * 1000;

interface MyPage {
  roll: OwnPage;
  entry: RollEntry;
  /** Whose it is, where it is neither the own nor the own school's. */
  whose: string;
}

/** 我的: what came back, what I owe, what I may still make up for, what waits, what I handed in. */
export const mine: Handler = async (asked, models) => {
  const { speaker, now, today } = asked;
  await models.ledger.openSchool(speaker.school, now);
  const theirs = await seesTo(speaker, asked.school, models, today);
  const all = await Promise.all(theirs.owners.map((owner) => pagesOf(owner, asked, models)));
  const pages = all.flat().filter(({ roll, entry }) => theirs.covers(roll.duty, entry.owner));
  const open = pages
    .filter(({ roll, entry }) => OWING.includes(entry.status) && roll.closesAt > now)
    .toSorted((a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime());
  const returned = open.filter(({ entry }) => entry.status === 'returned');
  const owed = open.filter(({ entry, roll }) => entry.status !== 'returned' && roll.lateAfter >= now);
  // What was begun is never far away: it waits for one step more.
  const soon = owed.filter(
    ({ roll, entry }) => entry.status === 'draft' || roll.dueAt.getTime() - now.getTime() < SOON_MS,
  );
  const overdue = open.filter(({ entry, roll }) => entry.status !== 'returned' && roll.lateAfter < now);
  const done = pages
    .filter(({ entry }) => HANDED_IN.includes(entry.status))
    .toSorted((a, b) => (b.entry.at?.getTime() ?? 0) - (a.entry.at?.getTime() ?? 0));
  const until = leaveUntil(speaker, today);
  const line = (page: MyPage): texts.MyLine => lineOf(page, asked, models);
  const text = texts.mine({
    returned: await Promise.all(returned.map((page) => returnedLine(page, asked, models))),
    open: soon.map(line),
    later: owed.filter((page) => !soon.includes(page)).map(line),
    overdue: overdue.map(line),
    claimed: pages.filter(({ entry }) => entry.status === 'claimed').map(line),
    done: done.slice(0, SHOW_DONE).map(line),
    ...(until && { leave: dayText(until) }),
    ...(speaker.wish && { reminded: wishTexts.mine(speaker.wish, models.catalogue.choice) }),
  });
  // What somebody owes, and that they are on leave, is no matter of a group's.
  if (asked.event.chat.kind !== 'private') return [...here(texts.mineInGroup), privately(asked, text)];
  const buttons = buttonsFor([...returned, ...soon, ...overdue], models);
  const title = texts.mineTitle(speaker.name);
  return inCard(
    asked,
    text,
    {
      title,
      blocks: [
        { kind: 'text', text },
        { kind: 'buttons', buttons },
      ],
    },
    models,
  );
};

/** So many things can be handed in from one card: a phone's screen. */
const MOST_TO_HAND_IN = 5;

/** A button for each page that is open, what is due first first; what comes in answers or as openings is seen to elsewhere. */
function buttonsFor(pages: MyPage[], { catalogue }: Models): Saying[] {
  const known = pages.flatMap(({ roll, entry, whose }) => {
    const duty = catalogue.duties.find(({ key }) => key === roll.duty);
    return duty && duty.owner.kind !== 'reviewer' && !duty.quota.openings ? [{ duty, roll, entry, whose }] : [];
  });
  return known.slice(0, MOST_TO_HAND_IN).map(({ duty, roll, entry, whose }, index) => {
    const several = known.filter((page) => page.duty.key === duty.key).length > 1;
    const which = [several ? roll.label : '', whose].filter(Boolean).join('，');
    const label = entry.status === 'returned' ? cardTexts.mend(duty.word, which) : cardTexts.handIn(duty.word, which);
    return { label, says: handInWords(duty, roll.label, whose), ...(index === 0 && { primary: true as const }) };
  });
}

async function pagesOf(owner: OwnerKey, { now, speaker }: Asked, models: Models): Promise<MyPage[]> {
  const history = await models.rolls.historyOf(owner, now, LOOK_BACK);
  const own = owner === ownerOfPerson(speaker._id) || owner.startsWith('school:');
  const [whose = ''] = own ? [] : await namesOfOwners([owner], models);
  return history.flatMap((roll) => {
    const entry = roll.entries.find((each) => each.owner === owner);
    return entry ? [{ roll, entry, whose }] : [];
  });
}

function lineOf({ roll, entry, whose }: MyPage, { now }: Asked, { catalogue, calendar }: Models): texts.MyLine {
  const { status, late, at, have, need } = entry;
  return {
    duty: catalogue.duties.find(({ key }) => key === roll.duty)?.name ?? roll.duty,
    label: [titleOf(roll), whose].filter(Boolean).join('，'),
    status,
    ...(late && { late }),
    due: deadlineText(roll.dueAt, now, calendar),
    ...(need !== undefined && { have: have ?? 0, need }),
    ...(at && { at: momentText(at, calendar) }),
  };
}

/** What came back, with the day it is owed again by and what was said of it. */
async function returnedLine(page: MyPage, asked: Asked, models: Models): Promise<texts.MyLine> {
  const { entry } = page;
  const record = entry.submission ? await models.submissions.get(entry.submission) : undefined;
  const comment = record && lastComment(record);
  return {
    ...lineOf(page, asked, models),
    ...(entry.due && { due: dateText(entry.due) }),
    ...(comment && { comment }),
  };
}
