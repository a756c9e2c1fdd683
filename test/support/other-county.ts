import { join } from 'node:path';
import { loadCalendar, loadCatalogue } from '../../config/load.js';
import { PersonId, SchoolCode } from '../../models/ids.js';
import type { Roster, RosterPerson } from '../../models/roster/roster.js';
import { sources } from './sources.js';

const folder = (part: string): string => join(sources, 'test/fixtures/other-county', part);
const S = (code: string): SchoolCode => SchoolCode.parse(code);
const person = (id: string, name: string, posts: string[], teaching = true): RosterPerson => ({
  id: PersonId.parse(id),
  name,
  school: S(id.slice(0, 2)),
  posts,
  subjects: [],
  teaching,
});

/** Another county with nothing of the first: its own posts, words, quotas, terms and hours, and duties the first has none like. */
export const otherCounty = () => ({
  catalogue: loadCatalogue(folder('catalogue')),
  calendar: loadCalendar(folder('calendar'), 'Asia/Shanghai'),
  roster: {
    schools: [
      { code: S('Y1'), name: '云岭完小', stage: '完全小学', cluster: '河谷学区', rural: true },
      { code: S('Y2'), name: '石桥教学点', stage: '教学点', cluster: '河谷学区', rural: true },
      { code: S('Y3'), name: '县城附小', stage: '完全小学', cluster: '坝子学区', rural: false },
      { code: S('DX'), name: '县督学室', stage: '机关', cluster: '坝子学区', rural: false },
    ],
    people: [
      person('Y1-1', '木校长', ['head', 'district-lead'], false),
      person('Y1-2', '阿依', ['form-master']),
      person('Y1-3', '阿果', []),
      person('Y2-1', '石老师', ['head', 'form-master']),
      person('Y3-1', '段主任', ['moral-director']),
      person('DX-1', '杨督学', ['inspector'], false),
    ],
  } satisfies Roster,
});
