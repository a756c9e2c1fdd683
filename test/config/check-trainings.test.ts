import { expect, test } from '@jest/globals';
import { loadCatalogue, packagedDir } from '../../config/load.js';
import { brokenCatalogue } from './folder.js';

test('the eight programmes of the plan stand ready, with their audiences', () => {
  const { trainings, duties } = loadCatalogue(packagedDir('catalogue'));
  expect(new Set(trainings.map(({ row }) => row))).toEqual(new Set(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8']));
  for (const { row, serves } of trainings.filter((each) => each.serves))
    expect(duties.find(({ key }) => key === serves)?.row).toBe(row);
  expect(trainings.find(({ row }) => row === 'C5')?.audience).toMatchObject({
    rural: true,
    subjects: ['音乐', '体育', '美术'],
  });
});

brokenCatalogue([
  [
    'programmes of training that name what is not there',
    (folder) =>
      folder.write(
        'trainings.yaml',
        `trainings:
  - { key: a, row: C1, name: 甲, word: 骨干, audience: { posts: [backbon] }, serves: nothing }
  - { key: a, row: C2, name: 乙, word: 骨干, audience: { stage: [小学] }, places: 0 }
  - { key: a, row: C3, name: 丙, word: 骨干, audience: {} }
`,
      ),
    [
      'trainings.yaml:2:63 培训「骨干」 字段 audience.posts.第1项：写的是 backbon；没有这个职务；已有的是 head、safety-officer、registrar',
      'trainings.yaml:2:83 培训「骨干」 字段 serves：写的是 nothing；没有这个任务；已有的是 observation、safety',
      'trainings.yaml:3:55 培训「骨干」 字段 audience.stage：没有这个字段；是不是 stages？',
      'trainings.yaml:3:78 培训「骨干」 字段 places：写的是 0；应当不少于 1',
      'trainings.yaml:4:12 培训「骨干」 字段 key：写的是 a；培训「骨干」（trainings.yaml:2:5）已经用了，请换一个',
      'trainings.yaml:4:39 培训「骨干」 字段 word：写的是 骨干；培训「骨干」（trainings.yaml:2:5）已经用了，请换一个',
    ],
  ],
]);
