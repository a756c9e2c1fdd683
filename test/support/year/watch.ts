import { GIVEN_NAMES, SURNAMES } from '../../../models/demo/names.js';
import type { NagItem } from '../../../models/outbox.js';
import { addDays, datesBetween, hasSchool, WEEKS, type Week, weekNumber } from './days.js';
import { clusterAt, isAway, type Journal, type Life, type Lives, schoolOf, standInFor } from './lives.js';

/** Something the bot said by itself, when it arrived. */
export interface Heard {
  key: string;
  kind: 'nag' | 'group-line' | 'digest' | 'other';
  /** The person, or the group. */
  to: string;
  text: string;
  items: NagItem[];
}

export interface Figures {
  nags: number;
  lines: number;
  digests: number;
  /** People by how many reminders they had in one week. */
  inWeek: Record<number, number>;
  /** Of the journals reminded of on their day, those handed in by the next evening. */
  remindedJournals: number;
  answeredJournals: number;
  /** Journals said to be due on an earlier day somebody chose; what was told of nobody's answering; of what somebody stood in for. */
  earlier: number;
  unanswered: number;
  stoodIn: number;
}

/** Made-up people have numbers after their names, so no other words are taken for one. */
const A_NAME = new RegExp(`(${SURNAMES.join('|')})(${GIVEN_NAMES.join('|')})\\d`);
const JOURNAL = '教育周记';
const [QUIET_UNTIL, QUIET_FROM] = ['07:30', '20:00'];
/** Duties §0: one bundled message a day, three a week. */
const MOST_A_WEEK = 3;
const MOST_UNANSWERED = 3;
/** Who wants it seldom hears one. */
const mostOf = ({ wish }: Life): number => (wish?.strength === 'light' ? 1 : MOST_A_WEEK);
/** Enough to see what is wrong. */
const MOST_FAULTS = 50;

/** Whether a reminder says so of something: on its line, or above the lines of what is due together. */
function saysDueToday(text: string, what: string): boolean {
  let above = '';
  for (const line of text.split('\n')) {
    if (line.startsWith(`· ${what}`)) return `${above}\n${line}`.includes('今天17:00截止');
    if (!line.startsWith('·')) above = line;
  }
  return false;
}

/**
 * Looks at every message when it arrives, knowing how everybody lives and nothing of the ledger: is it a school day and
 * an hour for it, is its person there, has it been done, is it theirs, is it too much. And looks whether somebody was
 * forgotten.
 */
