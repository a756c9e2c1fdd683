import * as texts from '../config/texts/accounts.js';
import { platformName, platformNamed } from '../config/texts/platform.js';
import { openCounty } from '../county.js';
import type { Account } from '../models/account.js';
import { systemClock } from '../models/clock.js';
import { PersonId } from '../models/ids.js';
import { type Command, only, textOption, UsageProblem } from './command.js';

export const accountsCommand: Command = {
  usage: 'accounts 人员编号 [--end 平台:账号]',
  help: '列出一个人绑定的账号；--end 解绑其中一个（不再用的、绑错的），解绑后它谁也不是，要再用得用新的绑定码。',
  options: { end: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    const id = only(given.args, '人员编号');
    const ending = textOption(given, 'end');
    const { database, models } = await openCounty(env, log);
    try {
      const person = await models.people.byId(PersonId.parse(id));
      if (!person) throw new UsageProblem(texts.nobody(id));
      const all = (await models.accounts.ofPeople([person._id])).get(person._id) ?? [];
      if (ending !== undefined) {
        const meant = all.find((each) => isCalled(each, ending));
        if (!meant) throw new UsageProblem(texts.noSuchAccount(person.name, ending));
        await models.accounts.end(meant.platform, meant.account, systemClock.now());
        say(texts.ended(person.name, lineOf(meant)));
        return 0;
      }
      if (all.length === 0) say(texts.none(person.name));
      for (const each of all)
        say(texts.line(lineOf(each), each.lastSeenAt ?? each.boundAt, models.calendar, systemClock.now()));
      return 0;
    } finally {
      await database.stop();
    }
  },
};

const lineOf = ({ platform, account }: Account): string => `${platformName(platform)}:${account}`;

/** As it is listed, or by the platform's name in this program. */
function isCalled({ platform, account }: Account, word: string): boolean {
  const [, name = '', rest] = /^([^:：]+)[:：](.+)$/u.exec(word) ?? [];
  return platformNamed(name) === platform && rest === account;
}
