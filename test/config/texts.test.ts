import { describe, expect, test } from '@jest/globals';
import { loadCatalogue, packagedDir } from '../../config/load.js';
import { monthly, weekly } from '../../config/texts/digest.js';
import { fewNames, namesText } from '../../config/texts/format.js';
import { nag } from '../../config/texts/nag.js';
import type { Tally } from '../../models/tally.js';

const tally = (some: Partial<Tally>): Tally => ({
  owed: 0,
  handedIn: 0,
  late: 0,
  missing: 0,
  returned: 0,
  claimed: 0,
  leave: 0,
  exempt: 0,
  absent: 0,
  inCluster: 0,
  ...some,
});
const people = Array.from({ length: 40 }, (_, i) => `老师${i}`);

describe('lists of names', () => {
  test('of more than fit the number fits people and groups alike', () => {
    expect(namesText(['语文组', '数学组', '英语组'], 2)).toBe('语文组、数学组等3个');
    expect(namesText(['语文组'], 2)).toBe('语文组');
    expect(fewNames(['李一', '周二', '吴三'], 2)).toBe('李一、周二等');
  });
});

describe('digests', () => {
  const carried = {
    duty: '集体备课',
    label: '第9周',
    tally: tally({ inCluster: 1 }),
    missing: [],
    unit: '个' as const,
  };
  const missing = {
    duty: '教育周记',
    label: '第9周',
    tally: tally({ owed: 40, missing: 40 }),
    missing: people,
    unit: '人' as const,
  };

  test('a large school’s week fits a phone screen, and says nothing of what the cluster carries', () => {
    const repeaters = people.map((name) => ({ name, duty: '教育周记', times: 3 }));
    const text = weekly({ school: '松山小学', week: '第9周', duties: [missing, carried], repeaters, next: [] });
    expect(text.length).toBeLessThan(320);
    expect(text).toContain('老师14等40人');
    expect(text).not.toContain('集体备课');
  });

  test('a month leaves it out too', () => {
    const text = monthly({ school: '双桥小学', month: '10月', duties: [missing, carried], overdue: [], next: [] });
    expect(text).not.toContain('集体备课');
  });
});

test('who owes answers is sent to what waits, not to a hand-in', () => {
  const duty = loadCatalogue(packagedDir('catalogue')).duties.find(({ owner }) => owner.kind === 'reviewer');
  if (!duty) throw new Error('no duty of reviewers');
  const late = { duty, label: '第9周', due: '', stage: 'late' as const, draft: false };
  expect(nag('韩协调', [late], 'planned')).toContain('已过答复的日子，请尽快答复。发「待审」看是哪些。');
});
