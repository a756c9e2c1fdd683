import type { Candidate, LinkField, Lookup } from '../../handlers/forms/lookup.js';
import { tidyName } from '../../models/person.js';

const KNOWN: Record<LinkField['type'], Candidate[]> = {
  person: [
    { id: 'P1', name: '张三', note: 'P1（松山小学）' },
    { id: 'P2', name: '李四', note: 'P2（松山小学）' },
    { id: 'P3', name: '王伟', note: 'P3（松山小学）' },
    { id: 'P4', name: '王伟', note: 'P4（柳河小学）' },
  ],
  school: [
    { id: 'S1', name: '松山小学', note: 'S1（松山小学）' },
    { id: 'S2', name: '柳河小学', note: 'S2（柳河小学）' },
  ],
  link: [
    { id: 'event:1', name: '折纸、分数研究', note: 'K7RM2（折纸、分数研究）' },
    { id: 'event:2', name: '作文起步', note: 'Q3WX9（作文起步）' },
  ],
};

const numberOf = ({ note }: Candidate): string => note.split('（')[0] ?? '';

/** A roster of four people, two schools and two projects. */
export const testLookup: Lookup = {
  find: async ({ type }, typed) => {
    const numbered = KNOWN[type].filter((each) => numberOf(each) === typed);
    return numbered.length > 0 ? numbered : KNOWN[type].filter(({ name }) => name === tidyName(typed));
  },
  names: async ({ type }, ids) =>
    new Map(
      KNOWN[type]
        .filter(({ id }) => ids.includes(id))
        .map((each) => [
          each.id,
          KNOWN[type].filter(({ name }) => name === each.name).length === 1
            ? each.name
            : `${each.name}（${numberOf(each)}）`,
        ]),
    ),
};

export const knownIds = (type: LinkField['type']): string[] => KNOWN[type].map(({ id }) => id);
