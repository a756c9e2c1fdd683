import * as texts from '../config/texts/bind.js';
import { platformName } from '../config/texts/platform.js';
import type { PersonId, Platform } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Handler, here } from './handler.js';

/** 绑定码: a code of the speaker's own, for another account of theirs; in private, for whoever reads it can use it. */
export const ownCode: Handler = async ({ event, speaker, now, args }, models) => {
  if (args) return here(texts.codeOfOthers);
  if (event.chat.kind === 'group') return here(texts.codePrivately);
  const [issued] = await models.bindCodes.issue([speaker._id], now);
  return issued ? here(texts.ownCode(issued.code)) : [];
};

/** 解绑旧账号: the speaker's other accounts on this platform end; the one they speak from stays. */
export const unbindOthers: Handler = async ({ event, speaker, now }, models) => {
  const { chat, account } = event;
  if (chat.kind === 'group' || account === undefined) return here(texts.onlyPrivately);
  const { platform } = chat;
  const count = await models.accounts.endOthers({ person: speaker._id, platform, account }, now);
  const name = platformName(platform);
  return here(count > 0 ? texts.othersEnded(name, count) : texts.noOthers(name));
};

/** How many other accounts somebody has on a platform. */
export async function otherAccounts(
  person: PersonId,
  platform: Platform,
  account: string,
  { accounts }: Models,
): Promise<number> {
  const all = (await accounts.ofPeople([person])).get(person) ?? [];
  return all.filter((each) => each.platform === platform && each.account !== account).length;
}
