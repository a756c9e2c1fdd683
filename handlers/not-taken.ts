import * as texts from '../config/texts/submit.js';
import type { Filled } from './forms/reading.js';
import { smallTalk } from './small-talk.js';

/** What of a filled-in form was not taken: words ahead of its lines, but courtesies, and lines for fields it does not have. */
export const notTaken = ({ head = '', strays = [] }: Pick<Filled, 'head' | 'strays'>): string[] => [
  ...(head === '' || smallTalk(head) ? [] : [texts.aheadOfLines(head)]),
  ...strays.map(texts.stray),
];
