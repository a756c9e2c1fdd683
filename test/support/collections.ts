import { lookAfterCollections } from '../../jobs/collections.js';
import type { TestCounty } from './county.js';

/** Runs what collections do by the clock, at a time, and answers to whom something was said. */
export const lookingAfterCollections =
  (county: TestCounty) =>
  async (at: string): Promise<string[]> => {
    county.at(at);
    const before = county.said.length;
    await lookAfterCollections(county.models, county.now());
    await county.settle();
    return county.said
      .slice(before)
      .map(({ to }) => to)
      .toSorted();
  };
