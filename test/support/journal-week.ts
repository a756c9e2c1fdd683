import type { TestCounty } from './county.js';

export const WEDNESDAY = '2026-10-28T10:00:00+08:00';

/** A week in which journals are owed at S1, the ninth of the term: begun on Monday, lived in from Wednesday on. */
export function journalWeek(county: TestCounty) {
  return {
    begin: async (): Promise<void> => {
      county.at('2026-10-26T00:07:00+08:00');
      await county.models.ledger.openRolls(county.now());
      county.at(WEDNESDAY);
    },
    /** All that is answered to whoever says it. */
    answer: async (who: string, text: string, how = {}): Promise<string> =>
      (await county.say(who, text, how)).join('\n'),
    /** How somebody of S1 stands with a week's journal. */
    statusOf: async (person: string, week = 'w09') =>
      (await county.models.rolls.get(`journal|2026-autumn-${week}|S1`))?.entries.find(
        ({ owner }) => owner === `person:${person}`,
      )?.status,
  };
}
