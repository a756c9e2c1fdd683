import * as texts from '../config/texts/ledger.js';
import { addDays, mondayOf } from '../models/day.js';
import { groupBy } from '../models/group-by.js';
import { placeOf } from '../models/ledger.js';
import type { Models } from '../models/models.js';
import { audienceOf, isQuiet } from '../models/nag.js';
import { type NagItem, nagKey } from '../models/outbox.js';
import { around } from '../models/owners.js';
import { leaveOn, type Person } from '../models/person.js';
import { isClosed } from '../models/roll.js';
import type { Seeing } from '../models/sight.js';
import { type Asked, type Handler, here } from './handler.js';
import { privately } from './missing.js';
import { readQuestion } from './question.js';
import { collected, type Seen } from './seen.js';

/** 催交 [任务]: reminds privately whoever is missing, within the same budget as the scheduled reminders. */
export const urge: Handler = async (asked, models) => {
  if (!asked.rights.has('act-for')) return here(texts.mayNotUrge);
  const question = await readQuestion(asked, models);
  if ('problem' in question) return here(question.problem);
  // Acting for colleagues is a matter of one's school, or of the county's: what else one may look at, one reminds nobody of.
  if (!URGING.includes(question.scope.right)) return here(texts.urgeElsewhere(question.scope.name));
  const rest = restsNow(asked, models);
  if (rest) return here(texts.urgeRestsNow(rest));
  // Without a duty's name only what is due by the end of this week: nobody is to hear now of what is due in a month.
  const until = endOfWeek(asked, models);
  const pages = (await collected(question, asked, models)).filter(({ roll }) => question.duty || roll.dueAt <= until);
  // Only what is named by its period can be closed.
  const closed = pages.find(({ roll }) => isClosed(roll, asked.now));
  if (closed) return here(texts.urgeClosed(closed.duty.name, closed.roll.label));
  const wanted = (await Promise.all(pages.map((each) => audience(each, asked, models)))).flat();
  const people = [...groupBy(wanted, ({ person }) => person._id).values()];
  const { heard, left } = await remind(people, asked, models);
  const names = texts.urged(heard, left);
  return asked.event.chat.kind === 'private'
    ? here(names)
    : [...here(texts.urgedInGroup(heard.length, left.length)), privately(asked, names)];
};

const URGING: readonly Seeing[] = ['see-county', 'see-school'];

function restsNow({ now, today, school }: Asked, { calendar, catalogue }: Models): string | undefined {
  if (calendar.kindOf(today, placeOf(school)) !== 'school') return '今天不是上课日';
  return isQuiet(now, calendar, catalogue.budget) ? '现在是休息时间' : undefined;
}

const endOfWeek = ({ today }: Asked, { calendar }: Models): Date => calendar.at(addDays(mondayOf(today), 7), '00:00');

interface Wanted {
  person: Person;
  item: NagItem;
}

async function audience({ duty, rolls }: Seen, { today }: Asked, models: Models): Promise<Wanted[]> {
  const perRoll = (await models.cases.withoutPending(rolls)).map(async (roll) => {
    const [school] = roll.owing > 0 ? await models.schools.byCodes([roll.school]) : [];
    if (!school) return [];
    const here = { ...(await around(school, models)), county: [] };
    return audienceOf(roll, duty, { key: 'asked', at: '00:00', to: 'owner' }, here, today).map(
      ({ person, as, owners }) => ({
        person,
        item: { roll: roll._id, duty: duty.key, period: roll.period, school: roll.school, step: 'asked', as, owners },
      }),
    );
  });
  return (await Promise.all(perRoll)).flat();
}

/** Puts one bundle a person into the outbox; whoever may not be disturbed is told of with the reason. */
async function remind(people: Wanted[][], { today, now, speaker, event }: Asked, models: Models) {
  const ids = people.flatMap(([first]) => (first ? [first.person._id] : []));
  const week = mondayOf(today);
  const [heardOn, accounts] = await Promise.all([models.outbox.nagsInWeek(ids, week), models.accounts.ofPeople(ids)]);
  const mine = new Set(await models.outbox.askedBy(event.key));
  const heard: string[] = [];
  const left: { name: string; why: string }[] = [];
  for (const wanted of people) {
    const person = wanted[0]?.person;
    if (!person) continue;
    const days = heardOn.get(person._id) ?? [];
    const key = nagKey(person._id, today);
    const why = mine.has(key)
      ? undefined
      : leaveOn(person, today)
        ? '请假中'
        : days.includes(today)
          ? '今天已提醒过'
          : days.length >= models.catalogue.budget.perPersonPerWeek
            ? '本周提醒已够'
            : !accounts.get(person._id)?.length
              ? '还没有绑定账号'
              : undefined;
    if (why) {
      left.push({ name: person.name, why });
      continue;
    }
    const items = wanted.map(({ item }) => item);
    const [put] = await models.outbox.enqueue(
      [
        {
          key,
          dispatch: { kind: 'nag', person: person._id, day: today, week, items, asked: speaker._id, event: event.key },
        },
      ],
      now,
    );
    // A key that is taken by what was dropped at the last moment will not go out again today.
    if (put === 'duplicate' && !mine.has(key)) left.push({ name: person.name, why: '今天已提醒过' });
    else heard.push(person.name);
  }
  return { heard, left };
}
