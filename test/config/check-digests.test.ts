import { brokenCatalogue } from './folder.js';

brokenCatalogue([
  [
    'digests: a key twice, an unknown post, a time at night',
    (folder) => {
      folder.change('digests.yaml', 'key: monthly', 'key: weekly');
      folder.change('digests.yaml', 'to: [registrar]', 'to: [boss]');
      folder.change('digests.yaml', "at: '08:05'", "at: '06:05'");
    },
    [
      'digests.yaml:8:10 小结「weekly」 字段 key：写的是 weekly；小结「weekly」（digests.yaml:2:5）已经用了，请换一个',
      'digests.yaml:16:10 小结「operator」 字段 to.第1项：写的是 boss；没有这个职务；已有的是 head、safety-officer、registrar',
      "digests.yaml:18:29 小结「operator」 字段 when.at：写的是 '06:05'；在免打扰时段 20:00–07:30 里，永远发不出去；请挪到外面",
    ],
  ],
  [
    'digests: instead of one there is not, and of one that has gone out before',
    (folder) => {
      folder.change('digests.yaml', '[due, overdue, next]', '[due, overdue, next]\n    insteadOf: [wekly, operator]');
    },
    [
      'digests.yaml:14:17 小结「monthly」 字段 insteadOf.第1项：写的是 wekly；没有这个小结；是不是 weekly？',
      'digests.yaml:14:24 小结「monthly」 字段 insteadOf.第2项：写的是 operator；08:05 就发出去了，比这一份早；请把它的 at 挪到 09:25 或以后',
    ],
  ],
  [
    'digests: a rhythm and a part there are not',
    (folder) => {
      folder.change('digests.yaml', 'every: week,', 'every: fortnight,');
      folder.change('digests.yaml', '[due, overdue, next]', '[dew, { behind: 500 }]');
    },
    [
      'digests.yaml:6:20 小结「weekly」 字段 when.every：写的是 fortnight；应当是 day、week、month、term 之一',
      'digests.yaml:13:16 小结「monthly」 字段 sections.第1项：写的是 dew；应当是 due、overdue、arrears、repeaters、next、own、awaiting、cases、rounds、chapters、burden、effect、operations 之一 或一组“字段: 值”',
      'digests.yaml:13:31 小结「monthly」 字段 sections.第2项.behind：写的是 500；应当不超过 100',
    ],
  ],
  [
    'digests: nobody is told what their post may not see',
    (folder) => {
      folder.change('digests.yaml', 'to: [head]\n    sees: see-school', 'to: [safety-officer]\n    sees: see-county');
      folder.change('digests.yaml', 'to: [registrar]', 'to: [head]');
    },
    [
      'digests.yaml:4:10 小结「weekly」 字段 to.第1项：写的是 safety-officer；这个职务没有 see-county 的权限；请换职务，或在 posts.yaml 里给它',
      'digests.yaml:16:10 小结「operator」 字段 to.第1项：写的是 head；这个职务没有 see-county 的权限；请换职务，或在 posts.yaml 里给它',
      'digests.yaml:16:10 小结「operator」 字段 to.第1项：写的是 head；这个职务没有 operate 的权限，不该收到系统通知；请换职务',
    ],
  ],
  [
    'digests: pages of nobody, schools of one, the own school by another right',
    (folder) => {
      folder.change('digests.yaml', '    sees: see-school\n    when: { every: week', '    when: { every: week');
      folder.change('digests.yaml', '[due, overdue, next]', '[{ overdue: gentel }, { behind: 50 }]');
      folder.change('posts.yaml', 'rights: [see-county, operate]', 'rights: [see-cluster, operate]');
      folder.change('digests.yaml', 'sees: see-county', 'sees: see-cluster');
      folder.change('digests.yaml', '[operations, due]', '[operations, arrears, effect]');
    },
    [
      'digests.yaml:2:5 小结「weekly」 字段 sees：没有写；「due」要知道说哪里的情况；请写 see-school、see-county 等',
      'digests.yaml:10:11 小结「monthly」 字段 sees：写的是 see-school；只有一所学校，说不出 behind；请写 see-county、see-charge 或 see-cluster',
      'digests.yaml:12:27 小结「monthly」 字段 sections.第1项.overdue：写的是 gentel；没有这个提醒方案；是不是 gentle？',
      'digests.yaml:16:11 小结「operator」 字段 sees：写的是 see-cluster；arrears 说的是本校；请写 see-school 或 see-county',
      'digests.yaml:16:11 小结「operator」 字段 sees：写的是 see-cluster；effect 说的是全县；sees 要写 see-county',
    ],
  ],
  [
    'digests: records of a duty and fields there are not, fields that are not counted, readers who are none',
    (folder) =>
      folder.change(
        'digests.yaml',
        '[due, repeaters, next]',
        '[{ records: nothing, by: kind }, { records: observation, by: levle }, { records: observation, by: remarks }, { records: safety, rate: found, under: 80 }]',
      ),
    [
      'digests.yaml:4:10 小结「weekly」 字段 to.第1项：写的是 head；这个职务读不了任务「听课」的记录；请加进它的 readers',
      'digests.yaml:4:10 小结「weekly」 字段 to.第1项：写的是 head；这个职务读不了任务「听课」的记录；请加进它的 readers',
      'digests.yaml:7:27 小结「weekly」 字段 sections.第1项.records：写的是 nothing；没有这个任务；已有的是 observation、safety',
      'digests.yaml:7:76 小结「weekly」 字段 sections.第2项.by：写的是 levle；没有这个字段；是不是 level？',
      'digests.yaml:7:113 小结「weekly」 字段 sections.第3项.by：写的是 remarks；不是选择字段，没法按它数；请换一个',
      'digests.yaml:7:149 小结「weekly」 字段 sections.第4项.rate：写的是 found；不是数字；请换一个',
    ],
  ],
  [
    'the look back left out',
    (folder) => folder.change('digests.yaml', "lookBack: { at: '09:05' }\n", ''),
    ['digests.yaml:1:1 周初回顾：没有写；应当是一组“字段: 值”'],
  ],
]);
