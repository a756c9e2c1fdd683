import * as cardTexts from '../config/texts/card.js';
import * as texts from '../config/texts/lists.js';
import { allSentPrivately, unitOf } from '../config/texts/missing.js';
import { groupBy } from '../models/group-by.js';
import { isLate } from '../models/late.js';
import type { Block, CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { isPersonal } from '../models/owners.js';
import type { Saying } from '../models/press-token.js';
import { roundsOf } from '../models/rounds.js';
import { inOrder } from '../models/school-order.js';
import { tally } from '../models/tally.js';
import { offered } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { entriesWith, firstDueFirst, MOST_LINES, missing, namedOf, namesWith } from './missing.js';
import { hereInParts, privatelyInParts } from './parts.js';
import { problemSaid, type Question, readQuestion, STILL_OWED, sameOf } from './question.js';
import { byDuty, calledIn, collected, type Seen } from './seen.js';

/** 名单 任务 [已交|补交|退回|待认定|请假|免交…] [第9周] [学校]: the list behind a number. Private, whoever asks where. */
export const list: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if ('problem' in question) return problemSaid(question, asked);
  const { scope, duty, states = STILL_OWED } = question;
  if (!duty) return here(texts.howToList(models.catalogue.duties[0]?.word ?? ''));
  const all = firstDueFirst(await collected(question, asked, models));
  if (all.length === 0) return here(texts.nothingCollected(duty.name));
  const { schools } = scope;
  const lists = await Promise.all(
    all.map(async (each) => {
      const { rolls, names } = each;
      const found = entriesWith(states.statuses, rolls);
      return {
        duty: duty.name,
        title: calledIn({ kind: 'private' }, each),
        count: found.length,
        unit: unitOf(duty, isPersonal(duty)),
        late: states.word === '补交' ? 0 : found.filter(isLate).length,
        names: names ? await namesWith(states.statuses, rolls, schools, models) : undefined,
      };
    }),
  );
  const told = texts.list(scope.name, states.word, lists);
  if (asked.event.chat.kind === 'private') {
    const other = states.word === '未交' ? '已交' : '未交';
    const buttons = [
      { label: cardTexts.see(other), says: sameOf(question, '名单', duty.word, other) },
      ...(lists.some(({ names }) => names)
        ? [{ label: cardTexts.asTable, says: sameOf(question, '导出', duty.word) }]
        : []),
    ];
    const blocks: Block<Saying>[] = [
      { kind: 'text', text: told },
      { kind: 'buttons', buttons },
    ];
    return onOneCard(asked, told, { title: texts.listTitle(duty.name, states.word), blocks }, models);
  }
  const count = lists.reduce((sum, each) => sum + each.count, 0);
  const isNamed = lists.some(({ names }) => names !== undefined);
  const heard = here(texts.listInGroup(states.word, count, isNamed));
  return isNamed ? [...heard, ...privatelyInParts(asked.speaker._id, told)] : heard;
};

/** 全校 [学校] [全部], 全县, 片区: how everything that is being collected stands, chapter by chapter. Numbers only; of one duty as 未交. */
export const wholeState: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if ('problem' in question) return problemSaid(question, asked);
  if (question.duty) return missing(asked, models);
  const all = byDuty(firstDueFirst(await collected({ scope: question.scope }, asked, models)));
  const open = all.filter(({ rolls }) => {
    const { handedIn, owed } = tally(rolls);
    return handedIn < owed;
  });
  const stateOf = (some: Seen[]) => wholeStateOf(some, { all, open }, question, asked, models);
  const screen = stateOf(open.slice(0, MOST_LINES));
  const whole = stateOf(open);
  if (asked.event.chat.kind === 'private') return privateState(question.all ? whole : screen, asked, models);
  const heard = texts.wholeState(screen);
  if (!question.all) return here(heard);
  return [...here(`${heard}\n${allSentPrivately}`), ...privatelyInParts(asked.speaker._id, texts.wholeState(whole))];
};

/** As a card; what does not fit on a screen is shown by its button, or by a number. */
async function privateState(state: texts.WholeState, asked: Asked, models: Models): Promise<Say[]> {
  const next = state.more > 0 ? [{ label: cardTexts.seeAll, says: state.command }] : [];
  const blocks: Block<Saying>[] = [...texts.wholeStateBlocks(state), { kind: 'buttons', buttons: next }];
  const said = await onOneCard(asked, texts.wholeState(state), { title: state.whose, blocks }, models);
  return said.map((each) => offered(each, next, asked));
}

/** What takes several messages is no card. */
async function onOneCard(asked: Asked, text: string, card: CardView<Saying>, models: Models): Promise<Say[]> {
  const said = hereInParts(text);
  return said.length > 1 ? said : inCard(asked, text, card, models);
}

const allOf = (question: Question, { event }: Asked): string =>
  sameOf(question, event.text.includes('全县') ? '全县' : '全校', '全部');

function wholeStateOf(
  shown: Seen[],
  { all, open }: { all: Seen[]; open: Seen[] },
  question: Question,
  asked: Asked,
  { catalogue }: Models,
): texts.WholeState {
  const named = namedOf(shown);
  return {
    whose: question.scope.name,
    all: all.length,
    done: all.length - open.length,
    chapters: catalogue.chapters.map(({ title, duties }) => ({
      title,
      lines: shown
        .filter(({ duty }) => duties.includes(duty.key))
        .map((each) => ({ duty: each.duty.name, label: calledIn(asked.event.chat, each), tally: tally(each.rolls) })),
    })),
    // In a group nobody is held against another.
    schools: asked.event.chat.kind === 'private' ? eachOfCluster(question, all) : [],
    more: open.length - shown.length,
    command: allOf(question, asked),
    names: named && sameOf(question, '名单', named.duty.word, '未交'),
  };
}

/** How far each school of a cluster is with all that is being collected; nothing of one school, nor of the county. */
function eachOfCluster({ scope: { schools } }: Question, all: Seen[]): texts.WholeState['schools'] {
  const isCluster = schools.length > 1 && schools.every(({ cluster }) => cluster === schools[0]?.cluster);
  if (!isCluster) return [];
  const rolls = groupBy(
    all.flatMap((each) => each.rolls),
    ({ school }) => school,
  );
  const sums = inOrder(schools).map(({ _id, name }) => ({ name, tally: tally(rolls.get(_id) ?? []) }));
  return sums.filter(({ tally: { owed } }) => owed > 0);
}

/** 走访: a researcher's rounds: which of the schools in their charge they have been to, by every duty that counts schools. */
export const rounds: Handler = async (asked, models) => {
  const { speaker, now } = asked;
  const charge = await models.schools.byCodes(speaker.charge);
  if (charge.length === 0) return here(texts.noCharge);
  await models.ledger.openSchool(speaker.school, now);
  const found = await roundsOf(speaker, models, now);
  const all = found.map(({ duty, label, been }) => ({
    duty: duty.name,
    label,
    been: charge.filter(({ _id }) => been.has(_id)).length,
    toGo: charge.filter(({ _id }) => !been.has(_id)).map((school) => school.name),
  }));
  const card = { title: texts.roundsTitle(charge.length), blocks: texts.roundsBlocks(charge.length, all) };
  return inCard(asked, texts.rounds(charge.length, all), card, models);
};
