import type { Bot } from '../bots/bot.js';
import type { Platform } from '../models/ids.js';

/** The platforms another process has the connection to: what goes over it is left to that one. */
export const standingBy = (bots: ReadonlyMap<string, Bot>): Platform[] =>
  [...bots.values()].filter((bot) => bot.standsBy?.()).map(({ platform }) => platform);
