import { describe, expect, test } from '@jest/globals';
import type { PersonId } from '../../models/ids.js';
import { TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const NOON = '2026-10-28T12:00:00+08:00';

const codeFor = async (person: string): Promise<string> => {
  const [issued] = await models.bindCodes.issue([person as PersonId], county.now());
  return issued?.code ?? '';
};
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const owner = (account: string) => models.accounts.personOf(TESTING, account);

describe('an account nobody is known by', () => {
  test('binds with its code, typed as people type, and is known from then on', async () => {
    county.at(NOON);
    const code = await codeFor('S1-T1');
    expect(await answer('phone', `绑定：${code.toLowerCase().replace('-', ' ')}`)).toBe(
      '绑定成功：松山小学 李一。发「我的」看要交什么，发「帮助」看怎么用。如果不是您本人，请联系学校教科室。\n' +
        '您在testing还绑着1个账号；不再用的话，在现在这个账号里发「解绑旧账号」。',
    );
    expect(await owner('phone')).toBe('S1-T1');
    expect(await answer('phone', '我的')).toContain('教育周记（第9周）');
    expect(await answer('phone', '绑定')).toBe('您已绑定为松山小学 李一，不用再绑。');
  });

  test('a code works once', async () => {
    county.at(NOON);
    const code = await codeFor('S1-T1');
    await county.say('phone', `绑定 ${code}`);
    expect(await answer('other', `绑定 ${code}`)).toBe('这个绑定码已用过或已过期，请向学校教科室要一个新的。');
    expect(await owner('other')).toBeUndefined();
  });

  test('a code of last month is worth nothing', async () => {
    county.at('2026-10-10T12:00:00+08:00');
    const code = await codeFor('S1-T1');
    county.at(NOON);
    expect(await answer('phone', `绑定 ${code}`)).toContain('已过期');
  });

  test('a code shown in a group is not taken, and still good in private', async () => {
    county.at(NOON);
    const code = await codeFor('S1-T1');
    const [said] = await county.say('phone', `绑定 ${code}`, { group: 'g1' });
    expect(said).toMatch(/^绑定码是您个人的，请私聊我发送/);
    expect(said).not.toContain(code);
    expect(await owner('phone')).toBeUndefined();
    expect(await answer('phone', `绑定 ${code}`)).toMatch(/^绑定成功/);
  });

  test('without a code it is asked for one, and that is not a wrong one', async () => {
    county.at(NOON);
    for (let i = 0; i < 6; i++) expect(await answer('phone', '绑定')).toMatch(/^请把绑定码写在后面/);
    expect(await answer('phone', `绑定 ${await codeFor('S1-T1')}`)).toMatch(/^绑定成功/);
  });

  test('five wrong codes are enough for an hour, then also the right one waits', async () => {
    county.at(NOON);
    const said: string[] = [];
    for (let i = 0; i < 5; i++) said.push(await answer('phone', `绑定 WRNG-222${i + 2}`));
    expect(said.slice(0, 4)).toEqual([4, 3, 2, 1].map((left) => `这个绑定码不对，请核对后再发，还可以试${left}次。`));
    expect(said[4]).toBe('这个绑定码不对。为了安全，请过一小时再试。');
    const code = await codeFor('S1-T1');
    expect(await answer('phone', `绑定 ${code}`)).toBe('试错次数较多，为了安全请在10月28日 13:00之后再试。');
    expect(await answer('other-phone', `绑定 ${await codeFor('S1-T2')}`)).toMatch(/^绑定成功/);
    county.at('2026-10-28T13:00:01+08:00');
    expect(await answer('phone', `绑定 ${code}`)).toMatch(/^绑定成功/);
  });

  test('绑定本群 is no code', async () => {
    county.at(NOON);
    expect(await answer('phone', '绑定本群 学校', { group: 'g1' })).toMatch(/^您好/);
    expect(await connection.collection('guesses').countDocuments()).toBe(0);
  });
});

describe('somebody known', () => {
  test('may hand the phone to a colleague with that one’s code', async () => {
    county.at(NOON);
    expect(await answer('S1-T1', `绑定 ${await codeFor('S1-T2')}`)).toMatch(/^绑定成功：松山小学 周二/);
    expect(await owner('S1-T1')).toBe('S1-T2');
  });

  test('is refused a code in a group, too, and guesses no more than a stranger', async () => {
    county.at(NOON);
    expect(await answer('S1-T1', `绑定 ${await codeFor('S1-T2')}`, { group: 'g1' })).toMatch(/^绑定码是您个人的/);
    for (let i = 0; i < 5; i++) await county.say('S1-T1', '绑定 WRNG-2222');
    expect(await answer('S1-T1', `绑定 ${await codeFor('S1-T2')}`)).toMatch(/^试错次数较多/);
    expect(await owner('S1-T1')).toBe('S1-T1');
  });
});

describe('an account whose id changes with a login', () => {
  test('is known again by what stays; the one before ends, and nobody else’s does', async () => {
    county.at(NOON);
    await answer('w1', `绑定 ${await codeFor('S1-T1')}`, { handle: 'liyi' });
    await answer('w9', `绑定 ${await codeFor('S1-T2')}`, { handle: 'zhouer' });
    expect(await answer('w2', '我的', { handle: 'liyi' })).toContain('教育周记（第9周）');
    expect([await owner('w1'), await owner('w2'), await owner('w9')]).toEqual([undefined, 'S1-T1', 'S1-T2']);
    // The same again, under a third id; the first has ended and tells nothing any more.
    expect(await answer('w3', '我的', { handle: 'liyi' })).toContain('教育周记（第9周）');
    expect(await owner('w2')).toBeUndefined();
    expect(await answer('w1', '我的')).toMatch(/^您好，我是县里的教研助手。我还不认识您的账号/);
  });

  test('where nothing stays, or two are known by it, nothing is guessed: it is asked once', async () => {
    county.at(NOON);
    await answer('w1', `绑定 ${await codeFor('S1-T1')}`, { handle: 'liyi' });
    expect(await answer('w2', '我的')).toMatch(/我还不认识您的账号/);
    expect(await answer('w2', '我的')).toBe('');
    await answer('w3', `绑定 ${await codeFor('S1-T2')}`, { handle: 'liyi' });
    expect(await answer('w4', '我的', { handle: 'liyi' })).toMatch(/我还不认识您的账号/);
    expect(await owner('w4')).toBeUndefined();
  });

  test('绑定码 gives its person a code for the new one, and 解绑旧账号 ends the others', async () => {
    county.at(NOON);
    const own = await answer('S1-T1', '绑定码');
    const [code = ''] = /[A-Z2-9]{4}-[A-Z2-9]{4}/u.exec(own) ?? [];
    expect(own).toBe(
      `您的绑定码：${code}。换了账号、微信号，或要在别的平台用，在新账号里私聊我发「绑定 ${code}」。14天有效，只能用一次，请不要给别人；以前的码作废。`,
    );
    expect(await answer('S1-T1', '绑定码', { group: 'g1' })).toBe('绑定码是您个人的，请私聊我发「绑定码」。');
    expect(await answer('new', `绑定 ${code}`)).toMatch(
      /^绑定成功：松山小学 李一。.*\n您在testing还绑着1个账号；不再用的话/su,
    );
    expect(await answer('new', '解绑旧账号')).toMatch(/^您在testing的另外1个账号已解绑/);
    expect([await owner('S1-T1'), await owner('new')]).toEqual([undefined, 'S1-T1']);
    expect(await answer('new', '解绑旧账号')).toBe('您在testing只绑着现在这个账号，没有别的要解绑。');
    // Reminders go where it is used; the old one comes back by a code only.
    expect(await answer('S1-T1', `绑定 ${await codeFor('S1-T1')}`)).toMatch(/^绑定成功/);
    expect(await owner('S1-T1')).toBe('S1-T1');
  });
});

describe('binding a group', () => {
  const cases: [who: string, args: string, said: RegExp, scope: object | undefined][] = [
    ['S1-L', '学校', /^本群已绑定为「松山小学」的群/, { kind: 'school', school: 'S1' }],
    ['S1-P', '本校', /^本群已绑定为「松山小学」的群/, { kind: 'school', school: 'S1' }],
    ['S1-L', '松山小学', /^本群已绑定为「松山小学」的群/, { kind: 'school', school: 'S1' }],
    ['S1-L', '柳河小学', /^您可以把本群绑定到松山小学；/, undefined],
    ['S1-L', '全县', /^您可以把本群绑定到松山小学；/, undefined],
    ['S1-L', '城区片区', /^您可以把本群绑定到松山小学；/, undefined],
    ['S1-T1', '学校', /^绑定群由学校校长、教科室主任或协调员操作/, undefined],
    ['S1-D', '学校', /^绑定群由学校校长、教科室主任或协调员操作/, undefined],
    ['J1-C', '柳河', /^本群已绑定为「柳河小学」的群/, { kind: 'school', school: 'S2' }],
    ['J1-C', '城区片区', /^本群已绑定为「城区片区」的群/, { kind: 'cluster', cluster: '城区片区' }],
    ['J1-C', '全县', /^本群已绑定为「全县」的群/, { kind: 'county' }],
    ['J1-C', '小学', /^没有找到叫「小学」的学校或片区/, undefined],
    ['J1-C', '', /^请写明绑定到哪里/, undefined],
  ];
  test.each(cases)('%s: 绑定本群 %s', async (who, args, said, scope) => {
    county.at(NOON);
    expect(await answer(who, `绑定本群 ${args}`.trim(), { group: 'g1' })).toMatch(said);
    expect(await models.groups.scopeOf({ platform: TESTING, id: 'g1' })).toEqual(scope);
  });

  test('privately it is told to do so in the group', async () => {
    county.at(NOON);
    expect(await answer('S1-L', '绑定本群 学校')).toBe('这句话要在群里发，我才知道绑定哪个群。');
  });

  test('once more binds it anew', async () => {
    county.at(NOON);
    await county.say('J1-C', '绑定本群 全县', { group: 'g1' });
    await county.say('S1-L', '绑定本群 学校', { group: 'g1' });
    expect(await models.groups.scopeOf({ platform: TESTING, id: 'g1' })).toEqual({ kind: 'school', school: 'S1' });
  });
});
