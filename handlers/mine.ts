import * as cardTexts from '../config/texts/card.js';
import { dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import { notOpened } from '../config/texts/standing-still.js';
import * as wishTexts from '../config/texts/wish.js';
import { handInWords } from '../models/hand-in-words.js';
import type { Models } from '../models/models.js';
import { answered } from '../models/owners.js';
import { leaveUntil } from '../models/presence.js';
import type { Saying } from '../models/press-token.js';
import { HANDED_IN } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import { type StandingStill, standingStill } from '../models/standing-still.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { kindOf } from './leave.js';
import { privately } from './missing.js';
import { ownDrafts } from './own-drafts.js';
import { type CameBack, cameBack, isOf, keptLines, type Line, lineOf, owedLines, owedOn, pagesOf } from './pages-of.js';

/** 我的: what came back, what I owe, what I may still make up for, what waits, what I handed in. */
export const mine: Handler = async (asked, models) => {
  const { speaker, now, today } = asked;
  const pages = await pagesOf(speaker, asked.school, asked, models);
  const owed = owedOn(pages, now);
  const returned = await cameBack(owed.returned, models);
  const kept = await keptLines(speaker, asked.school, asked, models);
  const done = [...kept, ...pages.filter(({ entry }) => HANDED_IN.includes(entry.status))].toSorted(
    (a, b) => (b.entry.at?.getTime() ?? 0) - (a.entry.at?.getTime() ?? 0),
  );
  const begun = await ownDrafts(asked, pages, models);
  const until = leaveUntil(speaker, today);
  const whole = speaker.leaves.find(({ from, to }) => from <= today && to === until);
  const held = await heldOf(asked, models);
  const line = (page: Line): texts.MyLine => lineOf(page, asked, models);
  const text = texts.mine({
    ...owedLines(owed, returned, asked, models, true),
    begun,
    claimed: pages.filter(({ entry }) => entry.status === 'claimed').map(line),
    done: done.map(line),
    ...(until && { leave: dayText(until), leaveKind: kindOf(whole?.reason) }),
    ...(held && { held: notOpened(held) }),
    ...(speaker.wish && { reminded: wishTexts.mine(speaker.wish, models.catalogue.choice) }),
  });
  // What somebody owes, and that they are on leave, is no matter of a group's.
  if (asked.event.chat.kind !== 'private') return [...here(texts.mineInGroup), privately(asked, text)];
  const isTheirs = ({ record, page }: CameBack): boolean => record?.by === speaker._id || isOf(record, page);
  const open = [...owed.soon, ...owed.overdue].map((page) => ({ page }));
  const buttons = buttonsFor(
    [...returned.map((each) => (isTheirs(each) ? each : { page: each.page })), ...open],
    models,
  );
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

/** What its speaker answers for, and is not opened yet for want of a year's holidays. */
async function heldOf({ speaker, school, now, today }: Asked, models: Models): Promise<StandingStill | undefined> {
  const duties = new Set((await answered(speaker, school, models, today)).map(({ duty }) => duty));
  return standingStill([...duties], now, models.calendar, placeOf(school));
}

/** So many things can be handed in from one card: a phone's screen. */
const MOST_TO_HAND_IN = 5;

/** What is open: a page, and the record that came back, where it is theirs to mend. */
type Open = Pick<CameBack, 'page' | 'record'>;

/** A button for each of what is open, what is due first first; what comes in answers or as openings is seen to elsewhere. */
function buttonsFor(open: Open[], { catalogue }: Models): Saying[] {
  const known = open.flatMap(({ page: { roll, entry, whose }, record }) => {
    const duty = catalogue.duties.find(({ key }) => key === (record ?? roll).duty);
    return duty && duty.owner.kind !== 'reviewer' && !duty.quota.openings ? [{ duty, roll, entry, whose, record }] : [];
  });
  return known.slice(0, MOST_TO_HAND_IN).map(({ duty, roll, entry, whose, record }, index) => {
    const several = known.filter((page) => page.duty.key === duty.key).length > 1;
    const which = [several ? roll.label : '', whose].filter(Boolean).join('，');
    const label = entry.status === 'returned' ? cardTexts.mend(duty.word, which) : cardTexts.handIn(duty.word, which);
    const says = record ? `修改 ${record.no}` : handInWords(duty, roll.label, whose);
    return { label, says, ...(index === 0 && { primary: true as const }) };
  });
}
