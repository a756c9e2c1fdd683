import type { Duty } from '../../models/duty.js';

/** One duty in a reminder. Times are put into words already. */
export interface NagText {
  duty: Pick<Duty, 'name' | 'word' | 'form' | 'owner'> & Partial<Pick<Duty, 'quota'>>;
  label: string;
  /** What hands it in, where its word alone may mean another period: 周记 第9周. */
  words?: string;
  /** 今天17:00 */
  due: string;
  /**
   * `open`: before the deadline; `grace`: after it, still on time until `graceEnds`; `late`: may be made up for;
   * `returned`: it came back, to be handed in again by `due`.
   */
  stage: 'open' | 'grace' | 'late' | 'returned';
  graceEnds?: string;
  /** How many count so far, of how many; absent where one is owed. */
  have?: number;
  need?: number;
  /** A draft is not missing; it needs one step more. */
  draft: boolean;
  /** Set when a school's duty is told to another post than the one that owes it: whose it is. */
  responsible?: string;
  /** Set besides when it is another school's to hand in. */
  elsewhere?: boolean;
  /** Set when it is told to whoever is in charge, because nobody answers: who does not, and what shows the list. */
  silent?: { who: string; list: string };
  /** Set when it is told to whoever gave the task: who is to do it, and what the task is called. */
  assigned?: { to: string; label: string };
}

/** Whether it is for its hearer to hand in. */
export const isOwn = ({ responsible, silent, assigned }: NagText): boolean =>
  responsible === undefined && silent === undefined && assigned === undefined;

/** What is owed is answers to what others handed in, and nothing to hand in oneself. */
const answers = ({ owner }: Pick<Duty, 'owner'>): boolean => owner.kind === 'reviewer';

const how = ({ duty, stage, draft, words = duty.word }: NagText): string => {
  if (answers(duty)) return '发「待审」看是哪些';
  if (duty.quota?.openings) return `发「${duty.word}」看怎么开一期`;
  if (stage === 'returned') return `改好请发「修改 …」，意见发「我的」可看`;
  if (draft)
    return duty.form.style === 'template' ? '已填一部分，把剩下几项发来即可' : '已有草稿，发「确认」就交，或接着写';
  if (duty.form.style === 'template') return `发「${words}」我给您模板`;
  return `直接发「${stage === 'late' ? '补交 ' : ''}${words} …」`;
};

/** Until when: 今天17:00截止 */
const when = ({ duty, due, stage, graceEnds, assigned }: NagText): string => {
  if (assigned) return ASSIGNED[stage];
  return {
    open: `${due}截止`,
    grace: `已到截止时间，${graceEnds}前交仍算按时`,
    late: answers(duty) ? '已过答复的日子，请尽快答复' : '已过截止时间，可以补交',
    returned: `退回待改，请在${due}前改好再交`,
  }[stage];
};

/** How a task stands, to whoever gave it. */
const ASSIGNED: Record<NagText['stage'], string> = {
  open: '还没有办好',
  grace: '已到截止时间，还没有办好',
  late: '已过截止时间，还没有办好',
  returned: '退回以后还没有再交',
};

/** 教育周记（第9周） */
const what = ({ duty, label, assigned }: NagText): string =>
  `${assigned ? `交办${assigned.to}的` : ''}${duty.name}（${label}）`;
/** How many there are already, where several are owed. */
const soFar = ({ have, need }: NagText): string => (need === undefined ? '' : `已有${have}/${need}`);

/** All on one line: 教育周记（第9周）今天17:00截止 */
const standing = (item: NagText): string => what(item) + [soFar(item), when(item)].filter(Boolean).join('，');

const whose = (responsible: string): string => (responsible ? `由${responsible}负责` : '目前没有负责人');

/** Names, to whoever is in charge of them alone. */
const noAnswer = (item: NagText, who: string): string =>
  `${what(item)}：提醒过${who}几次，还没有回音，不再提醒本人，请您方便时问一问`;

/** What can be done about one: in words, or where buttons stand below that say how. */
interface Manner {
  toDo(item: NagText): string;
  list(command: string): string;
}

/** What whoever gave a task can do about it: no button says it, for it takes a day or is not to be done by a slip. */
const withTask = ({ word }: NagText['duty'], { label }: NonNullable<NagText['assigned']>): string =>
  `请您方便时问一问，改日期请发「延期 ${word} ${label} 到 …」，不办了请发「取消本期 ${word} ${label}」`;

const IN_WORDS: Manner = {
  toDo: (item) => {
    if (item.assigned) return withTask(item.duty, item.assigned);
    if (item.responsible === undefined) return how(item);
    return `${whose(item.responsible)}，${item.elsewhere ? '请您方便时问一问' : `您也可以发「${item.words ?? item.duty.word}」来交`}`;
  },
  list: (command) => `，名单发「${command}」`,
};
const ON_CARD: Manner = {
  toDo: ({ duty, responsible, assigned }) => {
    if (assigned) return withTask(duty, assigned);
    return responsible === undefined ? '' : whose(responsible);
  },
  list: () => '',
};

