import { expect, test } from '@jest/globals';
import type { Half } from '../../models/check-in-code.js';
import type { Training } from '../../models/training.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { HOST, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue(), 'https://jy.example');
const { models } = county;

const at = (time: string): void => county.at(`2026-12-${time}+08:00`);
/** What the screen shows at this instant. */
const code = async ({ _id }: Training, half: Half, session = 0): Promise<string> =>
  (await models.checkInCodes.shown({ training: _id, session, half }, county.now())).code;
const NAME = '「信息技术与学科整合培训」（1号）';

test('in at the beginning, out at the end; once is enough, and each is answered with its time', async () => {
  const training = await trainingWith(county, ['S1-T1']);
  at('05T08:22:00');
  const digits = await code(training, 'in');
  const spaced = `${digits.slice(0, 3)} ${digits.slice(3)}`;
  expect(await county.say('S1-T1', `签到 ${spaced}`)).toEqual([
    `${NAME}签到好了，08:22。这一段结束时请再签退，两次都有才算学时。`,
  ]);
  at('05T08:22:05');
  expect(await county.say('S1-T1', `签到${digits}`)).toEqual([`${NAME}这一段您08:22已经签到过，不用再发。`]);
  at('05T11:31:00');
  expect(await county.say('S1-T1', `签退 ${await code(training, 'out')}`)).toEqual([`${NAME}签退好了，11:31。`]);
  const [row] = await models.attendances.of(training._id);
  expect(row).toMatchObject({ session: 0, in: { how: 'code' }, out: { how: 'code' } });
});

test('a code is worth nothing 45 seconds after it came up: a photo in a group does not help', async () => {
  const training = await trainingWith(county, ['S1-T1', 'S1-T2']);
  at('05T08:30:00');
  const digits = await code(training, 'in');
  at('05T08:30:44');
  expect(await county.say('S1-T1', `签到 ${digits}`)).toEqual([expect.stringContaining('签到好了')]);
  at('05T08:30:45');
  expect(await county.say('S1-T2', `签到 ${digits}`)).toEqual([expect.stringContaining('没对上')]);
  expect(await models.attendances.of(training._id)).toHaveLength(1);
});

test('by the moment it was sent: what waited for the program to come back is in time', async () => {
  const training = await trainingWith(county, ['S1-T1']);
  at('05T08:30:00');
  const digits = await code(training, 'in');
  await models.inbox.accept(
    [
      {
        kind: 'message',
        key: 'late',
        chat: { platform: 'testing' as never, id: 'p-S1-T1', kind: 'private' },
        account: 'S1-T1',
        messageId: 'late',
        text: `签到 ${digits}`,
        addressed: true,
        attachments: [],
        sentAt: county.now(),
      },
    ],
    county.now(),
  );
  at('05T08:40:00');
  await county.settle();
  expect(county.toldTo('S1-T1').at(-1)).toBe(`${NAME}签到好了，08:30。这一段结束时请再签退，两次都有才算学时。`);
});

test('who is not on the list is told whom to ask; ten wrong tries are enough', async () => {
  const training = await trainingWith(county, ['S1-T1']);
  at('05T08:30:00');
  expect(await county.say('S2-T1', `签到 ${await code(training, 'in')}`)).toEqual([
    `${NAME}的名单里没有您。您人在会场的话，请主持人在点名页上加上您，一样算学时。`,
  ]);
  const good = await code(training, 'in');
  const wrong = good === '000000' ? '000001' : '000000';
  for (let n = 0; n < 10; n++) await county.say('S1-T1', `签到 ${wrong}`);
  expect(await county.say('S1-T1', `签到 ${good}`)).toEqual([
    '试的次数太多了，请10分钟后再试，或者请主持人点名时记上，不影响学时。',
  ]);
  expect(await county.say('S1-T1', '签到')).toEqual([expect.stringContaining('六位数字')]);
});

