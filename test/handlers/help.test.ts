import { expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const help = async (who: string, part = ''): Promise<string> => (await county.say(who, `帮助 ${part}`)).join('\n');

test('帮助 names what the speaker may do, and nothing that would be refused', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const teacher = await help('S1-T1');
  expect(teacher).toContain('周记 内容 —— 交教育周记');
  expect(teacher).not.toMatch(/月报|代交|未交|催交|绑定本群/u);
  for (const who of ['S1-L', 'S1-D', 'S1-P']) {
    expect(await help(who)).toMatch(/月报 —— [^]*未交[^]*代交/u);
    expect(await help(who, '替同事')).toMatch(/代交[^]*催交/u);
  }
  expect(await help('S1-T1', '替同事')).toBe(teacher);
});
