import { describe, expect, test } from '@jest/globals';
import { type Catalogue, Duty } from '../../models/duty.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { withLessons } from '../support/lessons.js';

const { connection } = testDatabase();
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const base = withLessons();
const made = (more: object): Duty => {
  const [lessons] = base.duties.slice(-1);
  return Duty.parse({ ...lessons, ...more });
};
const topic = { key: 'topic', label: '主题', type: 'text' };
const place = { key: 'place', label: '地点', type: 'text' };
const note = made({
  key: 'note',
  row: 'Z1',
  name: '教学随笔',
  word: '随笔',
  owner: { kind: 'teaching-person' },
  form: {
    style: 'message',
    fields: [
      { key: 'text', label: '正文', type: 'long-text', minLength: 5 },
      { key: 'tag', label: '标签', type: 'choice', options: ['课堂', '家校'], required: false },
    ],
  },
});
const talk = made({
  key: 'talk',
  row: 'Z2',
  name: '交流记录',
  word: '交流',
  form: { style: 'template', fields: [topic, place] },
});
const visit = made({
  key: 'visit',
  row: 'Z3',
  name: '走访记录',
  word: '走访',
  form: {
    style: 'template',
    many: true,
    fields: [topic, place, { key: 'to', label: '到访', type: 'text', required: false }],
  },
});
const idea = made({
  key: 'idea',
  row: 'Z4',
  name: '金点子',
  word: '点子',
  owner: { kind: 'teaching-person' },
  cadence: { every: 'free' },
  form: {
    style: 'template',
    fields: [
      { key: 'idea', label: '点子', type: 'text' },
      { key: 'why', label: '理由', type: 'text' },
    ],
  },
});
const catalogue: Catalogue = { ...base, duties: [...base.duties, note, talk, visit, idea] };
const county = testCounty(connection, undefined, undefined, catalogue);
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const stored = async (duty: string) =>
  (await connection.collection('submissions').find({ duty }).sort({ updatedAt: 1 }).toArray()).map(
    ({ state, values }) => ({ state, values }),
  );

describe('a message with further fields', () => {
  test('has them where a line says so', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '随笔 今天孩子们自己发现了规律。\n标签：课')).toMatch(/^已收到教学随笔（10月），13字/);
    expect(await stored('note')).toEqual([
      { state: 'handed-in', values: { text: '今天孩子们自己发现了规律。', tag: '课堂' } },
    ]);
  });

  test('is in although an optional one could not be taken, and says so', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '随笔 今天孩子们发现了规律\n标签：天气')).toMatch(
      /^已收到教学随笔.*\n标签没有记上：请从这些里选一个：课堂、家校。补上请发「修改 标签：…」。$/u,
    );
    expect(await answer('S1-T1', '修改 标签：家校')).toMatch(/^已修改教学随笔/);
    expect(await stored('note')).toEqual([
      { state: 'handed-in', values: { text: '今天孩子们发现了规律', tag: '家校' } },
    ]);
    expect(await answer('S1-T1', '修改 换成这一篇的内容')).toMatch(/^已修改教学随笔（10月），现在8字/);
    expect(await stored('note')).toMatchObject([{ values: { text: '换成这一篇的内容', tag: '家校' } }]);
  });

  test('the same short text once more is meant so', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '随笔 很好')).toContain('目前2字');
    expect(await answer('S1-T1', '随笔 很好')).toMatch(/^已收到教学随笔（10月），2字/);
  });
});

describe('forms that share labels', () => {
  test('the heading says which', async () => {
    county.at(WEDNESDAY);
    const [template = ''] = await county.say('S1-L', '交流');
    expect(await answer('S1-L', template.replace('主题：', '主题：折纸').replace('地点：', '地点：礼堂'))).toMatch(
      /^已收到交流记录/,
    );
  });

  test('else what was asked for last, or begun', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', '走访');
    expect(await answer('S1-L', '主题：折纸')).toMatch(/^走访记录（10月）已记下1项，还差1项/);
    await county.say('S1-L', '交流');
    expect(await answer('S1-L', '地点：礼堂')).toMatch(/^已收到走访记录/);
    expect(await answer('S1-L', '主题：作文\n地点：礼堂')).toMatch(/^已收到交流记录/);
  });

  test('else it is asked, where as many lines are of one as of the other', async () => {
    county.at(WEDNESDAY);
    const lines = '主题：折纸\n地点：礼堂';
    // Of those whom neither is owed by nothing is asked that they could not answer.
    expect(await answer('J1-C', lines)).toMatch(/^这几行还没有记下：像是交流记录、走访记录模板里的，都不由您上交。/);
    expect(await stored('talk')).toEqual([]);
  });

  test('else the one with most of the labels', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-L', '到访：柳河小学\n主题：折纸\n地点：礼堂')).toMatch(/^已收到走访记录/);
  });
});

test('where many are welcome, what is filled in anew is another; where one is wanted, it is in already', async () => {
  county.at(WEDNESDAY);
  for (const n of ['一', '二']) expect(await answer('S1-L', `走访\n主题：${n}\n地点：礼堂`)).toMatch(/^已收到走访记录/);
  expect(await stored('visit')).toHaveLength(2);
  await county.say('S1-L', '交流\n主题：一\n地点：礼堂');
  expect(await answer('S1-L', '交流\n主题：二\n地点：礼堂')).toMatch(/^交流记录（10月）已由您于/);
  expect(await stored('talk')).toHaveLength(1);
});

test('what is free is on no page: it is taken on any day, begun and finished, as often as there is something', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-T1', '点子')).toBe(
    '【金点子 10月28日】请填好，整段发回来，顺序不限，分几次发也行：\n点子：\n理由：',
  );
  expect(await answer('S1-T1', '点子：早读角')).toBe(
    '金点子（10月28日）已记下1项，还差1项，只补这几项发回来即可：\n理由：还没有填',
  );
  county.at('2026-10-29T10:00:00+08:00');
  expect(await answer('S1-T1', '理由：省时间')).toMatch(/^已收到金点子（10月29日）/);
  expect(await answer('S1-T1', '点子：换座位\n理由：护眼')).toMatch(/^已收到金点子/);
  expect(await stored('idea')).toEqual([
    { state: 'handed-in', values: { idea: '早读角', why: '省时间' } },
    { state: 'handed-in', values: { idea: '换座位', why: '护眼' } },
  ]);
});