test('the link to the pages goes to the host alone', async () => {
  await trainingWith(county, ['S1-T1']);
  at('05T08:00:00');
  const [answer = ''] = await county.say(HOST, '签到页 1');
  const [, token = ''] = /https:\/\/jy\.example\/trainings\/open\/(\S+)/.exec(answer) ?? [];
  expect(await models.hostTokens.open(token, county.now())).toEqual({ person: HOST, training: 1 });
  expect(await county.say('S1-P', '签到页 1')).toEqual(['签到页由培训的主持人和培训部打开。']);
  await county.say(HOST, '签到页 1', { group: 'g1' });
  expect(county.said.at(-1)).toMatchObject({ to: HOST, text: expect.stringContaining('/trainings/open/') });
});

test('signed out without having signed in: the host is to know', async () => {
  const training = await trainingWith(county, ['S1-T1']);
  at('05T11:25:00');
  expect(await county.say('S1-T1', `签退 ${await code(training, 'out')}`)).toEqual([
    `${NAME}签退好了，11:25。这一段还没有您的签到，请主持人点名时补上，否则这一段不算学时。`,
  ]);
});

test('end to end: certificates for who finished, told privately; hours and coverage follow', async () => {
  const training = await trainingWith(county, ['S1-T1', 'S1-T2', 'S2-T1', 'S3-T1'], { programme: 'ict' });
  const ticks = (person: string, sessions: number[]) =>
    sessions.flatMap((session) =>
      (['in', 'out'] as const).map((tick) => ({
        session,
        person: personId(person),
        tick,
        on: true,
        at: county.now(),
        how: 'roll-call' as const,
        by: HOST,
      })),
    );
  at('05T17:00:00');
  await models.attendances.tick(training._id, [
    ...ticks('S1-T1', [0, 1]),
    ...ticks('S2-T1', [0, 1]),
    ...ticks('S1-T2', [0]),
  ]);
  expect(await county.say('S1-P', '结业 1')).toEqual(['发证由培训的主持人和培训部来做。']);
  expect(await county.say(HOST, '结业 1')).toEqual([
    `${NAME}可以结业2人。\n学时不够1人：周二\n没有来1人：蒋一\n核对无误请发「结业 1 发证」，我会私下告诉每位老师；发出以后不能改，只能作废、补发。要补签到，先发「签到页 1」。`,
  ]);
  // On Monday: nobody's weekend is for certificates.
  at('07T09:00:00');
  expect((await county.say(HOST, '结业 1 发证')).slice(0, 1)).toEqual([
    `${NAME}已发证2人，会私下告诉他们。以后补了签到的，再发「结业 1」。`,
  ]);
  const [told = ''] = county.toldTo('S1-T1').slice(-1);
  expect(told).toMatch(
    /^您已完成「信息技术与学科整合培训」，计8学时（集中培训）。结业证书（可打印，长期有效）：https:\/\/jy\.example\/certificates\/2026-0001-002-[0-9a-z]{8}$/,
  );
  expect(await county.say(HOST, '结业 1 发证')).toEqual([`${NAME}没有新的证要发，已发的都在。`]);
  expect(await county.say('S1-T1', '我的学时')).toEqual([
    expect.stringMatching(/^2026年共8学时\n· 信息技术与学科整合培训，12月5日结业，8学时\n {2}证书 https/),
  ]);
  expect(await county.say('S1-T2', '我的学时 2026')).toEqual(['2026年没有登记的培训学时。结业以后，我会私下告诉您。']);
  // Of the eight who teach two have been trained.
  expect(await county.say(HOST, '培训覆盖 信息技术')).toEqual([
    [
      '信息技术与学科整合培训：2026年1月1日以来，应训8人，已训2人，还有6人。',
      '柳河小学：褚二',
      '青石中学：蒋一、沈二',
      '松山小学：吴三、郑四、周二',
      '人员有变动时，按现在在岗的算。',
    ].join('\n'),
  ]);
});
