import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { types } from 'wechaty-puppet';
import type { Bot, Connection, Received } from '../../bots/bot.js';
import { FEISHU } from '../../bots/feishu/parse.js';
import { WECHAT } from '../../bots/wechat/parse.js';
import { createWecom } from '../../bots/wecom/index.js';
import { WECOM } from '../../bots/wecom/parse.js';
import { createWecomGroup } from '../../bots/wecom-group/index.js';
import { wecomLimits } from '../../config/limits/wecom.js';
import { silent } from '../../models/log.js';
import { TESTING, type TestCounty } from './county.js';
import { type FeishuOnStandIn, feishuOnStandIn } from './feishu/bot.js';
import { saidInMemory } from './said.js';
import { ALWAYS } from './turn.js';
import { BOT, type OnGateway, wechatOnGateway } from './wechat/bot.js';
import { seal } from './wecom/seal.js';
import { startWecomStandIn, type WecomStandIn, wecomMessage } from './wecom/stand-in.js';
import { type GroupRobotsStandIn, startGroupRobots } from './wecom-group/stand-in.js';

/** What reached somebody: on which platform, whom (an account or a chat; `answer` where it hangs on a message), and the words. */
export interface Heard {
  on: 'feishu' | 'wecom' | 'wechat' | 'robot';
  to: string;
  text: string;
  /** Where it is a picture or a file: its bytes; then it has no text. */
  file?: Buffer;
}

type Speaking = Exclude<Heard['on'], 'robot'>;

/** One county on three platforms at once, and a group's robot besides, each bot on its own stand-in. */
export interface ThreePlatforms {
  /** Somebody is known on a platform by their number. */
  bind(on: Speaking, ...people: string[]): Promise<void>;
  /** Somebody writes to the bot, privately unless a group is named; answers everything that was said because of it. */
  say(on: Speaking, person: string, text: string, group?: string): Promise<Heard[]>;
  /** Somebody sends the bot a file, privately, which it has to fetch; in WeCom it is a picture. */
  send(on: Speaking, person: string, name: string, bytes: Buffer): Promise<Heard[]>;
  /** Somebody presses a button of the last card they were sent in WeCom; answers everything that was said because of it. */
  press(person: string, label: string): Promise<Heard[]>;
  /** Runs the jobs at this instant; answers everything that was said because of it. */
  jobs(at: string): Promise<Heard[]>;
  /** Does something else; answers everything that was said because of it. */
  hear(work: () => Promise<unknown>): Promise<Heard[]>;
}

const PLATFORMS = { feishu: FEISHU, wecom: WECOM, wechat: WECHAT };

