import { openCounty } from '../county.js';
import { askAs, askingWords } from '../handlers/ask.js';
import { systemClock } from '../models/clock.js';
import { PersonId } from '../models/ids.js';
import { type Command, mustHave, UsageProblem } from './command.js';

export const ask: Command = {
  usage: 'ask --as 编号 "未交 周记"',
  help: '以名册上某个人的身份问应交名册，看到的和这个人私聊机器人时看到的一样，不改动任何东西。能问的有：帮助、我的、未交、名单、全校、全县、走访、历史、待审、催交效果、培训、我的学时、培训覆盖。',
  options: { as: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    const id = mustHave(given, 'as', 'J01-01');
    const text = given.args.join(' ').trim();
    if (!text) throw new UsageProblem('请写明要问什么。');
    const { database, models } = await openCounty(env, log);
    try {
      const person = PersonId.safeParse(id);
      if (!person.success || !(await models.people.byId(person.data)))
        throw new UsageProblem(`名册里没有编号「${id}」。`);
      const answers = await askAs(person.data, text, models, systemClock.now());
      if (!answers) throw new UsageProblem(`「${text}」不是能在这里问的。能问的有：${askingWords.join('、')}。`);
      for (const answer of answers) say(answer);
      return 0;
    } finally {
      await database.stop();
    }
  },
};
