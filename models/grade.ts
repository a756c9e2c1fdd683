/** As schools call them, from the youngest on; 初一 is 七年级 elsewhere. */
const GRADES =
  '小班 中班 大班 一年级 二年级 三年级 四年级 五年级 六年级 七年级 初一 八年级 初二 九年级 初三 高一 高二 高三';
const ORDER = new Map(GRADES.split(' ').map((grade, at) => [grade, at]));

/** Where a grade stands among grades; one that is called otherwise comes last. */
export const gradeOrder = (grade: string): number => ORDER.get(grade) ?? ORDER.size;
