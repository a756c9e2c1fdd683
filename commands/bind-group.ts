import { noSuchPlace, webhookBound } from '../config/texts/bind.js';
import { openCounty } from '../county.js';
import { placeCalled } from '../handlers/bind.js';
import { systemClock } from '../models/clock.js';
import { Platform } from '../models/ids.js';
import { type Command, UsageProblem } from './command.js';

export const WECOM_GROUP = Platform.parse('wecom-group');

export const bindGroup: Command = {
  usage: 'bind-group 群名 全县|片区|学校',
  help: '说明 WECOM_GROUP_WEBHOOKS 里的一个群是谁的群；群机器人听不见话，不能在群里绑定。换绑再运行一次。',
  run: async ({ args }, { env, log, say }) => {
    const [name, place, ...more] = args;
    if (!name || !place || more.length > 0)
      throw new UsageProblem('要写群名和它是谁的群，例如 bind-group 全县主任群 全县。');
    const names = (env.wecomGroup ?? []).map((webhook) => webhook.name);
    if (!names.includes(name)) throw new UsageProblem(unknownGroup(name, names));
    const { database, models } = await openCounty(env, log);
    try {
      const found = await placeCalled(place, models);
      if (!found) throw new UsageProblem(noSuchPlace(place));
      const chat = { platform: WECOM_GROUP, id: name, kind: 'group' } as const;
      await models.groups.bind(chat, found.scope, undefined, systemClock.now());
      say(webhookBound(name, found.name));
      return 0;
    } finally {
      await database.stop();
    }
  },
};

const unknownGroup = (name: string, names: string[]): string =>
  names.length > 0
    ? `WECOM_GROUP_WEBHOOKS 里没有叫「${name}」的群，有：${names.join('、')}。`
    : '没有设置 WECOM_GROUP_WEBHOOKS，见运维手册「群机器人」。';
