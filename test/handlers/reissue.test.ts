import { expect, test } from '@jest/globals';
import type { PersonId } from '../../models/ids.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { HOST, startTrainingPages, trainingWith } from '../support/held-training.js';
import { day, personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue());
const { models } = county;
const NAME = '信息技术与学科整合培训';
const OLD = '2026-0001-001';
const NEW = '2026-0001-003';
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

const tick = (training: number, person: string, session: number, on = true) =>
  models.attendances.tick(
    training,
    (['in', 'out'] as const).map((each) => ({
      session,
      person: personId(person),
      tick: each,
      on,
      at: new Date('2026-12-05T16:30:00+08:00'),
      how: 'roll-call' as const,
      by: HOST,
    })),
  );

/** Two finished and have their certificates; the first one's is revoked. */
async function revoked(more: { host?: PersonId } = {}): Promise<void> {
  const training = await trainingWith(county, ['S1-T1', 'S1-T2'], more);
  for (const person of ['S1-T1', 'S1-T2']) for (const session of [0, 1]) await tick(training._id, person, session);
  county.at('2026-12-07T09:00:00+08:00');
  await answer(HOST, '结业 1 发证');
  await answer(HOST, `确认作废 ${OLD} 学时登错`);
}

test('revoked it is issued anew with a second word: a new number, what is known now, counted once', async () => {
  await revoked();
  expect(await answer('S1-P', `补发证书 ${OLD}`)).toBe('补发证书由培训的主持人和培训部来做。');
  expect(await answer(HOST, `补发证书 ${OLD}`, { group: 'g1' })).toBe('证书上有姓名，请私聊我说。');
  expect(await answer(HOST, '补发证书 2026-0001-009')).toContain('没有编号是2026-0001-009的证书。');
  expect(await answer(HOST, '补发证书 2026-0001-002')).toContain('周二的证书2026-0001-002有效，不用补发。');
  await tick(1, 'S1-T1', 1, false);
  expect(await answer(HOST, `确认补发 ${OLD}`)).toContain(
    '按现在的签到，李一在「信息技术与学科整合培训」（1号）还不能结业',
  );
  await tick(1, 'S1-T1', 1);
  const asked = await answer(HOST, `补发证书 ${OLD}`);
  expect(asked).toBe(
    [
      `按现在的登记补发：松山小学李一，${NAME}，8学时（集中培训）。`,
      `发新编号，李一2026年的学时加8；旧的${OLD}照旧是作废的，它的核验网页会写已另发新证，不写新编号。我会私下告诉本人。`,
      `核对无误请发「确认补发 ${OLD}」。`,
    ].join('\n'),
  );
  expect(await models.certificates.of(1)).toHaveLength(2);
  expect(await answer(HOST, `确认补发 ${OLD}`)).toContain(
    `已给李一补发，新编号${NEW}，2026年的学时加了8。我会在上班时间私下告诉本人。`,
  );
  expect(county.toldTo('S1-T1').at(-1)).toBe(
    `您「${NAME}」的结业证书已补发，新编号${NEW}，计8学时（集中培训）；作废的${OLD}请不要再用。发「我的学时」随时可以查。`,
  );
  for (const again of ['补发证书', '确认补发'])
    expect(await answer(HOST, `${again} ${OLD}`)).toBe(`李一的证书${OLD}已经补发过，新编号是${NEW}。`);
  expect(await answer('S1-T1', '我的学时')).toContain('2026年共8学时');
  expect((await models.certificates.ofPerson(personId('S1-T1'))).map(({ _id }) => _id)).toEqual([NEW]);
  expect(await models.certificates.finishedSince('ict', day('2026-01-01'))).toEqual(new Set(['S1-T1', 'S1-T2']));
  expect(await answer(HOST, '结业 1')).toBe(
    `「${NAME}」（1号）可以结业2人，其中2人已发过证。\n没有要发的证。补了签到以后可以再来。`,
  );
});

test('the host of a training may, without any post for trainings', async () => {
  await revoked({ host: personId('S3-T1') });
  expect(await answer('S3-T1', `确认补发 ${OLD}`)).toContain(`已给李一补发，新编号${NEW}`);
});

test('said twice at the same moment one is issued; that one revoked, a third takes its place', async () => {
  await revoked();
  const [old] = await models.certificates.of(1);
  if (!old) throw new Error('nothing issued');
  const { _id, revoked: _, ...what } = old;
  const both = await Promise.all(
    ['a', 'b', 'c', 'd'].map((event) => models.certificates.reissue(old, { ...what, event })),
  );
  expect(new Set(both.map(({ _id: number }) => number))).toEqual(new Set([NEW]));
  await answer(HOST, `确认作废 ${NEW} 又错了`);
  expect(await answer(HOST, '结业 1')).toContain(`证书已作废的1人：李一（${NEW}）。`);
  expect(await answer(HOST, `确认补发 ${NEW}`)).toContain('新编号2026-0001-004');
  expect((await models.certificates.ofPerson(personId('S1-T1'))).map(({ _id: number }) => number)).toEqual([
    '2026-0001-004',
  ]);
});

test('the page of the old number stays revoked, and says of the new one only that there is one', async () => {
  await revoked();
  const pages = await startTrainingPages(county);
  try {
    const pageOf = async (number: string): Promise<string> => {
      const ref = await models.certificates.refOf({ _id: number });
      return (await fetch(`${pages.url}/certificates/${ref}`)).text();
    };
    expect(await pageOf(OLD)).not.toContain('新证');
    await answer(HOST, `确认补发 ${OLD}`);
    const old = await pageOf(OLD);
    expect(old).toContain('这张证书已作废（2026年12月7日），不再有效。已另发新证，请向本人要新的证书');
    expect(old).not.toMatch(/0001-003|核验通过|id="print"/);
    expect(await pageOf(NEW)).toMatch(/核验通过.*证书编号：2026-0001-003/s);
    await answer(HOST, `确认作废 ${NEW} 又错了`);
    expect(await pageOf(OLD)).not.toContain('新证');
  } finally {
    await pages.stop();
  }
});
