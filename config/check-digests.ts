import { type Digest, type DigestSection, OF_PAGES } from '../models/digest.js';
import type { Duty } from '../models/duty.js';
import type { Field } from '../models/field.js';
import { checkAllNamed, checkKnown, checkNamed, checkUnique } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** Digests go to posts that exist and may see what they tell of, and count fields that there are and that they may read. */
export function checkDigests({ digests, posts, duties, profiles }: Draft, problems: Problems): void {
  checkUnique(digests.items, ({ key }) => [{ field: ['key'], value: key }], problems);
  for (const item of digests.items) {
    checkAllNamed(item, ['to'], item.value.to, posts, '职务', problems);
    checkSight(item, { posts }, problems);
    checkInstead(item, digests, problems);
    for (const [index, section] of item.value.sections.entries()) {
      const path = ['sections', index];
      if (typeof section === 'object' && 'overdue' in section) {
        checkNamed(item, { field: [...path, 'overdue'], value: section.overdue }, profiles, '提醒方案', problems);
      }
      if (typeof section === 'object' && 'records' in section) {
        checkNamed(item, { field: [...path, 'records'], value: section.records }, duties, '任务', problems);
        const duty = duties.items.find(({ value }) => value.key === section.records)?.value;
        if (duty) checkRecords(item, path, section, duty, problems);
      }
    }
  }
}

/** What another is heard instead of has not gone out before it. */
function checkInstead(item: Item<Digest>, all: Draft['digests'], problems: Problems): void {
  const { insteadOf = [], when } = item.value;
  checkAllNamed(item, ['insteadOf'], insteadOf, all, '小结', problems);
  for (const [index, key] of insteadOf.entries()) {
    const other = all.items.find(({ value }) => value.key === key)?.value;
    if (!other || other.when.at >= when.at) continue;
    problems.field(
      item,
      ['insteadOf', index],
      `${other.when.at} 就发出去了，比这一份早；请把它的 at 挪到 ${when.at} 或以后`,
    );
  }
}

/** Whoever hears of others must be entitled to: nothing is told because a file says so. */
function checkSight(item: Item<Digest>, { posts }: Pick<Draft, 'posts'>, problems: Problems): void {
  const { to, sees, sections } = item.value;
  const ofPages = sections.find((section) => OF_PAGES.includes(section) || isBehind(section) || isOverdue(section));
  if (ofPages && !sees) {
    const what = typeof ofPages === 'string' ? ofPages : Object.keys(ofPages)[0];
    problems.field(item, ['sees'], `「${what}」要知道说哪里的情况；请写 see-school、see-county 等`);
  }
  if (sections.some(isBehind) && sees && !['see-county', 'see-charge', 'see-cluster'].includes(sees)) {
    problems.field(item, ['sees'], '只有一所学校，说不出 behind；请写 see-county、see-charge 或 see-cluster');
  }
  if (sections.includes('arrears') && sees && !['see-county', 'see-school'].includes(sees)) {
    problems.field(item, ['sees'], 'arrears 说的是本校；请写 see-school 或 see-county');
  }
  if (sections.includes('effect') && sees !== 'see-county') {
    problems.field(item, ['sees'], 'effect 说的是全县；sees 要写 see-county');
  }
  if (item.value.picture === 'heat-map' && sees !== 'see-county') {
    problems.field(item, ['picture'], '画的是全县各校；sees 要写 see-county');
  }
  for (const [index, key] of to.entries()) {
    const post = posts.items.find(({ value }) => value.key === key)?.value;
    if (post && sees && !post.rights.includes(sees)) {
      problems.field(item, ['to', index], `这个职务没有 ${sees} 的权限；请换职务，或在 posts.yaml 里给它`);
    }
    if (post && sections.includes('operations') && !post.rights.includes('operate')) {
      problems.field(item, ['to', index], '这个职务没有 operate 的权限，不该收到系统通知；请换职务');
    }
  }
}

const isOverdue = (section: DigestSection): boolean => typeof section === 'object' && 'overdue' in section;
const isBehind = (section: DigestSection): boolean => typeof section === 'object' && 'behind' in section;

type Records = Extract<DigestSection, { records: string }>;

function checkRecords(item: Item<Digest>, path: Path, section: Records, duty: Duty, problems: Problems): void {
  const fields: readonly Field[] = duty.form.fields;
  const [name, key] = 'by' in section ? (['by', section.by] as const) : (['rate', section.rate] as const);
  const field = fields.find((each) => each.key === key);
  const claim = { field: [...path, name], value: key };
  if (!field) {
    checkKnown(
      item,
      claim,
      fields.map((each) => each.key),
      '字段',
      problems,
    );
  } else if (!(name === 'by' ? ['choice', 'choices'] : ['number']).includes(field.type)) {
    problems.field(item, claim.field, name === 'by' ? '不是选择字段，没法按它数；请换一个' : '不是数字；请换一个');
  }
  if ('own' in section) return;
  for (const [index, post] of item.value.to.entries()) {
    const reads = [...duty.readers, ...(duty.review?.posts ?? [])].includes(post);
    if (!reads) problems.field(item, ['to', index], `这个职务读不了任务「${duty.word}」的记录；请加进它的 readers`);
  }
}
