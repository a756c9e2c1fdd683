import * as texts from '../config/texts/exempt.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { Roll } from '../models/roll.js';
import { chooseRoll } from '../models/roll-choice.js';
import { findColleague } from './colleague.js';
import { type Asked, type Handler, here } from './handler.js';
import { ownerOf } from './submit.js';
import { findDuty } from './words.js';

interface Case {
  person: Person;
  duty: Duty;
  roll: Roll;
  reason: string;
}

/** 免交 姓名 任务 原因: for the period being collected now, by somebody entitled to act for the colleague. */
export const exempt: Handler = async (asked, models) => {
  const found = await readCase(asked, models);
  if ('problem' in found) return here(found.problem);
  const { person, duty, roll, reason } = found;
  const slot = { duty: duty.key, period: roll.period, owner: ownerOf(duty, person) };
  await models.exemptions.grant({ ...slot, reason, by: asked.speaker._id, at: asked.now });
  await models.ledger.refresh(roll._id);
  return here(texts.granted(person.name, duty.word, roll.label, reason));
};

/** 取消免交 姓名 任务. */
export const revokeExemption: Handler = async (asked, models) => {
  const found = await readCase(asked, models);
  if ('problem' in found) return here(found.problem);
  const { person, duty, roll } = found;
  const revoked = await models.exemptions.revoke({ duty: duty.key, period: roll.period, owner: ownerOf(duty, person) });
  await models.ledger.refresh(roll._id);
  return here(revoked ? texts.revoked(person.name, duty.word, roll.label) : texts.notExempt(person.name, duty.word));
};

async function readCase(asked: Asked, models: Models): Promise<Case | { problem: string }> {
  const [who = '', word = '', ...reason] = asked.args.split(/\s+/);
  const duty = findDuty(word, models.catalogue.duties);
  if (!who || !duty) return { problem: texts.howTo(models.catalogue.duties[0]?.word ?? '') };
  const colleague = await findColleague(who, asked, models);
  if (colleague.kind === 'problem') return { problem: colleague.text };
  const owner = ownerOf(duty, colleague.person);
  const pages = await models.rolls.ofOwner(owner, asked.now);
  // The period being collected, whatever the entry's state: an exemption already granted is found again to be revoked.
  const open = pages.filter((roll) => roll.duty === duty.key && roll.lateAfter >= asked.now);
  const roll = open.at(0) ?? chooseRoll(pages, owner, duty.key, asked.now);
  if (!roll) return { problem: texts.nothingOpen(duty.name) };
  return { person: colleague.person, duty, roll, reason: reason.join(' ') };
}
