import type { Right } from '../../models/duty.js';

/** What somebody types for what one of their posts lets them see, where they hold several. */
export const scopeWords: Partial<Record<Right, string>> = {
  'see-county': '全县',
  'see-school': '本校',
  'see-charge': '负责学校',
  'see-department': '本部门',
  'see-group': '本组',
  'see-prep': '备课组',
  'see-cluster': '片区',
};

export const wholeCounty = '全县';
export const inCharge = (schools: number): string => `您负责的${schools}所学校`;
export const ownDepartment = '您的部门';
export const subjectsOf = (place: string, subjects: readonly string[]): string => `${place}${subjects.join('、')}`;
export const subjectsOfCounty = (subjects: readonly string[]): string => subjectsOf(wholeCounty, subjects);

/** 第一小学语文组; 第一小学一年级语文备课组 */
export const groupsOf = (school: string, grades: readonly string[], subjects: readonly string[]): string =>
  grades.length > 0
    ? `${school}${grades.join('、')}${subjects.join('、')}备课组`
    : `${school}${subjects.map((subject) => `${subject}组`).join('、')}`;

export const notInCharge = (school: string): string =>
  `${school}不在您负责的学校里，这里看不到。您负责哪些学校，发「走访」看；要调整，请联系协调员。`;
export const notYours = (place: string): string => `${place}不在您能看的范围里，这里看不到。您能看的，发「未交」看。`;
export const noSubjects = '名册里还没有写您的学科和负责的学校。请协调员在名册里填上，就能看了。';
