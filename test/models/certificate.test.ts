import { expect, test } from '@jest/globals';
import { type Certified, createCertificates } from '../../models/certificate.js';
import type { Day } from '../../models/ids.js';
import { testDatabase } from '../support/database.js';
import { personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const certificates = createCertificates(connection);

const certified = (person: string, training = 12): Certified => ({
  training,
  person: personId(person),
  name: person,
  school: schoolCode('S1'),
  schoolName: '松山小学',
  programme: 'ict',
  title: '信息技术与学科整合培训',
  from: '2026-12-05' as Day,
  to: '2026-12-05' as Day,
  hours: 8,
  type: '集中培训',
  year: 2026,
  issuedOn: '2026-12-07' as Day,
  issuer: '教师进修学校',
  event: 'e1',
});

test('numbers run on, nobody has two, and what was issued stays as it was', async () => {
  const first = await certificates.issue([certified('A'), certified('B')]);
  expect(first.map(({ _id }) => _id)).toEqual(['2026-0012-001', '2026-0012-002']);
  const again = await certificates.issue([{ ...certified('A'), hours: 2 }, certified('C')]);
  expect(again.map(({ _id, hours }) => [_id, hours])).toEqual([
    ['2026-0012-001', 8],
    ['2026-0012-003', 8],
  ]);
});

test('several hosts at once give nobody two, and no number twice', async () => {
  const people = Array.from({ length: 12 }, (_, i) => certified(`P${i}`));
  await Promise.all([certificates.issue(people), certificates.issue(people.toReversed())]);
  const all = await certificates.of(12);
  expect(new Set(all.map(({ person }) => person)).size).toBe(12);
  expect(all.map(({ _id }) => _id)).toEqual(
    Array.from({ length: 12 }, (_, i) => `2026-0012-0${String(i + 1).padStart(2, '0')}`),
  );
});

test('a link opens its certificate; a number alone, or with another check, opens none', async () => {
  const [issued] = await certificates.issue([certified('A')]);
  if (!issued) throw new Error('nothing issued');
  const ref = await certificates.refOf(issued);
  expect(ref).toMatch(/^2026-0012-001-[0-9a-z]{8}$/);
  expect((await certificates.byRef(ref))?.name).toBe('A');
  const other = ref.endsWith('0') ? '1' : '0';
  for (const wrong of [issued._id, `${ref.slice(0, -1)}${other}`, ref.replace('-001-', '-002-'), '', '../x']) {
    expect(await certificates.byRef(wrong)).toBeUndefined();
  }
});
