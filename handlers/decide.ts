import * as texts from '../config/texts/case.js';
import type { Case, Verdict } from '../models/case.js';
import type { Models } from '../models/models.js';
import { readNo } from '../models/record-no.js';
import { OWING } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import { type Asked, type Handler, here, type Say } from './handler.js';

/** 认可 编号 · 仍请交 编号 [要说的话]: by whom it was put to, or whoever may act for that colleague. */
export const decide =
  (wish: 'granted' | 'kept'): Handler =>
  async (asked, models) => {
    const [typed = '', ...rest] = asked.args.split(/\s+/);
    if (!typed) return here(texts.howToDecide);
    const no = readNo(typed);
    const found = no ? await models.cases.byNo(no) : undefined;
    if (!found || !mayDecide(found, asked)) return here(texts.noSuch(typed));
    const decision = { by: asked.speaker._id, at: asked.now, event: asked.event.key, words: rest.join(' ') };
    const verdict = (await isOwed(found, models)) || isAgain(found, asked) ? wish : 'moot';
    const decided = await models.cases.decide(found, { verdict, ...decision });
    if (!decided || !isAgain(decided, asked)) return here(texts.already(found.no));
    if (decided.decided?.verdict === 'granted') await exempt(decided, asked, models);
    return told(decided, decided.decided?.verdict ?? verdict, rest.join(' '), asked, models);
  };

/** Nobody decides about themselves. */
function mayDecide({ decider, person, school }: Case, { speaker, rights }: Asked): boolean {
  if (person === speaker._id) return false;
  if (!rights.has('act-for')) return false;
  return decider === speaker._id || speaker.school === school || rights.has('see-county');
}

/** Whether this very event decided it: its handler may run a second time. */
const isAgain = ({ decided }: Case, { event }: Asked): boolean => decided?.event === event.key;

async function isOwed({ roll, owners }: Case, { rolls }: Models): Promise<boolean> {
  const page = await rolls.get(roll);
  return page?.entries.some(({ owner, status }) => owners.includes(owner) && OWING.includes(status)) ?? false;
}

async function exempt({ roll, duty, owners, claim }: Case, { speaker, now }: Asked, models: Models): Promise<void> {
  const page = await models.rolls.get(roll);
  if (!page) return;
  const reason = texts.reason(claim, speaker.name);
  for (const owner of owners)
    await models.exemptions.grant({ duty, owner, period: page.period, reason, by: speaker._id, at: now });
  await models.ledger.refresh(roll);
}

const RECEIPTS: Record<Verdict, (about: texts.CaseText) => string> = {
  granted: texts.granted,
  kept: texts.kept,
  moot: texts.moot,
};

async function told(found: Case, verdict: Verdict, words: string, asked: Asked, models: Models): Promise<Say[]> {
  const [person, page] = await Promise.all([models.people.byId(found.person), models.rolls.get(found.roll)]);
  const duty = models.catalogue.duties.find(({ key }) => key === found.duty);
  const title = `${duty?.name ?? ''}（${page ? titleOf(page) : ''}）`;
  const about = { name: person?.name ?? '', title, claim: found.claim, words: found.words, no: found.no };
  const receipt = asked.event.chat.kind === 'private' ? RECEIPTS[verdict](about) : texts.inGroup(found.no);
  if (verdict === 'moot') return here(receipt);
  const by = asked.speaker.name;
  const text = verdict === 'granted' ? texts.youAreFree(title, by) : texts.stillPlease(title, by, words);
  return [...here(receipt), { to: found.person, text }];
}
