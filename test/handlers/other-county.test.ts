import { describe, expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { otherCounty } from '../support/other-county.js';

/** No line of the program is another for the other county. */
const { catalogue, calendar, roster } = otherCounty();
const { connection } = testDatabase();
const county = testCounty(connection, roster, calendar, catalogue);
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text)).join('\n');
const hearing = async (at: string): Promise<string[]> => {
  county.at(at);
  return (await county.jobs()).map(({ to, text }) => `${to}: ${text}`);
};
const NOTE = '共读 今天和孩子们读《草房子》，桑桑养鸽子那一段他们讲了很久，散学了还在说。';

test('its duties, posts and hours are its own', () => {
  expect(catalogue.duties.map(({ row, word }) => `${row} ${word}`)).toEqual([
    'G1 共读',
    'G2 家访',
    'G3 巡护',
    'G4 墙稿',
  ]);
  expect(catalogue.posts.map(({ name }) => name)).toEqual(['中心校长', '德育主任', '班级导师', '学区长', '县督学']);
  expect(catalogue.budget).toEqual({
    perPersonPerWeek: 2,
    quietFrom: '19:00',
    quietUntil: '07:45',
    spreadMinutes: 20,
    unansweredInARow: 3,
  });
});

describe('two weeks of it', () => {
  test('a note is handed in with one message, seen under 我的, missed by who is in charge, reminded of once', async () => {
    county.at('2026-09-15T10:00:00+08:00');
    await county.jobs();
    expect(await answer('Y1-2', NOTE)).toMatch(/^已收到师生共读手记（第1-2周）/);
    expect(await answer('Y1-2', '我的')).toContain('师生共读手记（第1-2周）');
    const missing = await answer('Y1-1', '未交 共读');
    expect(missing).toMatch(/^云岭完小：\n师生共读手记（第1-2周）已交1\/2，9月20日（周日）16:00截止\n未交：阿果/);
    expect(await answer('DX-1', '未交 共读')).toContain('已交1/4');
    // The Sunday before the holiday is a make-up day, and the last school day of the two weeks.
    const heard = await hearing('2026-09-20T14:51:00+08:00');
    expect(
      heard
        .filter((line) => line.includes('提醒您') && line.includes('师生共读手记'))
        .map((line) => line.slice(0, 4))
        .toSorted(),
    ).toEqual(['Y1-3', 'Y2-1', 'Y3-1']);
    expect(heard.find((line) => line.startsWith('Y1-3'))).toContain('师生共读手记（第1-2周）今天16:00截止');
    expect(await hearing('2026-09-20T15:30:00+08:00')).toEqual([]);
  });

  test('two notes for the wall are owed by the school, and whoever is of it may write one', async () => {
    county.at('2026-09-15T10:00:00+08:00');
    await county.jobs();
    expect(await answer('Y1-3', '墙稿 墙上画一条河，写上每个村的名字。')).toMatch(/^已收到文化墙稿（9月）/);
    expect(await answer('Y1-1', '未交 墙稿')).toMatch(/文化墙稿（9月）已交0\/1/);
    expect(await answer('Y1-2', '墙稿 再画一座桥，桥上站着我们班的人。')).toMatch(/^已收到文化墙稿（9月）/);
    expect(await answer('Y1-1', '未交 墙稿')).toMatch(/文化墙稿（9月）已交1\/1/);
    expect(await answer('DX-1', '未交 墙稿')).toContain('已交1/4');
  });

  test('three households a month: the same one counts once, and nobody hears whose month is full', async () => {
    const visit = (household: string, home = '父母'): string =>
      `家访\n哪一户：${household}\n日期：9月14日\n谁在家：${home}\n路程：4.5`;
    county.at('2026-09-15T10:00:00+08:00');
    await county.jobs();
    for (const household of ['2301', '2302', '2302'])
      expect(await answer('Y1-2', visit(household))).toContain('已收到入户家访');
    expect(await answer('Y1-2', '我的')).toMatch(/入户家访（2\/3）/);
    expect(await answer('Y1-2', visit('2303', '无人'))).toContain('要帮什么');
    expect(await answer('Y1-2', '要帮什么：修屋顶')).toContain('已收到入户家访');
    expect(await answer('Y1-1', '未交 家访')).toMatch(/入户家访（9月）已交1\/1/);
    // Due at noon of the first school day of October; three school days before, those with fewer than two hear of it.
    const heard = await hearing('2026-09-28T08:41:00+08:00');
    expect(heard.filter((line) => line.includes('入户家访')).map((line) => line.slice(0, 4))).toEqual(['Y2-1']);
  });
});
