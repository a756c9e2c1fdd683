export interface Became {
  /** What it was made from, and what of: 教育周记 7F3KQ2. */
  from: string;
  duty: string;
  word: string;
  label: string;
  no: string;
  style: 'message' | 'template';
}

const made = ({ from, duty, label, no }: Became): string =>
  `${from}转为${duty}（${label ? `${label}，` : ''}编号${no}）`;

export const became = (each: Became): string =>
  `已把${made(each)}，原来的那份照旧。要改请发「修改 ${each.style === 'template' ? '栏目：新内容' : '新内容'}」，不想转请发「撤回」。`;

/** What is still missing is asked for, as lines to fill in. */
export const becomes = (each: Became, missing: string[]): string =>
  `已把${made(each)}的草稿，还差${missing.length}项，填好发回来就交上了；不想转请发「撤回」：\n【${each.duty} ${each.label}】\n${missing.map((label) => `${label}：`).join('\n')}`;

export const becameBefore = (from: string, to: string): string => `${from}已经转过了：${to}。看内容请发「看 编号」。`;
export const whatBecomes = (pairs: string[]): string =>
  pairs.length > 0
    ? `可以这样转：${pairs.join('；')}。例如「转${pairs[0]?.split('→')[1] ?? ''}」，也可以带编号。`
    : '现在没有可以转的任务。';
export const nothingBecomes = (duty: string, sources: string[]): string =>
  sources.length > 0
    ? `没有找到您可以转为${duty}的材料。能转的有您交过的${sources.join('、')}。`
    : `${duty}不能由别的材料转来，请直接写。`;
export const notOpen = (duty: string, word: string, no: string): string =>
  `现在没有在收${duty}。开始收的时候，发「转${word} ${no}」就行。`;