export function threePlatforms(county: TestCounty, robotName: string): ThreePlatforms {
  let feishu: FeishuOnStandIn;
  let wecom: WecomStandIn;
  let wechat: OnGateway;
  let robots: GroupRobotsStandIn;
  let connection: Connection;
  let bots: Bot[];
  const fromWecom: Received[] = [];
  /** Where WeCom keeps the one picture that was sent last, sealed. */
  const kept = createServer((_, res) => res.end(sealed));
  let sealed: Buffer | undefined;

  beforeAll(async () => {
    const robot = { botId: 'bot-1', secret: 'secret' };
    [feishu, wecom, wechat, robots] = await Promise.all([
      feishuOnStandIn(),
      startWecomStandIn(robot),
      wechatOnGateway(),
      startGroupRobots(['k1']),
    ]);
    const limits = { ...wecomLimits, sendEveryMs: 1, sendEveryMsToOne: 1 };
    const smart = createWecom(
      { ...robot, secret: { reveal: () => robot.secret }, wsUrl: wecom.url },
      { said: saidInMemory(), clock: { now: county.now }, log: silent, limits },
    );
    const take = async (received: Received) => void fromWecom.push(received);
    connection = smart.connect({
      clock: { now: county.now },
      turn: ALWAYS,
      take: (one) => take(one).then(() => undefined),
    });
    await wecom.connected();
    kept.listen(0, '127.0.0.1');
    await once(kept, 'listening');
    const speaking = createWecomGroup([{ name: robotName, url: { reveal: () => robots.webhook('k1') } }]);
    bots = [feishu.bot, smart, wechat.bot, speaking];
  });
  beforeEach(() => {
    county.bots.delete(TESTING);
    for (const bot of bots) county.bots.set(bot.platform, bot);
  });
  afterAll(async () => {
    await connection.stop();
    kept.close();
    await Promise.all([feishu.platform.stop(), wecom.stop(), wechat.stop(), robots.stop()]);
    if (wecom.broken.length > 0) throw new Error(`the protocol was broken: ${wecom.broken.join(', ')}`);
  });

  const all = (): Record<Heard['on'], Heard[]> => ({
    feishu: feishu.platform.sent().map(({ receiveId = 'answer', text, file }) => ({
      on: 'feishu',
      to: receiveId.replace(/^ou_/u, ''),
      text,
      ...(file && { file: file.bytes }),
    })),
    wecom: wecom.told.map(({ chatid, text, file }) => ({ on: 'wecom', to: chatid, text, ...(file && { file }) })),
    wechat: wechat.gateway.puppet().sentList.map(({ to, text, file }) => ({
      on: 'wechat',
      to,
      text,
      ...(file && { file: file.bytes }),
    })),
    robot: robots.posted.map(({ text }) => ({ on: 'robot', to: robotName, text })),
  });
  const since = async (work: () => Promise<unknown>): Promise<Heard[]> => {
    const before = all();
    await work();
    await county.settle();
    const after = all();
    return (['feishu', 'wecom', 'wechat', 'robot'] as const).flatMap((on) => after[on].slice(before[on].length));
  };

  let count = 0;
  const arrives = async (on: Speaking, from: string, text: string, group?: string): Promise<Received> => {
    if (on === 'feishu') {
      const where = group === undefined ? {} : { group: true, chatId: group, atBot: true };
      return feishu.bot.receive({ ...feishu.events.text(text, { from: `ou_${from}`, ...where }), now: new Date() });
    }
    if (on === 'wecom') {
      const before = fromWecom.length;
      const where = group === undefined ? {} : { chatid: group };
      const words = group === undefined ? text : `@教研助手 ${text}`;
      wecom.push(wecomMessage({ text: words }, { from, at: county.now().getTime(), ...where }));
      await wechat.until(() => fromWecom.length > before);
      return fromWecom[before] as Received;
    }
    const next = wechat.next();
    const where = group === undefined ? { text } : { text: `@教研助手\u2005${text}`, room: group, mentions: [BOT] };
    wechat.gateway.puppet().write({ id: `m${(count += 1)}`, from, at: new Date(), ...where });
    return next;
  };

  const arrivesFile = async (on: Speaking, from: string, name: string, bytes: Buffer): Promise<Received> => {
    const id = `f${(count += 1)}`;
    if (on === 'feishu') {
      feishu.platform.resources.hang(`om_${id}`, id, { type: 'file', bytes });
      const what = { file_key: id, file_name: name };
      const message = feishu.events.message('file', what, { from: `ou_${from}`, messageId: `om_${id}` });
      return feishu.bot.receive({ ...message, now: new Date() });
    }
    if (on === 'wecom') {
      const before = fromWecom.length;
      const key = Buffer.alloc(32, 7);
      sealed = seal(bytes, key);
      const image = `http://127.0.0.1:${(kept.address() as AddressInfo).port}/${id}`;
      wecom.push(wecomMessage({ image, aeskey: key.toString('base64') }, { from, at: county.now().getTime() }));
      await wechat.until(() => fromWecom.length > before);
      return fromWecom[before] as Received;
    }
    const next = wechat.next();
    wechat.gateway
      .puppet()
      .write({ id, from, at: new Date(), type: types.Message.Attachment, text: '', filename: name, file: bytes });
    return next;
  };
  /** It is said when the county's clock says, not when this machine does. */
  const taken = async (on: Speaking, received: Received): Promise<void> => {
    if (received.kind !== 'events') throw new Error(`the bot on ${on} read nothing`);
    const events = received.events.map((event) => ({ ...event, sentAt: county.now() }));
    await county.models.inbox.accept(events, county.now());
  };

  return {
    bind: async (on, ...people) => {
      for (const person of people) {
        const account = {
          platform: PLATFORMS[on],
          account: on === 'feishu' ? `ou_${person}` : person,
          person: person as never,
        };
        await county.models.accounts.bind({ ...account, how: 'demo', now: new Date(0) });
      }
    },
    say: (on, person, text, group) => since(async () => taken(on, await arrives(on, person, text, group))),
    send: (on, person, name, bytes) => since(async () => taken(on, await arrivesFile(on, person, name, bytes))),
    hear: since,
    press: (person, label) =>
      since(async () => {
        const card = wecom.told.findLast((each) => each.chatid === person && each.card);
        const before = fromWecom.length;
        if (!card) throw new Error(`${person} was sent no card`);
        wecom.press(card, label, person);
        await wechat.until(() => fromWecom.length > before);
        await taken('wecom', fromWecom[before] as Received);
      }),
    jobs: (at) => {
      county.at(at);
      return since(() => county.jobs());
    },
  };
}
