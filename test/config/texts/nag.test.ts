import { expect, test } from '@jest/globals';
import { type NagText, nag, nagOnCard } from '../../../config/texts/nag.js';
import { mainJob } from '../../support/catalogues.js';

/** So many reports, of which the last ones are `others`' to hand in. */
function items(count: number, others: number): NagText[] {
  const duty = mainJob().duties.find(({ word }) => word === '月报');
  if (!duty) throw new Error('no such duty');
  return Array.from({ length: count }, (_, index) => ({
    duty,
    label: `${index + 1}月`,
    due: '今天17:00',
    stage: 'open' as const,
    draft: false,
    ...(index >= count - others && { responsible: '教科室主任钱主任' }),
  }));
}

test.each([
  [6, 6, undefined],
  [8, 0, '还有2项，发「我的」看全部。'],
  [8, 2, '还有2项由别人负责，发「未交」看。'],
  [9, 2, '还有1项，发「我的」看全部。另有2项由别人负责，发「未交」看。'],
])('of %i things, %i of them others’, what there is no room for is where it can be seen', (count, others, more) => {
  const said = nag('赵校长', items(count, others), 'planned').split('\n');
  expect(said.find((line) => /^[还另]有/.test(line))).toBe(more);
  const onCard = nagOnCard('赵校长', items(count, others), 'planned').text.split('\n');
  expect(onCard.find((line) => /^[还另]有/.test(line))).toBe(more);
});
