import { expect, test } from '@jest/globals';
import type { Bot } from '../../bots/bot.js';
import { alarm, type Standing } from '../../jobs/alarm.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { personId, platform } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const OPERATOR = 'J1-C';
const WECHAT = platform('wechat');

const at = (time: string): Date => new Date(`2026-10-30T${time}:00+08:00`);
const wechat = (open: boolean, since: string, standby?: true): Standing => ({
  platform: WECHAT,
  open,
  since: at(since),
  ...(standby && { standby }),
});
/** What the operator hears by a look at some time. */
async function heard(standing: Standing, time: string): Promise<string[]> {
  const before = county.toldTo(OPERATOR).length;
  await alarm([standing], models, at(time));
  await county.settle();
  return county.toldTo(OPERATOR).slice(before);
}

const AWAY =
  '微信从10月30日 21:00起连不上：收不到消息，也发不出去，要发的先排着。请在服务器上运行「jiaoyan doctor」看原因和办法；恢复了会告诉您。';
const BACK = '微信已经恢复，排着的正在发，过时的不再发。';

test('away for five minutes the operator hears it, once of all processes, at night too; and once that it is back', async () => {
  county.at('2026-10-30T21:00:00+08:00');
  expect(await heard(wechat(false, '21:00'), '21:04')).toEqual([]);
  // Two processes look at the same moment.
  const both = [1, 2].map(() => alarm([wechat(false, '21:00')], models, at('21:05')));
  expect((await Promise.all(both)).toSorted((a, b) => a - b)).toEqual([0, 1]);
  await county.settle();
  expect(county.toldTo(OPERATOR)).toEqual([AWAY]);
  expect(await heard(wechat(false, '21:00'), '22:30')).toEqual([]);
  // One that died between noting the outage and telling of it has another tell: the message has the outage's key.
  await connection.collection('outbox').deleteMany({ _id: /^alarm:/ as never });
  expect(await heard(wechat(false, '21:00'), '22:31')).toEqual([AWAY]);
  // A process that was started anew has seen less of it.
  expect(await heard(wechat(false, '22:31'), '22:40')).toEqual([]);

  expect(await heard(wechat(true, '22:41'), '22:41')).toEqual([]);
  expect(await heard(wechat(true, '22:41'), '22:42')).toEqual([BACK]);
  expect(await heard(wechat(true, '22:41'), '22:43')).toEqual([]);
});

test('what comes and goes is told of every two hours at most; one that was never away is never back', async () => {
  county.at('2026-10-30T09:00:00+08:00');
  expect(await heard(wechat(true, '08:00'), '09:00')).toEqual([]);
  expect(await heard(wechat(false, '09:00'), '09:05')).toHaveLength(1);
  expect(await heard(wechat(true, '09:06'), '09:07')).toHaveLength(1);
  expect(await heard(wechat(false, '09:10'), '09:20')).toEqual([]);
  expect(await heard(wechat(true, '09:30'), '09:40')).toEqual([]);
  expect(await heard(wechat(false, '11:00'), '11:06')).toHaveLength(1);
});

test('a process that stands by says nothing; nor is it said on the platform that is away', async () => {
  county.at('2026-10-30T09:00:00+08:00');
  expect(await heard(wechat(false, '08:00', true), '09:00')).toEqual([]);

  const sent: string[] = [];
  const bot: Bot = {
    platform: WECHAT,
    send: async ({ key }) => {
      sent.push(key);
      return { kind: 'sent' };
    },
    check: async () => [],
  };
  county.bots.set(WECHAT, bot);
  const account = { platform: WECHAT, account: 'wx-operator', person: personId(OPERATOR), how: 'code' as const };
  await models.accounts.bind({ ...account, now: at('09:00') });
  await models.accounts.usedBy(WECHAT, 'wx-operator', at('09:00'));
  expect(await heard(wechat(false, '08:00'), '09:00')).toHaveLength(1);
  expect(sent).toEqual([]);
  county.bots.delete(WECHAT);
});
