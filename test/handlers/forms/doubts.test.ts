import { expect, test } from '@jest/globals';
import { withComputed } from '../../../handlers/forms/compute.js';
import { doubtsIn, newDoubts } from '../../../handlers/forms/doubts.js';
import { wholeCatalogue } from '../../support/county.js';

const { duties } = wholeCatalogue();
const fieldsOf = (word: string) => duties.find((duty) => duty.word === word)?.form.fields ?? [];

test('a part larger than its whole is asked about once, at the number that was written', () => {
  const fields = fieldsOf('心理课时');
  const given = (wanted: number, count: number) => withComputed(fields, { wanted, given: count });
  expect(doubtsIn(fields, given(80, 80))).toEqual([]);
  expect(doubtsIn(fields, given(80, 90))).toEqual([
    { key: 'given', label: '实开', doubt: '写的是90节，应开是80节，开课率就是112.5%' },
  ]);
  expect(newDoubts(fields, given(80, 90), given(80, 90))).toEqual([]);
  expect(newDoubts(fields, given(80, 90), given(100, 90))).toHaveLength(1);
});

test('of a part that is added up, at the last of what was written', () => {
  const fields = duties.find(({ key }) => key === 'lab-lessons')?.form.fields ?? [];
  const values = withComputed(fields, { wanted: 10, shown: 8, byHand: 4 });
  expect(doubtsIn(fields, values)).toEqual([
    { key: 'byHand', label: '已开合计', doubt: '写的是12个，应开实验是10个，开出率就是120%' },
  ]);
});

test('every rate of the catalogue says what is usual', () => {
  const rates = duties.flatMap(({ form }) =>
    form.fields.flatMap((field) =>
      field.type === 'number' && field.compute && 'ratio' in field.compute ? [field.usual] : [],
    ),
  );
  expect(rates.length).toBeGreaterThan(8);
  expect(rates).not.toContain(undefined);
});
