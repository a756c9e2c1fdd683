import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import Koa from 'koa';
import { FEISHU } from '../../../bots/feishu/parse.js';
import { webhook } from '../../../bots/webhook.js';
import { systemClock } from '../../../models/clock.js';
import type { PersonId } from '../../../models/ids.js';
import { silent } from '../../../models/log.js';
import type { TestCounty } from '../county.js';
import { testRoster } from '../county.js';
import { type FeishuOnStandIn, feishuOnStandIn } from './bot.js';
import { type Delivery, type PressOptions, push } from './events.js';
import type { Sent } from './messages.js';
import type { Put } from './press.js';

/** A county on Feishu: everybody of its roster has the account `ou_` and their number, and a private chat. */
export interface FeishuCounty {
  feishu(): FeishuOnStandIn;
  /** Somebody writes to the bot, privately unless a group is named; answers what the bot sent because of it. */
  say(person: string, text: string, group?: string): Promise<Sent[]>;
  /** Somebody presses the button of a card; answers the toast, what the bot sent besides, and the card as it is then. */
  press(card: Sent, person: string, put?: Put, how?: PressOptions): Promise<Pressed>;
  /** The same, without anything being worked. */
  pressOnly(card: Sent, person: string, put?: Put, how?: PressOptions): Promise<unknown>;
  /** Any delivery; answers what the webhook answered. */
  deliver(delivery: Delivery): Promise<unknown>;
  /** Works what came in, and answers what the bot sent. */
  settle(): Promise<Sent[]>;
  /** Runs the jobs at this instant, and answers what the bot sent because of it. */
  jobs(): Promise<Sent[]>;
  /** The database takes nothing, or takes again. */
  away(isAway: boolean): void;
}

export interface Pressed {
  toast: unknown;
  sent: Sent[];
  card: Sent;
}

/** Nobody waits for turns here: those are tested in `test/jobs/turns` and `faults`. The platform allows as much. */
const GENEROUS = { perMinute: 100_000, perSecond: 10_000, toOne: 1000 };
const AT_ONCE = { sendEveryMs: 1, sendEveryMsToOne: 1 };

export function feishuCounty(county: TestCounty): FeishuCounty {
  let trial: FeishuOnStandIn;
  let server: Server;
  let url = '';
  let isAway = false;

  county.given(() => {
    const bind = (id: PersonId) =>
      county.models.accounts.bind({
        platform: FEISHU,
        account: `ou_${id}`,
        person: id,
        how: 'demo',
        now: new Date(0),
      });
    return Promise.all(testRoster().people.map(({ id }) => bind(id)));
  });

  beforeEach(async () => {
    isAway = false;
    trial = await feishuOnStandIn({ rates: GENEROUS }, undefined, {}, AT_ONCE);
    const { bot } = trial;
    county.bots.set(bot.platform, bot);
    const edge = webhook({
      path: '/webhooks/feishu',
      receive: (request) => bot.receive(request),
      accept: (events, now) => (isAway ? Promise.reject(new Error('away')) : county.models.inbox.accept(events, now)),
      clock: systemClock,
      log: silent,
    });
    server = new Koa().use(edge).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/webhooks/feishu`;
  });

  afterEach(async () => {
    county.bots.delete(trial.bot.platform);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    await trial.platform.stop();
  });

  const settle = async (): Promise<Sent[]> => {
    const before = trial.platform.sent().length;
    await county.settle();
    return trial.platform.sent().slice(before);
  };
  const deliver = async (delivery: Delivery): Promise<unknown> => {
    const answer = await push(url, delivery);
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
    return answer.json();
  };
  const pressOnly: FeishuCounty['pressOnly'] = (card, person, put, how) =>
    deliver(trial.platform.press(card.messageId, `ou_${person}`, put, how));

  return {
    feishu: () => trial,
    settle,
    deliver,
    pressOnly,
    jobs: async () => {
      const before = trial.platform.sent().length;
      await county.jobs();
      return trial.platform.sent().slice(before);
    },
    away: (away) => (isAway = away),
    say: async (person, text, group) => {
      const where = group === undefined ? {} : { group: true, chatId: group, atBot: true };
      await deliver(trial.events.text(text, { from: `ou_${person}`, ...where }));
      return settle();
    },
    press: async (card, person, put, how) => {
      const toast = await pressOnly(card, person, put, how);
      const sent = await settle();
      const now = trial.platform.sent().find(({ messageId }) => messageId === card.messageId);
      if (!now) throw new Error('the card is gone');
      return { toast, sent, card: now };
    },
  };
}
