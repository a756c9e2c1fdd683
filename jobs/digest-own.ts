import * as cardTexts from '../config/texts/card.js';
import * as texts from '../config/texts/digest.js';
import * as recordTexts from '../config/texts/digest-records.js';
import { deadlineText } from '../config/texts/format.js';
import { labelSoFar } from '../config/texts/ledger.js';
import { ownerText } from '../config/texts/owner-name.js';
import type { DigestSection } from '../models/digest.js';
import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { roundsOf } from '../models/rounds.js';
import { inOrder } from '../models/school-order.js';
import { titleOf } from '../models/title.js';
import type { Hearing, Section } from './digest-sections.js';

const NOTHING: Section = { entries: [], more: () => '' };

/** With the button that says its command. */
const leadingTo = (part: Section, command: string): Section =>
  part.entries.length > 0 ? { ...part, leads: [{ label: cardTexts.see(command), says: command }] } : part;

/** What the hearer owes that is due by the end of the digest's days, or was; but answers, where those are told of besides. */
export async function own(
  { digest, person, now, to }: Hearing,
  { ledger, catalogue, calendar }: Models,
): Promise<Section> {
  const owed = await ledger.owedBy(ownerOfPerson(person._id), now);
  const told = owed
    .filter(({ roll }) => roll.dueAt <= to)
    .flatMap(({ roll, entry }) => {
      const duty = catalogue.duties.find(({ key }) => key === roll.duty);
      if (duty?.owner.kind === 'reviewer' && digest.sections.includes('awaiting')) return [];
      const due = roll.dueAt > now ? deadlineText(roll.dueAt, now, calendar) : '';
      return duty ? [{ duty: duty.name, label: labelSoFar(titleOf(roll), entry), due }] : [];
    });
  return leadingTo(texts.own(told), '我的');
}

/** More than one person answers in a month. */
const MOST_AWAITING = 500;

/** Which schools wait for the hearer's answer. */
export async function awaiting({ person, day }: Hearing, { submissions, schools }: Models): Promise<Section> {
  const all = await submissions.waitingFor(person._id, MOST_AWAITING);
  const overdue = all.filter(({ reviews }) =>
    reviews.some(
      ({ reviewer, due, answeredAt, dropped }) =>
        reviewer === person._id && !answeredAt && !dropped && due && due < day,
    ),
  );
  const bySchool = groupBy(all, ({ school }) => school);
  const waiting = inOrder(await schools.byCodes([...bySchool.keys()]));
  const told = waiting.map(({ _id, name }) => ({ name, count: bySchool.get(_id)?.length ?? 0 }));
  return leadingTo(texts.awaiting(told, overdue.length), '待审');
}

/** What waits for the hearer to decide: 已交过了, 不该我交. */
export async function cases({ person }: Hearing, models: Models): Promise<Section> {
  const open = await models.cases.openFor(person._id);
  return leadingTo(texts.cases(open.length), '待审');
}

/** The schools in the hearer's charge they have yet to visit, by each duty that counts schools. */
export async function rounds({ person, now }: Hearing, models: Models): Promise<Section> {
  const charge = inOrder(await models.schools.byCodes(person.charge));
  if (charge.length === 0) return NOTHING;
  const all = (await roundsOf(person, models, now)).map(({ duty, label, been }) => ({
    duty: duty.name,
    label,
    toGo: charge.filter(({ _id }) => !been.has(_id)).map(({ name }) => name),
  }));
  return leadingTo(texts.rounds(all.filter(({ toGo }) => toGo.length > 0)), '走访');
}

/** What was handed in of a duty that is open now: counted by a field, or of whom a rate is low. */
export async function records(
  section: Extract<DigestSection, { records: string }>,
  { person, school, schools, now }: Hearing,
  models: Models,
): Promise<Section> {
  const duty = models.catalogue.duties.find(({ key }) => key === section.records);
  if (!duty) return NOTHING;
  const codes = (schools.length > 0 ? schools : [school]).map(({ _id }) => _id);
  const periods = [...new Set((await models.rolls.openIn(codes, now, duty.key)).map(({ period }) => period))];
  if (periods.length === 0) return NOTHING;
  const found = await models.submissions.ofPages([{ duty: duty.key, periods, schools: codes }]);
  const whose = 'own' in section ? ownerOfPerson(person._id) : undefined;
  const counting = found.filter(
    ({ duty: of, state, owner }) =>
      of === duty.key && ['handed-in', 'accepted'].includes(state) && (whose === undefined || owner === whose),
  );
  const full = await models.books.records(counting.map(({ _id }) => _id));
  const all = [...full.values()].toSorted((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  const part = 'by' in section ? countedBy(section.by, duty, all) : await under(section, duty, all, models);
  return part.entries.length > 0
    ? { ...part, how: whose ? recordTexts.seeOwnRecords(duty.word) : recordTexts.seeRecords(duty.word) }
    : NOTHING;
}

type Valued = { owner: string; values: Record<string, unknown> };

/** In the order of the field's options. */
function countedBy(key: string, duty: Duty, all: Valued[]): Section {
  const field = duty.form.fields.find((each) => each.key === key);
  if (!field || !('options' in field)) return NOTHING;
  const written = all.flatMap(({ values }) => values[key]).map(String);
  const counted = field.options.map((value) => ({ value, count: written.filter((each) => each === value).length }));
  return recordTexts.recordsBy(
    duty.name,
    field.label,
    counted.filter(({ count }) => count > 0),
  );
}

/** Each owner's newest record, oldest first: whose rate is under the line. */
async function under(
  { rate, under: line }: { rate: string; under: number },
  duty: Duty,
  all: Valued[],
  models: Models,
): Promise<Section> {
  const field = duty.form.fields.find((each) => each.key === rate);
  const newest = new Map(all.map(({ owner, values }) => [owner, Number(values[rate])]));
  const low = [...newest].filter(([, value]) => value < line);
  const names = await ownerNames(
    low.map(([owner]) => owner),
    models,
  );
  const told = low.flatMap(([owner, value]) => {
    const name = names.get(owner);
    return name ? [{ owner: ownerText(name), value }] : [];
  });
  const unit = field && 'unit' in field ? (field.unit ?? '') : '';
  return recordTexts.recordsUnder(duty.name, { label: field?.label ?? rate, unit }, line, told);
}
