import * as cardTexts from '../config/texts/card.js';
import * as texts from '../config/texts/digest.js';
import * as effectTexts from '../config/texts/effect.js';
import { addedUp } from '../models/effect.js';
import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import { type Hearing, type Section, shareOf, summedBy, within } from './digest-sections.js';

/** How far each chapter of the plan is. */
export function chapters(hearing: Hearing, { catalogue }: Models): Section {
  const open = hearing.digest.sees === 'see-county' ? '全县 全部' : '全校 全部';
  const titles = new Map(catalogue.chapters.flatMap(({ title, duties }) => duties.map((key) => [key, title] as const)));
  const ended = within(hearing).filter((line) => line.roll.dueAt <= hearing.now);
  const summed = summedBy(ended, ({ duty }) => titles.get(duty.key) ?? '');
  const inOrder = catalogue.chapters.flatMap(({ title }) => summed.filter(({ key }) => key === title));
  const all = inOrder.map(({ key, tally }) => ({ title: key, tally }));
  const bars = all.flatMap(({ title, tally }) => shareOf(title, tally));
  return { ...texts.chapters(all, open), bars, leads: [{ label: cardTexts.seeAll, says: open }] };
}

/** Of fewer a share says nothing: one errand not done yet would be 0%. */
const LEAST_OWED = 5;

/** The other schools with less than so many per cent of what was due, by cluster; not those of which little was. */
export function behind({ pages, school: own }: Hearing, percent: number): Section {
  const few = pages.schools.filter(
    ({ school, owed, handedIn }) => school._id !== own._id && owed >= LEAST_OWED && (handedIn * 100) / owed < percent,
  );
  const clusters = [...groupBy(few, ({ school }) => school.cluster)].map(([cluster, sums]) => ({
    cluster,
    schools: sums.map(({ school }) => school.name),
  }));
  return texts.behind(percent, clusters);
}

const DAY_MS = 24 * 3600 * 1000;
/** So long back sent reminders are counted: the outbox remembers 35 days. */
const REMINDED_MS = 30 * DAY_MS;

/** How much one teacher was asked for, and how often all were reminded. */
export async function burden(hearing: Hearing, models: Models): Promise<Section> {
  const counted = await models.people.countTeaching(hearing.schools.map(({ _id }) => _id));
  const teachers = [...counted.values()].reduce((sum, count) => sum + count, 0);
  const asked = within(hearing).filter(({ duty }) => duty.owner.kind === 'teaching-person');
  if (teachers === 0 || asked.length === 0) return { entries: [], more: () => '' };
  const owed = asked.reduce((sum, { tally }) => sum + tally.owed, 0);
  const reminders = await models.outbox.nagsSentSince(models.calendar.dayOf(new Date(+hearing.now - REMINDED_MS)));
  return texts.burden((owed / teachers).toFixed(1), reminders, (reminders / teachers).toFixed(1));
}

/** 催交效果 of the digest's days, in short. */
export async function effect({ from, to }: Hearing, { effects, calendar, catalogue }: Models): Promise<Section> {
  const all = await effects.between(calendar.dayOf(from), calendar.dayOf(to));
  const part = effectTexts.inShort(addedUp(all, catalogue.profiles).map(effectTexts.rowOf));
  return part.entries.length > 0 ? { ...part, leads: [{ label: cardTexts.see('催交效果'), says: '催交效果' }] } : part;
}
