import type { Duty, Right } from '../../models/duty.js';

/** 帮助, by what the speaker may do. One phone screen. */
export function help(all: readonly Pick<Duty, 'word' | 'name' | 'form'>[], rights: ReadonlySet<Right>): string {
  // What most people type most often comes first.
  const duties = all.toSorted((a, b) => Number(b.form.style === 'message') - Number(a.form.style === 'message'));
  const lines = [
    ...duties.map(({ word, name, form }) =>
      form.style === 'message' ? `${word} 内容 —— 交${name}，写完直接发` : `${word} —— 交${name}，我发模板给您填`,
    ),
    '修改 新内容 / 撤回 / 恢复 —— 改或撤刚交的',
    `补交 ${duties[0]?.word ?? ''} 内容 —— 补以前没交的`,
    '我的 —— 要交什么、交过什么',
    '请假 到 周五 / 销假 —— 请假期间不提醒',
    ...(rights.has('act-for')
      ? [
          '代交 姓名 任务 内容 —— 替同事交',
          '请假 姓名 到 周五 —— 替同事请假',
          '免交 姓名 任务 原因 / 取消免交 姓名 任务',
        ]
      : []),
    ...(rights.has('see-school') || rights.has('see-county') ? ['未交 —— 看谁没交'] : []),
    ...(rights.has('act-for') ? ['催交 —— 私下提醒没交的人'] : []),
    ...(rights.has('bind-groups') ? ['绑定本群 学校 —— 在群里发，绑定这个群'] : []),
  ];
  return `您可以这样发消息（群里先 @我）：\n${lines.join('\n')}`;
}

export const didYouMean = (words: string[]): string => `您是想发「${words.join('」或「')}」吗？发「帮助」看全部用法。`;

export const notUnderstood = '这句我没看懂。发「帮助」看全部用法，交材料请以任务的名字开头。';

export const troubled = '抱歉，刚才这条没能办成，内容已留存，管理员会处理。请稍后发「我的」看看是否已收到。';
