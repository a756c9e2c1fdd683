import * as texts from '../config/texts/case.js';
import { canPass } from '../models/case.js';
import { deciderOfCase } from '../models/decider.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import { nextNamed, nextToAnswer } from '../models/next-to-answer.js';
import { PRESS_MS } from '../models/press-token.js';
import { placeOf } from '../models/school.js';
import { titleOf } from '../models/title.js';

/**
 * Cases nobody decided in time go to somebody above, once, on a school day within the hours. The message has a key of
 * its own and is put before the case changes hands, so that it may run again. Answers how many went.
 */
export async function raiseCases(models: Models, now: Date): Promise<number> {
  const { calendar, catalogue, cases, people } = models;
  if (isQuiet(now, calendar, catalogue.budget)) return 0;
  const day = calendar.dayOf(now);
  let raised = 0;
  for (const each of await cases.rising(day)) {
    const [school, person, page] = await Promise.all([
      models.schools.byCode(each.school),
      people.byId(each.person),
      models.rolls.get(each.roll),
    ]);
    if (!school || calendar.kindOf(day, placeOf(school)) !== 'school') continue;
    const duty = catalogue.duties.find(({ key }) => key === each.duty);
    if (!duty || !person || !page) continue;
    const not = [each.person, each.decider];
    const above = await deciderOfCase({ duty, period: page.period, school, not }, models, day);
    if (!above) continue;
    const next = each.claim === 'not-mine' ? await nextToAnswer(each, models, day) : undefined;
    const about = {
      ...each,
      name: person.name,
      title: `${duty.name}（${titleOf(page)}）`,
      canPass: each.claim === 'not-mine' && canPass(duty),
      ...nextNamed(next, above._id),
    };
    const until = new Date(now.getTime() + PRESS_MS);
    const card = await models.pressTokens.sign(texts.risenCard(about), above._id, until);
    const content = { kind: 'card' as const, text: texts.risen(about), card };
    const dispatch = { kind: 'private' as const, person: above._id, content, unasked: true as const };
    await models.outbox.enqueue([{ key: `case:${each._id}`, dispatch }], now);
    await cases.rise(each, above._id);
    raised += 1;
  }
  return raised;
}
