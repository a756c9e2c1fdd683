import { WORD as ONE_BY_ONE } from '../config/texts/dialogue.js';
import * as texts from '../config/texts/submit.js';
import { isFree } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { answered, isPersonal, ownersOf } from '../models/owners.js';
import { aside } from './aside.js';
import { beginDialogue } from './begin-dialogue.js';
import { askToChoose } from './choice.js';
import { askWhose, chooseOwner } from './choose-owner.js';
import { askWho, colleagueAhead, findColleague } from './colleague.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { LAST, NAMED } from './period-words.js';
import { noSuchDuty, problemSaid } from './question.js';
import { type ReadPeriod, readPeriod } from './said-period.js';
import { isQuestionAbout, ofLastTime, straightened } from './spoken.js';
import { submit } from './submit.js';
import type { HandIn } from './which-page.js';
import { after, findDuty } from './words.js';

/** 周记 …, 月报 …, any duty's own word: the speaker hands in their own, or what they answer for. */
export async function handIn(given: Asked, models: Models, duty: Duty, overdue = false): Promise<Say[]> {
  const asked = duty.form.style === 'message' ? { ...given, args: given.args.replace(OPENING, '') } : given;
  const owners = await ownersOf(duty, asked.speaker, asked.school, models, asked.today, asked.rights.has('act-for'));
  const chosen = await chooseOwner(owners, asked, models, duty);
  const words = [...(overdue ? ['补交'] : []), duty.word];
  if ('problem' in chosen) return askWhose(chosen, asked, (name) => [...words, name, asked.args].join(' '));
  const handIn = { duty, whose: asked.speaker, owner: chosen.owner };
  return forPeriod(handIn, readPeriod(duty, chosen.args, overdue, asked.today), asked, models, (label, rest) =>
    [...words, behindOf(asked.args, chosen.args), label, rest].filter(Boolean).join(' '),
  );
}

/** 周记我先交了：今天…: what is said of handing in is none of the text. */
const OPENING = /^我?先?(?:交|写|补)(?:好|上|完)?了?[:：]\s*/;

/** What was said of whose it is, ahead of the rest. */
const behindOf = (all: string, rest: string): string => all.slice(0, all.length - rest.length).trim();

/**
 * For the period that was named. A text is of one: of several it is asked which, and nothing is kept unsaid.
 *
 * @param says the whole message again, for one of them.
 */
function forPeriod(
  handIn: Omit<HandIn, 'wish'>,
  read: ReadPeriod,
  asked: Asked,
  models: Models,
  says: (label: string, rest: string) => string,
): Promise<Say[]> | Say[] {
  const { args } = read;
  if ('wish' in read) return taking(args)({ ...asked, args }, models, { ...handIn, wish: read.wish });
  const choices = read.several.map((label) => ({ label, says: says(label, args) }));
  const [first = '', second = ''] = read.several.map((label) => says(label, '…'));
  const question = texts.whichPeriod(handIn.duty, read.several, second);
  return askToChoose(asked, question, choices, texts.onePeriodEach(handIn.duty, read.several, [first, second]));
}

/** Whether the words are what is handed in, or ask to be asked one question at a time. */
const taking = (args: string): typeof submit => (args === ONE_BY_ONE ? beginDialogue : submit);

/** 补交 周记 …: for the oldest period still owed. */
export const handInLate: Handler = async (asked, models) => {
  const { duties } = models.catalogue;
  const last = ofLastTime(asked.args, duties);
  // 补交第17周周记：…, 补交上周的周记 … as well.
  const said = last ? `${last.word} ${last.rest}` : (straightened(asked.args, duties) ?? asked.args);
  const { duty = await dutyOfWeek(said, asked, models), rest } = dutyAhead(said, models);
  if (!asked.args) return here(texts.whatIsLate(exampleOf(models)));
  if (!duty) return problemSaid(noSuchDuty(asked.args.split(/\s+/)[0] ?? '', models), asked);
  return handIn({ ...asked, args: rest }, models, duty, true);
};

const WEEK_AHEAD = new RegExp(`^(?:${NAMED['teaching-week']}|${LAST['teaching-week']}的?)[\\s:：,，]`);