/** A heading is worth its line where two stand below it. */
const A_HEADING = 2;

/** One line each; where most are due together, each deadline stands once, above what it is for. */
function lines(items: NagText[], { toDo, list }: Manner): string[] {
  const line = (...sentences: string[]): string => `· ${sentences.filter(Boolean).join('。')}。`;
  const owed = items.filter(({ silent }) => silent === undefined);
  const dues = [...new Set(owed.map(when))];
  const headed = owed.length > 0 && dues.length * A_HEADING <= owed.length;
  const told = !headed
    ? owed.map((item) => line(standing(item), toDo(item)))
    : dues.flatMap((due) => [
        `${due}：`,
        ...owed.filter((item) => when(item) === due).map((item) => line(what(item) + soFar(item), toDo(item))),
      ]);
  const unanswered = items.flatMap((item) =>
    item.silent === undefined ? [] : [line(noAnswer(item, item.silent.who) + list(item.silent.list))],
  );
  return [...told, ...(headed && unanswered.length > 0 ? ['没有回音的：'] : []), ...unanswered];
}

/** One phone screen; what presses most comes first. */
const MOST_LINES = 6;

/** Why it is said: as planned, on a Monday morning, or because its person has put it off until now. */
export type NagKind = 'planned' | 'monday' | 'later';

const HEADS: Record<NagKind, string> = {
  planned: '提醒您：',
  monday: '早上好，这些还没办完：',
  later: '您让我再提醒的：',
};

/** How many there is no room for, and where they stand: 我的 has one's own alone. */
function more(all: NagText[]): string {
  const left = all.slice(MOST_LINES);
  const own = left.filter(isOwn).length;
  const others = left.length - own;
  return [
    own > 0 ? `还有${own}项，发「我的」看全部。` : '',
    others > 0 ? `${own > 0 ? '另' : '还'}有${others}项由别人负责，发「未交」看。` : '',
  ].join('');
}

/** The one bundled reminder of a day. */
export function nag(name: string, all: NagText[], kind: NagKind): string {
  const items = all.slice(0, MOST_LINES);
  const own = items.some(isOwn);
  const rest = own
    ? '请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。'
    : '';
  return [`${name}老师，${HEADS[kind]}`, ...lines(items, IN_WORDS), more(all), rest].filter(Boolean).join('\n');
}

/** The same for a card, whose buttons say what can be done. */
export const nagOnCard = (name: string, all: NagText[], kind: NagKind): { title: string; text: string } => ({
  title: `${name}老师，${HEADS[kind].replace(/：$/, '')}`,
  text: [...lines(all.slice(0, MOST_LINES), ON_CARD), more(all)].filter(Boolean).join('\n'),
});

/** Why nothing is left of what somebody was reminded of; `over`: for several reasons, or it waits or is closed. */
export type NothingLeft = 'untold' | 'done' | 'not-asked' | 'over';

/** Who is reminded is looked up for this week and the last. */
export const NOTHING_LEFT: Record<NothingLeft, string> = {
  untold: '这两周没有提醒过您什么。',
  done: '最近提醒您的都已经办好了。',
  'not-asked': '最近提醒您的现在都不用您办了。',
  over: '最近提醒您的事都不用再办了。',
};

/** The heading of a reminder’s card that was pressed, by what holds since. `when`: 今晚, 明天08:10. */
export const pressed = {
  putOff: (name: string, when: string): string => `${name}老师，已推迟到${when}`,
  onLeave: (name: string): string => `${name}老师，已记下请假`,
  done: (name: string): string => `${name}老师，提醒的这些现在不用办了`,
};

export interface LineText {
  duty: string;
  label: string;
  due: string;
  handedIn: number;
  owed: number;
  /** Of how many schools it speaks, where others have another deadline. */
  schools?: number;
}

const ASK_HERE = '还没交的请私聊我或 @我 直接发来，谢谢。';
const ASK_ELSEWHERE = '还没交的请私聊教研助手直接发来，谢谢；在本群说的话我收不到。';

/** The one line a group hears in a day: numbers, never names; what is due together is told together. `canAnswer`: what is said in the group is heard. */
export function groupLine(lines: LineText[], { canAnswer }: { canAnswer: boolean }): string {
  const dues = [...new Set(lines.map(({ due }) => due))].map((due) => {
    const same = lines.filter((each) => each.due === due);
    const told = same.map(({ duty, label, schools, handedIn, owed }) => {
      const whose = schools === undefined ? '' : `，这时截止的${schools}所`;
      return `${duty}（${label}${whose}）已交${handedIn}/${owed}`;
    });
    return `${told.join('，')}，${due}截止`;
  });
  return `${dues.join('；')}。${canAnswer ? ASK_HERE : ASK_ELSEWHERE}`;
}
