import * as texts from '../config/texts/training.js';
import type { Models } from '../models/models.js';
import type { Training } from '../models/training.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';
import { trainingNamed } from './training-named.js';

/** 同意报名 3 [张三、李四], 不同意报名 3 张三: the school's word on those who wait for it; without names, of all. */
export const answerSignUp =
  (kind: 'approve' | 'refuse'): Handler =>
  async (asked, models) => {
    const { rights, school, event } = asked;
    if (!rights.has('act-for')) return here(texts.mayNotAnswer);
    const found = await trainingNamed(asked.args, kind === 'approve' ? '同意报名' : '不同意报名', models);
    if ('problem' in found) return here(found.problem);
    const training = await models.trainings.byNo(found.training._id);
    const { rest } = found;
    if (!training) return here(texts.noSuch(found.training._id));
    const ids = training.signUps.flatMap((each) =>
      each.school === school._id && (each.state === 'awaiting' || each.last.event === event.key) ? [each.person] : [],
    );
    const people = await models.people.byIds(ids);
    if (people.length === 0) return here(texts.nobodyAwaits(training));
    const names = rest
      .split(/[\s、，,]+/)
      .map(halfWidth)
      .filter(Boolean);
    const strange = names.filter((name) => !people.some((each) => each.name === name || each._id === name));
    const all = people.map(({ name }) => name);
    if (strange.length > 0 || (kind === 'refuse' && names.length === 0)) return here(texts.whoIsRefused(training, all));
    const meant =
      names.length === 0 ? people : people.filter((each) => names.includes(each.name) || names.includes(each._id));
    return here(await answerAll(kind, training, meant, asked, models));
  };

async function answerAll(
  kind: 'approve' | 'refuse',
  training: Training,
  people: { _id: Training['host']; name: string }[],
  { event, now }: Asked,
  models: Models,
): Promise<string> {
  const told = { yes: [] as string[], waits: [] as string[], no: [] as string[] };
  // In the order in which they asked: the line is theirs.
  const seq = new Map(training.signUps.map((each) => [each.person, each.seq]));
  for (const { _id, name } of people.toSorted((a, b) => (seq.get(a._id) ?? 0) - (seq.get(b._id) ?? 0))) {
    const answer = await models.trainings.wish(training, { kind, person: _id, event: event.key, now });
    if (answer.is === 'in') told.yes.push(name);
    if (answer.is === 'waiting') told.waits.push(name);
    if (answer.is === 'refused') told.no.push(name);
    if (answer.is === 'no' && answer.why === 'begun')
      return texts.answered(training, answer, { now, calendar: models.calendar });
  }
  const any = told.yes.length + told.waits.length + told.no.length > 0;
  return any ? texts.approvals(training, told) : texts.nobodyAwaits(training);
}
