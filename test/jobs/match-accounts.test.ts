import { expect, test } from '@jest/globals';
import { FEISHU } from '../../bots/feishu/parse.js';
import { matchAccounts } from '../../jobs/match-accounts.js';
import { PersonId, SchoolCode } from '../../models/ids.js';
import { testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuOnStandIn } from '../support/feishu/bot.js';

/** 120 people with a mobile number, of whom every second has an account with it. */
const mobileOf = (n: number): string => `1380000${String(n).padStart(4, '0')}`;
const ALL = Array.from({ length: 120 }, (_, n) => n);
const roster = testRoster();
const people = ALL.map((n) => ({
  id: PersonId.parse(`S1-M${n}`),
  name: `教师${n}`,
  school: SchoolCode.parse('S1'),
  posts: [],
  subjects: [],
  mobile: mobileOf(n),
  teaching: true,
}));

const { connection } = testDatabase();
const county = testCounty(connection, { ...roster, people: [...roster.people, ...people] });
const NOW = new Date('2026-10-28T09:00:00+08:00');

async function onFeishu() {
  const { bot, platform } = await feishuOnStandIn();
  for (const n of ALL) if (n % 2 === 0) platform.people.set(mobileOf(n), `ou_${n}`);
  return { bot, platform, match: () => matchAccounts(county.models, [bot], NOW) };
}

test('fifty numbers a call; who is found is bound, and only the others are asked for again', async () => {
  const { platform, match } = await onFeishu();
  try {
    expect(await match()).toBe(60);
    expect(platform.requests('contact')).toBe(3);
    expect(await county.models.accounts.personOf(FEISHU, 'ou_118')).toBe('S1-M118');
    expect(await match()).toBe(0);
    expect(platform.requests('contact')).toBe(5);
  } finally {
    await platform.stop();
  }
});

test('a look-up that fails takes nothing from those before it; the next run finds the rest', async () => {
  const { bot, platform, match } = await onFeishu();
  try {
    let calls = 0;
    const failing = {
      ...bot,
      findAccounts: (mobiles: string[]) => {
        calls += 1;
        if (calls === 2) platform.inject({ kind: 'page', status: 502 }, { area: 'contact' });
        return bot.findAccounts(mobiles);
      },
    };
    await expect(matchAccounts(county.models, [failing], NOW)).rejects.toThrow('http-502');
    const before = await connection.collection('accounts').countDocuments({ platform: FEISHU });
    expect(before).toBeGreaterThan(0);
    expect(await match()).toBe(60 - before);
  } finally {
    await platform.stop();
  }
});
