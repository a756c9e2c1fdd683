import * as cardTexts from '../config/texts/card.js';
import { dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import * as wishTexts from '../config/texts/wish.js';
import { handInWords } from '../models/hand-in-words.js';
import type { Models } from '../models/models.js';
import { leaveUntil } from '../models/presence.js';
import type { Saying } from '../models/press-token.js';
import { HANDED_IN } from '../models/roll.js';
import { type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { kindOf } from './leave.js';
import { privately } from './missing.js';
import { ownDrafts } from './own-drafts.js';
import { lineOf, owedLines, owedOn, type PersonPage, pagesOf } from './pages-of.js';

/** 我的: what came back, what I owe, what I may still make up for, what waits, what I handed in. */
export const mine: Handler = async (asked, models) => {
  const { speaker, now, today } = asked;
  const pages = await pagesOf(speaker, asked.school, asked, models);
  const owed = owedOn(pages, now);
  const done = pages
    .filter(({ entry }) => HANDED_IN.includes(entry.status))
    .toSorted((a, b) => (b.entry.at?.getTime() ?? 0) - (a.entry.at?.getTime() ?? 0));
  const begun = await ownDrafts(asked, pages, models);
  const until = leaveUntil(speaker, today);
  const whole = speaker.leaves.find(({ from, to }) => from <= today && to === until);
  const line = (page: PersonPage): texts.MyLine => lineOf(page, asked, models);
  const text = texts.mine({
    ...(await owedLines(owed, asked, models, true)),
    begun,
    claimed: pages.filter(({ entry }) => entry.status === 'claimed').map(line),
    done: done.map(line),
    ...(until && { leave: dayText(until), leaveKind: kindOf(whole?.reason) }),
    ...(speaker.wish && { reminded: wishTexts.mine(speaker.wish, models.catalogue.choice) }),
  });
  // What somebody owes, and that they are on leave, is no matter of a group's.
  if (asked.event.chat.kind !== 'private') return [...here(texts.mineInGroup), privately(asked, text)];
  const buttons = buttonsFor([...owed.returned, ...owed.soon, ...owed.overdue], models);
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
function buttonsFor(pages: PersonPage[], { catalogue }: Models): Saying[] {
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