export function watch(lives: Lives, dutyNames: ReadonlyMap<string, string>) {
  const byId = new Map<string, Life>(lives.all.map((life) => [life.person.id, life]));
  const faults: string[] = [];
  const keys = new Set<string>();
  const done = new Set<string>();
  /** Who had which words on which date. */
  const today = new Map<string, string>();
  const nagsOf = new Map<string, number>();
  const remindedOf = new Map<Journal, string>();
  /** How often somebody heard of a page. */
  const timesHeard = new Map<string, number>();
  /** Pages of which somebody has heard as often as they may. */
  const silentOn = new Set<string>();
  /** When somebody first heard that a week's journal is due. */
  const dueHeardOn = new Map<string, string>();
  const figures: Figures = {
    nags: 0,
    lines: 0,
    digests: 0,
    inWeek: {},
    remindedJournals: 0,
    answeredJournals: 0,
    earlier: 0,
    unanswered: 0,
    stoodIn: 0,
  };

  const fault = (what: string, where: string): void => {
    if (faults.length < MOST_FAULTS) faults.push(`${what}: ${where}`);
  };

  /** The last school day of a week where somebody is, as far as it is known on a date. */
  const lastDay = (week: string, id: string, date: string): string | undefined => {
    const life = byId.get(id);
    const cluster = clusterAt(lives, (life && schoolOf(life, date)) ?? life?.person.school ?? '');
    const days = WEEKS.find(({ key }) => key === week)?.days ?? [];
    return days.findLast((each) => hasSchool(each, cluster, lives.snow, date));
  };

  /** They hold the post by which they hear of it, or stand in for whoever does. */
  const checkPost = ({ person }: Life, as: string, date: string, where: string): void => {
    if (person.posts.includes(as)) return;
    figures.stoodIn += 1;
    const standsIn = lives.all.some((life) =>
      life.leaves.some(
        ({ from, to }) =>
          from <= date &&
          date <= to &&
          standInFor(life, from, lives)?.person.id === person.id &&
          life.person.posts.includes(as),
      ),
    );
    if (!standsIn) fault('not theirs to answer for', where);
  };

  /** On its last day, or earlier on the day somebody chose. */
  const checkDay = (life: Life, period: string, date: string, where: string): void => {
    const { id } = life.person;
    const known = dueHeardOn.get(`${id}|${period}`);
    if (known && known !== date) fault('said on two days', where);
    dueHeardOn.set(`${id}|${period}`, date);
    const last = lastDay(period, id, date);
    if (last === undefined || date >= last) return;
    const cluster = clusterAt(lives, schoolOf(life, date) ?? '');
    const isEve = datesBetween(addDays(date, 1), addDays(last, -1)).every(
      (each) => !hasSchool(each, cluster, lives.snow, date),
    );
    const chosen = life.wish?.weekday
      ? new Date(date).getUTCDay() === life.wish.weekday
      : life.wish?.strength === 'early' && isEve;
    figures.earlier += 1;
    if (!chosen) fault('on a day nobody chose', where);
  };

  /** Nobody hears a fourth time of what they do not answer, and nobody hears of it instead before that. */
  const checkTimes = (
    { roll, step, owners }: Pick<NagItem, 'roll' | 'step' | 'owners'>,
    to: string,
    where: string,
  ): void => {
    if (step === 'unanswered') {
      figures.unanswered += 1;
      if (!silentOn.has(roll)) fault('told of a silence that is none', where);
    } else if (owners.some((owner) => !done.has(`${roll}|${owner}`))) {
      const times = (timesHeard.get(`${roll} ${to}`) ?? 0) + 1;
      timesHeard.set(`${roll} ${to}`, times);
      if (times >= MOST_UNANSWERED) silentOn.add(roll);
      if (times > MOST_UNANSWERED) fault('a fourth time', where);
    }
  };

  const checkNag = ({ to, text, items }: Heard, life: Life, date: string, where: string): void => {
    figures.nags += 1;
    if (today.has(to)) fault('twice a day', where);
    today.set(to, text);
    const week = `${to}|${weekNumber(date)}`;
    const count = (nagsOf.get(week) ?? 0) + 1;
    nagsOf.set(week, count);
    if (count > mostOf(life)) fault('more in a week than they may hear', where);
    if (isAway(life, date)) fault('to somebody on leave', where);
    for (const { roll, duty, period, owners, as, step } of items) {
      const name = dutyNames.get(duty) ?? duty;
      if (step === 'due' && name === JOURNAL && as === 'owner') checkDay(life, period, date, where);
      checkTimes({ roll, step, owners }, to, where);
      if (as !== 'owner') checkPost(life, as, date, where);
      const open = owners.filter((owner) => !done.has(`${roll}|${owner}`));
      const label = name === JOURNAL ? `第${Number(period.slice(-2))}周` : '';
      if (label && saysDueToday(text, `${name}（${label}）`) && date !== lastDay(period, to, date))
        fault('not due today', where);
      if (open.length === 0 && label && text.includes(`${name}（${label}）`)) fault('already done', where);
      if (as === 'owner' && owners.some((owner) => owner.startsWith('person:') && owner !== `person:${to}`))
        fault('about somebody else', where);
      if (name === JOURNAL && as === 'owner' && !life.person.teaching) fault('to somebody who does not teach', where);
    }
    if (!items.some(({ duty }) => text.includes(dutyNames.get(duty) ?? duty))) fault('about something else', where);
  };

  return {
    faults,
    figures,

    handedIn(roll: string, owner: string): void {
      done.add(`${roll}|${owner}`);
    },

    answered(journal: Journal, date: string): void {
      if (remindedOf.get(journal) === date) figures.answeredJournals += 1;
    },

    /** A new day begins. */
    newDay(): void {
      today.clear();
    },

    heard(all: Heard[], date: string, time: string): void {
      for (const each of all) {
        const where = `${date} ${time} ${each.key}: ${each.text}`;
        if (keys.has(each.key)) fault('twice', where);
        keys.add(each.key);
        if (time < QUIET_UNTIL || time >= QUIET_FROM) fault('in a quiet hour', where);
        if (each.kind === 'group-line') {
          figures.lines += 1;
          if (today.has(each.to)) fault('twice a day', where);
          today.set(each.to, each.text);
          if (A_NAME.test(each.text)) fault('a name in a group', where);
          continue;
        }
        const life = byId.get(each.to);
        const school = life && schoolOf(life, date);
        if (!life || !school) {
          fault('to somebody who is not there', where);
          continue;
        }
        if (!hasSchool(date, clusterAt(lives, school), lives.snow)) fault('on a day without school', where);
        if (each.kind === 'digest') figures.digests += 1;
        if (each.kind === 'nag') checkNag(each, life, date, where);
      }
    },

    /** After the reminders of a week's last day: everybody who owes its journal has heard of it. */
    nobodyForgotten(journals: Journal[], week: Week, date: string): void {
      for (const journal of journals) {
        const { life, handsIn, excused } = journal;
        const { id } = life.person;
        if (excused || isAway(life, date)) continue;
        if (handsIn && handsIn.date <= date && handsIn.time < '15:40') continue;
        if (lastDay(week.key, id, date) !== date) continue;
        const text = today.get(id);
        const before = nagsOf.get(`${id}|${weekNumber(date)}`) ?? 0;
        if (text === undefined && before >= mostOf(life)) continue;
        // Heard on the earlier day they chose.
        if ((dueHeardOn.get(`${id}|${week.key}`) ?? date) < date) continue;
        if (text === undefined) fault('forgotten', `${date} ${id}`);
        else if (!text.includes(`${JOURNAL}（第${week.number}周）`) && !text.includes('还有'))
          fault('left out', `${date} ${id}: ${text}`);
        else {
          figures.remindedJournals += 1;
          remindedOf.set(journal, date);
        }
      }
    },

    /** The figures at the end. */
    summed(): Figures {
      for (const count of nagsOf.values()) figures.inWeek[count] = (figures.inWeek[count] ?? 0) + 1;
      return figures;
    },
  };
}
