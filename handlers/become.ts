import * as texts from '../config/texts/become.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, ownerOfPerson, personIn } from '../models/owner.js';
import { ownersOf } from '../models/owners.js';
import { periodFor } from '../models/period-for.js';
import { isOwn } from '../models/reading.js';
import { readNo } from '../models/record-no.js';
import { entryFor, type OwnPage } from '../models/roll.js';
import { chooseRoll } from '../models/roll-choice.js';
import type { Submission, SubmissionState } from '../models/submission.js';
import { titleIn } from '../models/title.js';
import { dutyOf } from './about-record.js';
import { askWhose, chooseOwner } from './choose-owner.js';
import { prefilled } from './forms/prefill.js';
import { problemsIn } from './forms/reading.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { nameOf } from './look.js';

/** What can become something else: whatever has been handed in, whatever was answered. */
const STATES: SubmissionState[] = ['handed-in', 'returned', 'accepted', 'declined'];
const LOOK_BACK = 100;

/**
 * 转任务 [编号]: the newest record of one's own that can become it, or the one numbered, is handed in for another duty
 * in one step; what its form still lacks is asked for. The first record stays as it is; the new one knows it.
 */
export const become: Handler = async (asked, models) => {
  const { event, args } = asked;
  const { duty, no, rest } = readArgs(args, models);
  if (!duty) return event.chat.kind === 'group' && args ? [] : here(texts.whatBecomes(pairsOf(models)));
  const source = await sourceFor(duty, no, asked, models);
  if (!source)
    return here(
      texts.nothingBecomes(
        duty.name,
        sourcesOf(duty, models).map(({ name }) => name),
      ),
    );
  const done = (await models.submissions.madeOf(source._id)).find((made) => made.duty === duty.key);
  if (done && done._id !== event.key) return here(texts.becameBefore(nameOf(source, models), nameOf(done, models)));

  const owners = await ownersOf(duty, asked.speaker, asked.school, models, asked.today, asked.rights.has('act-for'));
  const chosen = await chooseOwner(owners, { ...asked, args: rest }, models, duty);
  if ('problem' in chosen) return askWhose(chosen, asked, (name) => `转${duty.word} ${source.no} ${name}`);
  const roll = await pageFor(duty, chosen.owner, asked, models);
  if (!roll && duty.cadence.every === 'occasion') return here(texts.notOpen(duty.name, duty.word, source.no));
  return make(source, duty, chosen.owner, roll, asked, models);
};

/** A duty's word, then perhaps a number, then perhaps whose it is to be: a group's name. */
function readArgs(
  args: string,
  { catalogue }: Models,
): { duty: Duty | undefined; no: string | undefined; rest: string } {
  const [word = '', typed = '', ...more] = args.split(/\s+/);
  const rest = [readNo(typed) ? '' : typed, ...more].join(' ').trim();
  const named = (each: Duty): string[] => [each.word, each.name, ...each.aliases];
  const whole = catalogue.duties.find((each) => named(each).includes(word));
  if (whole) return { duty: whole, no: readNo(typed), rest };
  // 转投稿7F3KQ2
  const joined = catalogue.duties.find((each) =>
    named(each).some((name) => word.startsWith(name) && readNo(word.slice(name.length))),
  );
  const name = joined && named(joined).find((each) => word.startsWith(each) && readNo(word.slice(each.length)));
  return { duty: joined, no: name && readNo(word.slice(name.length)), rest };
}

const sourcesOf = ({ key }: Duty, { catalogue }: Models): Duty[] =>
  catalogue.duties.filter(({ becomes }) => becomes.some(({ duty }) => duty === key));

const pairsOf = ({ catalogue }: Models): string[] =>
  catalogue.duties.flatMap(({ word, becomes }) =>
    becomes.flatMap(({ duty }) => catalogue.duties.filter(({ key }) => key === duty).map((to) => `${word}→${to.word}`)),
  );

async function sourceFor(
  duty: Duty,
  no: string | undefined,
  { speaker }: Asked,
  models: Models,
): Promise<Submission | undefined> {
  const sources = new Set(sourcesOf(duty, models).map(({ key }) => key));
  const mine = { by: speaker._id, owners: [ownerOfPerson(speaker._id)] };
  const all = no ? await models.submissions.numbered(no) : await models.submissions.latestOf(mine, STATES, LOOK_BACK);
  return all.find((record) => sources.has(record.duty) && STATES.includes(record.state) && isOwn(speaker._id, record));
}

/** The page the new record belongs to; none where nobody owes it just now. */
async function pageFor(
  duty: Duty,
  owner: OwnerKey,
  { school, now }: Asked,
  { ledger, rolls }: Models,
): Promise<OwnPage | undefined> {
  const choose = async () => chooseRoll(await rolls.ofOwner(owner, now), owner, duty.key, now);
  const found = await choose();
  if (found && entryFor(found, owner)) return found;
  await ledger.openSchool(school._id, now);
  return choose();
}

async function make(
  source: Submission,
  duty: Duty,
  owner: OwnerKey,
  roll: OwnPage | undefined,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const { event, now, today, speaker, school } = asked;
  const fields = dutyOf(source, models)?.becomes.find((each) => each.duty === duty.key)?.fields ?? {};
  const mapped = Object.entries(fields).flatMap(([theirs, ours]) => {
    const value = source.values[ours];
    return value === undefined ? [] : [[theirs, value] as const];
  });
  // Whose words they are stands in it as its author, whoever turns them into something else.
  const author = (await models.people.byId(personIn(source.owner) ?? speaker._id)) ?? speaker;
  const known = await prefilled({ duty, roll, owner, speaker: author, school, today }, models);
  const values: Values = { ...known, ...Object.fromEntries(mapped) };
  const missing = problemsIn(duty.form.fields, values, today);
  const record = await models.submissions.begin(
    {
      duty: duty.key,
      period: roll?.period ?? (await periodFor(duty, today, models)),
      school: school._id,
      owner,
      state: missing.length > 0 ? 'draft' : 'handed-in',
      late: roll !== undefined && now > roll.lateAfter,
      values,
      attachments: [],
      madeFrom: source._id,
    },
    { event: event.key, by: speaker._id, now },
  );
  await models.ledger.follow(record, now);
  const said = {
    from: nameOf(source, models),
    duty: duty.name,
    word: duty.word,
    label: roll ? titleIn(event.chat, roll) : '',
    no: record.no,
    style: duty.form.style,
  };
  return here(
    missing.length > 0
      ? texts.becomes(
          said,
          missing.map(({ label }) => label),
        )
      : texts.became(said),
  );
}
