import { expect, test } from '@jest/globals';
import { createFormTokens } from '../../models/form-token.js';
import { PersonId } from '../../models/ids.js';
import type { Block, CardView } from '../../models/message.js';
import { createPressTokens, type Saying } from '../../models/press-token.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const NOW = new Date('2026-10-28T10:00:00+08:00');
const UNTIL = new Date('2026-11-11T10:00:00+08:00');
const person = PersonId.parse('S1-T1');
const CARD: CardView<Saying> = {
  title: '提醒您',
  blocks: [
    { kind: 'text', text: '周记' },
    { kind: 'buttons', buttons: [{ label: '交周记', says: '周记 第9周', primary: true }] },
    { kind: 'ask', controls: [], submit: { label: '请假', says: '请假 到 {until}' } },
  ],
};
const refIn = (block: Block | undefined): string =>
  block?.kind === 'buttons' ? (block.buttons[0]?.ref ?? '') : block?.kind === 'ask' ? block.submit.ref : '';

test('each button says its words for the person it was signed for, until then', async () => {
  const tokens = createPressTokens(connection);
  const { blocks } = await tokens.sign(CARD, person, UNTIL);
  expect(await tokens.open(refIn(blocks[1]), NOW)).toEqual({ person, says: '周记 第9周', madeAt: NOW });
  expect(await tokens.open(refIn(blocks[2]), NOW)).toEqual({ person, says: '请假 到 {until}', madeAt: NOW });
  expect(await tokens.open(refIn(blocks[1]), UNTIL)).toBeUndefined();
  expect(JSON.stringify(blocks)).not.toContain('第9周');
});

test('the same card is the same to the letter', async () => {
  const tokens = createPressTokens(connection);
  expect(await tokens.sign(CARD, person, UNTIL)).toEqual(await tokens.sign(CARD, person, UNTIL));
});

test('what is forged, changed, or of a form is nothing', async () => {
  const tokens = createPressTokens(connection);
  const ref = refIn((await tokens.sign(CARD, person, UNTIL)).blocks[1]);
  const [payload = '', signature = ''] = ref.split('.');
  const other = Buffer.from(JSON.stringify(['S1-T2', '周记', UNTIL.getTime() / 1000])).toString('base64url');
  for (const bad of ['', 'x', payload, `${other}.${signature}`, `${payload}.${signature}.`, `${payload}a.${signature}`])
    expect(await tokens.open(bad, NOW)).toBeUndefined();
  expect(await createFormTokens(connection).open(ref, NOW, 'card')).toBeUndefined();
});
