import { dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import { addDays, mondayOf } from '../models/day.js';
import type { Models } from '../models/models.js';
import { personIn } from '../models/owner.js';
import type { Person } from '../models/person.js';
import { leaveUntil } from '../models/presence.js';
import type { Saying } from '../models/press-token.js';
import type { School } from '../models/school.js';
import { sightOf, URGING } from '../models/sight.js';
import { offered } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { cameBack, type Owed, owedLines, owedOn, type PersonPage, pagesOf } from './pages-of.js';
import { privatelyInParts } from './parts.js';
import type { Question } from './question.js';
import { rightsToSee } from './scope.js';

/**
 * 未交 姓名 [任务] [第9周]: what somebody still owes, as far as the asker sees that it is theirs. Private: in a group
 * even a number would tell how the one who was named stands.
 */
export async function owedBy(question: Question & { person: Person }, asked: Asked, models: Models): Promise<Say[]> {
  const { person, duty, label, scope } = question;
  const [asking] = scope.schools;
  // Whoever has moved on is where they are now.
  const school = (await models.schools.byCode(person.school)) ?? asking;
  if (!school) return here(texts.mayNotSeeMissing);
  const all = await pagesOf(person, school, asked, models);
  const seen = all.filter((page) => isSeen(page, person, school, asked, models));
  const meant = seen.filter(({ roll }) => (!duty || roll.duty === duty.key) && (!label || roll.label === label));
  const owed = owedOn(meant, asked.now);
  const whole = seen.length === all.length;
  const until = leaveUntil(person, asked.today);
  const text = texts.owedBy(
    { name: person.name, school: school.name, whole, ...(duty && { duty: duty.name }) },
    {
      ...owedLines(owed, await cameBack(owed.returned, models), asked, models, false),
      ...(until && { leave: dayText(until) }),
    },
  );
  if (asked.event.chat.kind === 'group')
    return [...here(texts.aboutOneInGroup), ...privatelyInParts(asked.speaker._id, text)];
  const buttons = mayUrge(owed, question, asked, models) ? [reminding(question)] : [];
  const blocks = [
    { kind: 'text' as const, text },
    ...(buttons.length > 0 ? [{ kind: 'buttons' as const, buttons }] : []),
  ];
  const said = await inCard(asked, text, { title: texts.owedByTitle(person.name), blocks }, models);
  return said.map((each) => offered(each, buttons, asked));
}

/** Whether one of the asker's rights shows them whose it is. */
function isSeen(
  { roll, entry: { owner } }: PersonPage,
  person: Person,
  school: School,
  asked: Asked,
  { catalogue }: Models,
): boolean {
  const duty = catalogue.duties.find(({ key }) => key === roll.duty);
  const viewer = { ...asked.speaker, cluster: asked.school.cluster };
  const standing = { owner, school: roll.school, cluster: school.cluster, ...(personIn(owner) && { person }) };
  return (
    duty !== undefined &&
    rightsToSee(asked).some((right) => sightOf(right, viewer, { ...standing, duty }, catalogue.posts) === 'names')
  );
}

/** What is due by the end of this week is what 催交 without a duty speaks of. */
function mayUrge(
  { soon }: Owed,
  { person, scope: { right, schools } }: Question & { person: Person },
  { rights, today }: Asked,
  { calendar }: Models,
): boolean {
  if (schools.every(({ _id }) => _id !== person.school)) return false;
  const until = calendar.at(addDays(mondayOf(today), 7), '00:00');
  return rights.has('act-for') && URGING.includes(right) && soon.some(({ roll }) => roll.dueAt <= until);
}

const reminding = ({ person, duty, scope }: Question & { person: Person }): Saying => ({
  label: texts.remindNow(person.name),
  says: ['催交', scope.said, duty?.word ?? ''].filter(Boolean).join(' '),
});
