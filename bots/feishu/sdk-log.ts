import type { Logger } from '@larksuiteoapi/node-sdk';
import type { Log } from '../../models/log.js';

/**
 * The SDK's log onto ours, with its objects left behind: what it logs are whole requests, with the message in them,
 * and with the app secret when the request was for a token. Left are its own sentences and the names of errors; what
 * it calls info is debug here.
 */
export function sdkLog(log: Log, secrets: readonly string[]): Logger {
  const say = (messages: unknown[]): string => {
    const words = messages.flat(3).map(inAWord).filter(Boolean).join(' ');
    return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), words).slice(0, 200);
  };
  return {
    error: (...messages) => log.warn({ platform: 'feishu' }, `sdk: ${say(messages)}`),
    warn: (...messages) => log.warn({ platform: 'feishu' }, `sdk: ${say(messages)}`),
    info: (...messages) => log.debug({ platform: 'feishu' }, `sdk: ${say(messages)}`),
    debug: (...messages) => log.debug({ platform: 'feishu' }, `sdk: ${say(messages)}`),
    trace: () => {},
  };
}

function inAWord(message: unknown): string {
  if (typeof message === 'string') return message;
  // Our own errors hold neither secret nor text; of foreign ones the name must do.
  if (message instanceof Error) return message.name.startsWith('Feishu') ? message.message : message.name;
  return '';
}