/** 补交第14周 …, 补交上周的 …: the one thing of theirs that is written every week. */
async function dutyOfWeek(text: string, asked: Asked, models: Models): Promise<Duty | undefined> {
  const { speaker, school, today } = asked;
  if (!WEEK_AHEAD.test(text)) return undefined;
  const theirs = new Set((await answered(speaker, school, models, today)).map(({ duty }) => duty));
  const weekly = [...theirs].filter(
    ({ form, cadence }) => form.style === 'message' && cadence.every === 'teaching-week',
  );
  return weekly.length === 1 ? weekly[0] : undefined;
}

/** 代交 姓名 周记 …, also without the spaces: for a colleague of the own school; both names are kept. */
export const actFor: Handler = async (asked, models) => {
  const { who, duty, rest } = await whoseAndWhat(asked, models);
  if (!who || !duty) return here(texts.whoToActFor(exampleOf(models)));
  const colleague = await findColleague(who, asked, models);
  if (colleague.kind === 'problem') return aside(asked, askWho(colleague, asked));
  const owners = await ownersOf(duty, colleague.person, asked.school, models, asked.today, true);
  const chosen = await chooseOwner(owners, { ...asked, args: rest }, models, duty);
  if ('problem' in chosen) {
    return aside(
      asked,
      askWhose(chosen, asked, (name) => ['代交', who, duty.word, name, rest].join(' ')),
    );
  }
  const handIn = { duty, whose: colleague.person, owner: chosen.owner };
  const read = readPeriod(duty, chosen.args, false, asked.today);
  const says = await forPeriod(handIn, read, asked, models, (label, words) =>
    ['代交', who, duty.word, behindOf(rest, chosen.args), label, words].filter(Boolean).join(' '),
  );
  return aside(asked, says);
};

type WhoseAndWhat = { who: string; duty: Duty | undefined; rest: string };

/** Words that stand at once behind each other (韩艳周记) begin with a name where a colleague is called so. */
async function whoseAndWhat(asked: Asked, models: Models): Promise<WhoseAndWhat> {
  const { args } = asked;
  const [first = ''] = args.split(/\s+/);
  const apart = { who: first, ...dutyAhead(args.slice(first.length).trim(), models) };
  const who = apart.duty ? undefined : await colleagueAhead(args, asked, models);
  return who === undefined ? apart : { who, ...dutyAhead(behindName(args.slice(who.length)), models) };
}

/** 韩艳老师的周记 is 韩艳 周记. */
const behindName = (text: string): string => text.trim().replace(/^(?:老师)?的?\s*/, '');

const IN_PLACE_OF = /^(?:代|替|帮)\s*/;
const HANDS_IN = /^(?:老师)?\s*(?:上交|提交|交)(?:一下|一篇|一份)?\s*/;

/** 代韩艳交周记 …, 替韩艳交周记 …: 代交 as it is written. Undefined where no colleague and no duty stand there, and for a question. */
export async function spokenFor(asked: Omit<Asked, 'args'>, models: Models): Promise<string | undefined> {
  const text = asked.event.text.trim();
  const behind = text.replace(IN_PLACE_OF, '');
  if (behind === text) return undefined;
  const who = await colleagueAhead(behind, asked, models);
  const what = who && behind.slice(who.length);
  if (!what || !HANDS_IN.test(what)) return undefined;
  const { duty, rest } = dutyAhead(what.replace(HANDS_IN, ''), models);
  return duty && !isQuestionAbout(rest) ? ['代交', who, duty.word, rest].join(' ').trim() : undefined;
}

/** What a colleague most often hands in for another: a duty persons owe, in words. */
export const exampleOf = ({ catalogue: { duties } }: Models): string =>
  (duties.find((duty) => isPersonal(duty) && duty.form.style === 'message' && !isFree(duty.cadence)) ?? duties[0])
    ?.word ?? '';

function dutyAhead(text: string, { catalogue }: Pick<Models, 'catalogue'>): { duty: Duty | undefined; rest: string } {
  for (const duty of catalogue.duties) {
    for (const word of [duty.word, duty.name, ...duty.aliases]) {
      const rest = after(word, text);
      if (rest !== undefined) return { duty, rest };
    }
  }
  const duty = findDuty(text, catalogue.duties);
  return { duty, rest: duty ? '' : text };
}
