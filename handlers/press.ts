import * as bindTexts from '../config/texts/bind.js';
import * as texts from '../config/texts/card.js';
import { momentText } from '../config/texts/format.js';
import type { FormValues, PressEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import { rightsOf } from '../models/person.js';
import { here, type Say } from './handler.js';
import { onPressed } from './pressed-card.js';
import { answer, isQuestion, match } from './router.js';

/**
 * Works a pressed button: what it says is said for whoever pressed it, as if they had typed it in private, and answered
 * by the same routes; so a button can do nothing that words cannot, and where there are no buttons the words do the
 * same. Who pressed is known from the platform; the button's own token says for whom it was made, what it says, and
 * until when.
 */
export async function answerPress(press: PressEvent, models: Models, now: Date): Promise<Say[]> {
  const { key, chat, by, values, sentAt } = press;
  const person = await models.accounts.usedBy(chat.platform, by.account, now);
  if (!person) return here(bindTexts.howToBind);
  const claim = await models.pressTokens.open(by.ref, now);
  if (!claim) return here(texts.gone);
  if (claim.person && claim.person !== person) return here(texts.notMeant);
  const speaker = await models.people.byId(person);
  const school = speaker && (await models.schools.byCode(speaker.school));
  if (!speaker || speaker.endedOn || !school) return here(texts.gone);
  const text = filledIn(claim.says, values);
  const said = { key, chat, account: by.account, text, attachments: [], sentAt, shownAt: claim.madeAt };
  const event = { ...said, replyTo: by.messageId };
  const rights = rightsOf(speaker, models.catalogue.posts);
  const says = await answer({ event, now, today: models.calendar.dayOf(now), speaker, school, rights }, models);
  const isList = isQuestion(match(text, models.catalogue.duties));
  if (!isList) return onPressed(says, press, person, models);
  const hasMovedOn = now.getTime() - claim.madeAt.getTime() > FRESH_MS;
  return hasMovedOn ? asOf(says, models, now) : says;
}

/** What an older card shows may have changed since. In milliseconds. */
const FRESH_MS = 3600_000;

/** An answer that says of when it is, at its end: what stands on the card that was pressed is older. */
function asOf(says: Say[], { calendar }: Models, now: Date): Say[] {
  const words = texts.asOf(momentText(now, calendar));
  return says.map((say, index) => {
    if (index < says.length - 1) return say;
    const card = say.card && { ...say.card, blocks: [...say.card.blocks, { kind: 'text', text: words } as const] };
    return { ...say, text: `${say.text}\n${words}`, ...(card && { card }) };
  });
}

/** 请假 到 {until}: with what was filled in under that name, which is never looked into for names again. */
const filledIn = (says: string, values: FormValues): string =>
  says.replace(/\{(\w+)\}/g, (_, key: string) => [values[key] ?? []].flat().join('、')).trim();
