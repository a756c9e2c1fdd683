import { expect, test } from '@jest/globals';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { HOST, trainingWith } from '../support/held-training.js';
import { day, personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue());
const { models } = county;
const NAME = '信息技术与学科整合培训';
const NUMBER = '2026-0001-001';

/** Two finished; on Monday the 7th they have their certificates. */
county.given(async () => {
  const training = await trainingWith(county, ['S1-T1', 'S1-T2']);
  const at = new Date('2026-12-05T16:30:00+08:00');
  const ticks = [0, 1].flatMap((session) =>
    ['S1-T1', 'S1-T2'].map(
      (person) => ({ session, person: personId(person), on: true, at, how: 'roll-call', by: HOST }) as const,
    ),
  );
  await models.attendances.tick(
    training._id,
    ticks.flatMap((each) => (['in', 'out'] as const).map((tick) => ({ ...each, tick }))),
  );
});
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const issued = async (): Promise<void> => {
  county.at('2026-12-07T09:00:00+08:00');
  await answer(HOST, '结业 1 发证');
};

test('issued by mistake it is revoked with a second word: hours and coverage follow, it stays on record, and no second 发证 gives another', async () => {
  await issued();
  expect(await answer('S1-P', `作废证书 ${NUMBER} 登错`)).toBe('作废证书由培训部和协调员来做。');
  expect(await answer(HOST, `作废证书 ${NUMBER}`)).toContain('请写证书编号和原因');
  expect(await answer(HOST, '作废证书 2026-0001-009 登错')).toContain('没有编号是2026-0001-009的证书。');
  expect(await answer(HOST, `作废证书 ${NUMBER} 登错`, { group: 'g1' })).toBe('证书上有姓名，请私聊我说。');
  expect(await answer(HOST, `作废证书 ${NUMBER} 学时登错。`)).toBe(
    [
      `松山小学李一的证书${NUMBER}：${NAME}，8学时（集中培训）。`,
      '原因：学时登错。',
      '作废的编号不能恢复：李一2026年的学时减8，核验网页写明已作废，我会把原因私下告诉本人，外人看不到原因。改好签到以后可以用新编号补发。',
      `确定请发「确认作废 ${NUMBER} 学时登错」。`,
    ].join('\n'),
  );
  expect(await answer('S1-T1', '我的学时')).toContain('2026年共8学时');
  expect(await answer(HOST, `确认作废 ${NUMBER} 学时登错`)).toContain(
    `李一的证书${NUMBER}已作废，2026年的学时减了8。我会在上班时间私下告诉本人。要按现在的登记重新发，请发「补发证书 ${NUMBER}」。`,
  );
  expect(county.toldTo('S1-T1').at(-1)).toBe(
    `您「${NAME}」的结业证书${NUMBER}已作废，原因：学时登错。2026年的学时减8，请不要再用这张证书。有疑问请找韩协调。`,
  );
  expect(await answer('S1-T1', '我的学时')).toBe('还没有登记的培训学时。结业以后，我会私下告诉您。');
  expect(await answer('S1-T2', '我的学时')).toContain('2026年共8学时');
  expect(await models.certificates.finishedSince('ict', day('2026-01-01'))).toEqual(new Set(['S1-T2']));
  expect(await answer(HOST, '结业 1')).toContain(
    `可以结业2人，其中2人已发过证。\n证书已作废的1人：李一（${NUMBER}）。要重新发，请发「补发证书 编号」。`,
  );
  expect(await answer(HOST, '结业 1 发证')).toContain('没有新的证要发');
  expect(await answer(HOST, `确认作废 ${NUMBER} 别的`)).toContain('在2026年12月7日已经作废了，不用再发。');
  expect(await models.certificates.byNumber(NUMBER)).toMatchObject({
    hours: 8,
    revoked: { by: HOST, reason: '学时登错', on: '2026-12-07' },
  });
});

test('on a Saturday evening whose it was hears nothing of it yet', async () => {
  await issued();
  const before = county.toldTo('S1-T1').length;
  county.at('2026-12-12T22:00:00+08:00');
  expect(await answer(HOST, `确认作废 ${NUMBER} 学时登错`)).toContain('已作废');
  expect(county.toldTo('S1-T1')).toHaveLength(before);
});
