import * as texts from '../config/texts/bind.js';
import { momentText } from '../config/texts/format.js';
import { platformName } from '../config/texts/platform.js';
import type { MessageEvent } from '../models/event.js';
import type { Scope } from '../models/group.js';
import type { Models } from '../models/models.js';
import { type Asked, type AskedByStranger, type Handler, here, type Say } from './handler.js';
import { otherAccounts } from './own-accounts.js';

/** 绑定 CODE, by an account nobody is known by yet. A code shown in a group is not taken: everybody there has read it. */
export async function bindStranger({ event, args, now }: AskedByStranger, models: Models): Promise<Say[]> {
  if (event.chat.kind === 'group') return here(texts.onlyPrivately);
  if (!args) return here(texts.askCode);
  return redeem(event, args, now, models);
}

/** 绑定 CODE, by somebody known: the code may name another person, who then takes over the account. */
export const bindAgain: Handler = async ({ event, args, now, speaker, school }, models) => {
  if (!args) return here(texts.already(speaker.name, school.name));
  const { chat, account } = event;
  if (chat.kind === 'group' || account === undefined) return here(texts.onlyPrivately);
  return redeem({ chat, account }, args, now, models);
};

async function redeem(
  event: Pick<MessageEvent, 'chat' | 'account' | 'handle'>,
  code: string,
  now: Date,
  models: Models,
): Promise<Say[]> {
  const { account, handle, chat } = event;
  const { platform } = chat;
  const redeemed = await models.bindCodes.redeem({ platform, account, code, now });
  if (redeemed.kind === 'wrong') return here(texts.wrong(redeemed.left));
  if (redeemed.kind === 'expired') return here(texts.expired);
  if (redeemed.kind === 'wait') return here(texts.wait(momentText(redeemed.until, models.calendar)));
  const person = await models.people.byId(redeemed.person);
  if (!person) return here(texts.expired);
  const school = await models.schools.byCode(person.school);
  if (handle !== undefined) await models.accounts.usedBy(platform, account, now, handle);
  const others = await otherAccounts(person._id, platform, account, models);
  const more = others > 0 ? `\n${texts.others(platformName(platform), others)}` : '';
  return here(texts.bound(person.name, school?.name ?? '') + more);
}

/** 绑定本群 学校|校名|片区|全县: says whom a group stands for. */
export const bindGroup: Handler = async (asked, models) => {
  if (asked.event.chat.kind !== 'group') return here(texts.groupOnly);
  if (!asked.rights.has('bind-groups')) return here(texts.mayNotBindGroup);
  const found = await scopeNamed(asked, models);
  if (!found) return here(asked.args ? texts.noSuchPlace(asked.args) : texts.groupHow);
  if (!mayBind(asked, found.scope)) return here(texts.mayNotBindThat(asked.school.name));
  await models.groups.bind(asked.event.chat, found.scope, asked.speaker._id, asked.now);
  return here(texts.groupBound(found.name));
};

/** Whether somebody may say that a group stands for these. */
export const mayBind = ({ speaker, rights }: Pick<Asked, 'speaker' | 'rights'>, scope: Scope): boolean =>
  rights.has('bind-groups') &&
  ((scope.kind === 'school' && scope.school === speaker.school) || rights.has('see-county'));

interface Place {
  scope: Scope;
  name: string;
}

async function scopeNamed({ args, school }: Asked, models: Models): Promise<Place | undefined> {
  if (!args) return undefined;
  if (['学校', '本校', '我校'].includes(args))
    return { scope: { kind: 'school', school: school._id }, name: school.name };
  return placeCalled(args, models);
}

/** The county, a cluster or a school, by what people call it. */
export async function placeCalled(word: string, { schools }: Models): Promise<Place | undefined> {
  if (['全县', '县', '全市', '全区'].includes(word)) return { scope: { kind: 'county' }, name: texts.countyName };
  const cluster = (await schools.clusters()).find((name) => name === word || name === word.replace(/片区$/, ''));
  if (cluster) return { scope: { kind: 'cluster', cluster }, name: cluster };
  const named = await schools.find(word);
  return named && { scope: { kind: 'school', school: named._id }, name: named.name };
}
