import { expect, test } from '@jest/globals';
import { Platform, SchoolCode } from '../../models/ids.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);
const GROUP = 'oc_teachers';
const texts = (sent: { receiveId?: string; text: string }[]) => sent.map(({ receiveId, text }) => [receiveId, text]);
/** What was told privately, and what was answered in the group: each in its own order. */
const apart = (sent: Sent[]): [told: Sent[], said: Sent[]] => [
  sent.filter(({ replyTo }) => replyTo === undefined),
  sent.filter(({ replyTo }) => replyTo !== undefined),
];

async function bound(place = '学校', by = 'S1-P'): Promise<void> {
  county.at('2026-10-28T09:00:00+08:00');
  await on.say(by, `绑定本群 ${place}`, GROUP);
}

test('群成员: who of the school is not in the group, privately; who is known by no account is a number', async () => {
  await bound();
  await connection.collection('accounts').deleteMany({ person: 'S1-T4' });
  const strangers = Array.from({ length: 230 }, (_, i) => `ou_stranger_${i}`);
  on.feishu().platform.members.set(GROUP, [...strangers, 'ou_S1-P', 'ou_S1-L', 'ou_S1-T1', 'ou_S2-T1']);
  const [told, said] = apart(await on.say('S1-P', '群成员', GROUP));
  expect(said.map(({ text }) => text)).toEqual(['我去核对本群成员，马上私下告诉您。']);
  expect(texts(told)).toEqual([
    [
      'ou_S1-P',
      [
        '【松山小学的群】截至10月28日 09:00，本校7人，认得出在群里的有3人，另有外校的1人。',
        '不在群里：孙副主任、吴三、周二。',
        '还没绑定账号，在不在群里看不出：郑四。',
        '群里另有230个账号没有绑定，不知道是谁。请他们私聊我发「绑定 绑定码」。',
      ].join('\n'),
    ],
  ]);
  expect(told[0]?.text).not.toContain('群昵称');
  expect(on.feishu().platform.requests('members')).toBe(3);
});

test('in private it is about the groups of the own school', async () => {
  await bound();
  on.feishu().platform.members.set(GROUP, ['ou_S1-P']);
  const said = (await on.say('S1-P', '群成员')).map(({ text }) => text).join('\n');
  expect(said).toContain('我去核对群成员，马上告诉您。');
  expect(said).toMatch(/认得出在群里的有1人/);
});

test('of more than a school it is numbers; a group the bot is in no more is bound no more', async () => {
  await bound('全县', 'J1-C');
  on.feishu().platform.members.set(GROUP, ['ou_S1-P', 'ou_S2-P', 'ou_S2-T1', 'ou_x']);
  const [[told]] = apart(await on.say('J1-C', '群成员', GROUP));
  expect(told?.text).toMatch(/^【全县的群】截至.*，认得出的有2所学校的3人。\n群里另有1个账号/);
  on.feishu().platform.members.clear();
  const [[gone]] = apart(await on.say('J1-C', '群成员', GROUP));
  expect(gone?.text).toBe('这个群没有绑定，或者我已不在群里，没法核对成员。');
});

test('is for those who may bind groups', async () => {
  await bound();
  on.feishu().platform.members.set(GROUP, ['ou_S1-P']);
  expect((await on.say('S1-T1', '群成员', GROUP)).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^群成员由/),
  ]);
  expect((await on.say('S2-P', '群成员', GROUP)).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^这里还没有/),
  ]);
  expect(on.feishu().platform.requests('members')).toBe(0);
});

test('where the platform lists no members, that is said, and nothing of permissions', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const chat = { platform: Platform.parse('wecom-group'), id: '松山老师', kind: 'group' } as const;
  await county.models.groups.bind(chat, { kind: 'school', school: SchoolCode.parse('S1') }, undefined, county.now());
  const said = (await on.say('S1-P', '群成员')).map(({ text }) => text);
  expect(said).toContain(
    '这个群没法核对成员：我在企业微信群机器人里看不到群里有谁，不是少开了权限。请直接在群里看名单。',
  );
});
