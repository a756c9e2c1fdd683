import { dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/leave.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { isPersonal } from '../models/owners.js';
import type { Seeing } from '../models/sight.js';
import { A_DAY as DAY, DAYS_IN_A_ROW, spelledOut } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';
import { askUntil, readSpan } from './leave.js';
import { rightsToSee } from './scope.js';
import { escaped } from './spoken.js';

/** 请三天假, 请假, 病假. */
const LEAVE = /请\s*((?:\d{1,3}|[一两二三四五六七八九十]+)(?:天|周|个?星期|个月))?[的个]?([病事产])?假|([病事产])假/;

const LENGTH = '(?:\\d{1,3}|[一两二三四五六七八九十]+)(?:天|周|个?星期|个月)';
/** The days in a sentence: 明天, 明天起三天, 到下周三, 周一到周三, 12.3-12.5, 明天后天两天, 两天. */
export const WHEN = new RegExp(
  `从?${DAY}\\s*[-–−]\\s*${DAY}|${DAYS_IN_A_ROW}(?:共?${LENGTH})?|(?:从?${DAY})?(?:起|开始)?\\s*(?:[到至~—]\\s*${DAY}|${LENGTH})|${DAY}(?:上午|下午)?`,
);

const OTHER_DAY =
  /[今明后昨前]天|[上下本这每]个?(?:周|星期|礼拜|月)|(?:周|星期|礼拜)[一二三四五六日天末\d]|\d[月日号]|月[初中底]/;

/** 周记下周补, 周记晚点交: when something else is made up for says nothing of the leave. */
const PROMISED =
  /[，,。;；\s]+[^，,。;；\s]*(?:补(?:交|上|写)?|(?:[再后]|[晚迟](?:[点些]|几天)?)[交写])(?:上|吧|哈|啊)?[。.!！]?$/;

/** A longer text tells of something. */
const MOST_LETTERS = 40;

export interface LeaveSaid {
  /** Whose it is, where colleagues are named: 肖勇、田美玲. */
  name?: string;
  /** As the command is written; undefined where no day is in it. */
  command?: string;
}

/** 我明天要请假，孩子发烧了 · 韩艳请三天假: of whom, and the command it would be. Undefined where it is about no leave. */
export function leaveInSentence(text: string, names: readonly string[], today: Day): LeaveSaid | undefined {
  const plain = spelledOut(halfWidth(text)).replace(PROMISED, '');
  const leave = plain.length > MOST_LETTERS ? undefined : LEAVE.exec(plain);
  if (!leave) return undefined;
  const [whole, length = '', ...kinds] = leave;
  const { said, name } = namesAhead(plain, names);
  // 请三天假 says how long where 请假 stands.
  const rest = plain.replace(whole, length).replace(said, '');
  const when = WHEN.exec(rest);
  // 下周请两天假: which days is not said.
  const isElsewhen = when && OTHER_DAY.test(rest.replace(when[0], ''));
  const span = when && !isElsewhen && readSpan(when[0], today);
  if (!span) return { ...(name && { name }) };
  const kind = kinds.find(Boolean);
  const clauses = rest.split(/(?:[,，。;；\s]|\.(?!\d))+/).filter((clause) => clause && !clause.includes(when[0]));
  const days = span.from === span.to ? dayText(span.from) : `${dayText(span.from)}到${dayText(span.to)}`;
  const words = ['请假', name, days, kind && `${kind}假`, ...clauses];
  return { ...(name && { name }), command: words.filter(Boolean).join(' ') };
}

/** 明天请假半天, 我想请三天假，孩子病了: nobody else's, and nothing told of it. */
const OWN_LEAVE = new RegExp(
  `^(?:我|本人)?(?:${WHEN.source})?我?[要想得需]*(?:请[^，,。]{0,5}假|[病事]假)(?:半天|${WHEN.source})?(?:[，,\\s].*)?$`,
);

/** The command a sentence would be that asks for leave of one's own and says nothing else; undefined for any other. */
export const ownLeaveIn = (said: string, today: Day): string | undefined =>
  OWN_LEAVE.test(said) ? leaveInSentence(said, [], today)?.command : undefined;

/** Those who are named first, one after the other; 由王静代课 names who is there. A name may stand in another. */
function namesAhead(plain: string, names: readonly string[]): { said: string; name?: string } {
  if (names.length === 0) return { said: '' };
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  const one = `(?:${longestFirst.map(escaped).join('|')})(?:老师)?`;
  const others = plain.replace(new RegExp(`${one}\\s*来?(?:代课|代管|代班|顶班|顶岗)`, 'g'), '');
  const said = new RegExp(`${one}(?:\\s*[和与跟及、,]\\s*${one})*`).exec(others)?.[0] ?? '';
  const each = [...said.matchAll(new RegExp(one, 'g'))].map(([found]) =>
    longestFirst.find((known) => found.startsWith(known)),
  );
  return { said, ...(said && { name: [...new Set(each)].join('、') }) };
}

/** 今天谁请假了 · 请假的是谁; but neither 找谁请假 nor 我明天请假，谁来代课. */
const WHO =
  /(?<![找跟向和问给])(?:谁|哪[些几位个]|几[个位]?(?:人|老师)|多少(?:人|老师)|有没有人)[^,，。;；我]{0,6}(?:请[^,，。;；]{0,3}假|[病事产]假)|假的(?:人|老师)?(?:有|是)?(?:谁|哪[些几位个])/;
/** 韩艳请假了吗 · 韩艳是不是请假了: with somebody's name it is about them. */
const WHETHER = /(?:是不是|有没有|是否|请没请).*假|假了?(?:吗|么|没有?)?[?？]$|假了?(?:吗|么|没有?)[。.]?$/;
/** Whose rights show them the names of those on leave. */
const SEES_NAMES: readonly Seeing[] = ['see-county', 'see-school', 'see-group', 'see-prep'];

/** Who is on leave is seen on a duty's list, by whoever sees its names. */
function whoIsOnLeave(asked: Omit<Asked, 'args'>, { catalogue }: Models): Say[] {
  const weekly = catalogue.duties.find((duty) => isPersonal(duty) && duty.cadence.every === 'teaching-week');
  const mayAsk = rightsToSee(asked).some((right) => SEES_NAMES.includes(right));
  return here(mayAsk && weekly ? texts.whoIsAway(weekly.name, `名单 ${weekly.word} 请假`) : texts.leaveIsTheirs);
}

/** What to do about a sentence about leave: the command it would be, to be chosen, or the question until when. */
export async function offerLeave(
  asked: Omit<Asked, 'args'>,
  models: Models,
): Promise<Say[] | { says: string } | undefined> {
  const { event, speaker, today } = asked;
  const staff = LEAVE.test(event.text) ? await models.people.ofSchool(speaker.school) : [];
  const others = staff.filter(({ _id }) => _id !== speaker._id).map(({ name }) => name);
  // 我和王静明天请假.
  const both = asked.rights.has('act-for') ? event.text.replace(/我(?=[和跟与、])/, () => speaker.name) : event.text;
  const names = both === event.text ? others : [...others, speaker.name];
  const said = leaveInSentence(both, names, today);
  if (!said) return undefined;
  const plain = halfWidth(event.text).trim();
  if (WHO.test(plain) || (said.name !== undefined && WHETHER.test(plain))) return whoIsOnLeave(asked, models);
  if (said.command !== undefined) return { says: said.command };
  return said.name === undefined ? askUntil({ ...asked, args: '' }, models) : here(texts.howToFor(said.name));
}
