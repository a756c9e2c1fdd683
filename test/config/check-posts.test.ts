import { brokenCatalogue } from './folder.js';

brokenCatalogue([
  [
    'posts: a right there is not, the same name twice',
    (folder) => {
      folder.change('posts.yaml', 'rights: [see-school, act-for, bind-groups]', 'rights: [see-all]');
      folder.change('posts.yaml', 'aliases: [教务干事]', 'aliases: [安全员]');
    },
    [
      'posts.yaml:4:14 职务「中心校长」 字段 rights.第1项：写的是 see-all；应当是 see-county、see-school、see-charge、see-department、see-group、see-prep、see-cluster、act-for、bind-groups、run-trainings、close-schools、operate 之一',
      'posts.yaml:11:15 职务「教务员」 字段 aliases.第1项：写的是 安全员；职务「安全员」（posts.yaml:5:5）已经用了，请换一个',
    ],
  ],
  [
    'posts that stand in for each other in a circle',
    (folder) => folder.change('posts.yaml', 'aliases: [教务干事]', 'fallsTo: [registrar, heads]'),
    [
      'posts.yaml:11:14 职务「教务员」 字段 fallsTo：写的是 [registrar, heads]；接替成了一圈：registrar → registrar；请去掉其中一环',
      'posts.yaml:11:26 职务「教务员」 字段 fallsTo.第2项：写的是 heads；没有这个职务；是不是 head？',
    ],
  ],
]);
