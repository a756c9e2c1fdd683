import { PersonId, SchoolCode } from '../ids.js';
import type { Roster, RosterPerson, RosterSchool } from '../roster/roster.js';
import { GIVEN_NAMES, SURNAMES } from './names.js';

/** Posts of the demo county, by the keys they have in the catalogue. */
const POSTS = {
  principal: 'principal',
  vicePrincipal: 'vice-principal',
  researchLead: 'research-lead',
  deputyResearchLead: 'deputy-research-lead',
  groupHead: 'group-head',
  coordinator: 'coordinator',
  researcher: 'researcher',
} as const;

interface DemoSchool extends RosterSchool {
  /** People on its roster, leaders included. */
  size: number;
}

const school = (
  code: string,
  name: string,
  stage: string,
  cluster: string,
  size: number,
  rural = false,
): DemoSchool => ({ code: SchoolCode.parse(code), name: `青山县${name}`, stage, cluster, size, rural });

export const TRAINING_SCHOOL = SchoolCode.parse('J01');
/** Its post of research lead is vacant, so that one sees where the duty falls. */
export const VACANT_SCHOOL = SchoolCode.parse('S09');

const SCHOOLS: readonly DemoSchool[] = [
  school('S01', '第一小学', '小学', '城区片区', 48),
  school('S02', '第一中学', '初中', '城区片区', 46),
  school('S03', '第二小学', '小学', '城区片区', 14),
  school('S04', '实验小学', '小学', '城区片区', 10),
  school('S05', '东河镇中心小学', '小学', '东河片区', 9, true),
  school('S06', '东河镇中学', '初中', '东河片区', 8, true),
  school('S07', '柳树乡中心小学', '小学', '东河片区', 7, true),
  school('S08', '双桥村小学', '小学', '东河片区', 5, true),
  school('S09', '北山镇中心小学', '小学', '北山片区', 8, true),
  school('S10', '北山镇中学', '初中', '北山片区', 8, true),
  school('S11', '石门乡九年一贯制学校', '九年一贯制', '北山片区', 7, true),
  school('S12', '杨家沟小学', '小学', '北山片区', 5, true),
  school(TRAINING_SCHOOL, '教师进修学校', '进修学校', '城区片区', 4),
];

const SUBJECTS = ['语文', '数学', '英语', '科学', '道德与法治', '体育', '音乐', '美术', '信息科技'] as const;
/** Schools from this size on have a vice-principal, a deputy research lead and heads of subject groups. */
const LARGE = 40;
/** Offices of the large schools: on the roster, not teaching. */
const OFFICE_OF_LARGE = 2;

/** A made-up county, the same every time: no school, no name and no number of it is real. */
export function demoRoster(): Roster {
  let number = 0;
  const people = SCHOOLS.flatMap((school) =>
    Array.from({ length: school.size }, (_, place) => demoPerson(school, place, number++)),
  );
  return { schools: SCHOOLS.map(({ size: _size, ...school }) => school), people };
}

/** The coordinator of the training school, who may bind groups. */
export const DEMO_COORDINATOR = PersonId.parse(`${TRAINING_SCHOOL}-01`);

function demoPerson(school: DemoSchool, place: number, number: number): RosterPerson {
  return {
    id: PersonId.parse(`${school.code}-${String(place + 1).padStart(2, '0')}`),
    name: nameOf(number),
    school: school.code,
    ...roleOf(school, place),
    subjects: [SUBJECTS[place % SUBJECTS.length] ?? '语文'],
    mobile: `1990000${String(number + 1).padStart(4, '0')}`,
  };
}

type Role = Pick<RosterPerson, 'posts' | 'teaching'>;

function roleOf({ code, size }: DemoSchool, place: number): Role {
  if (code === TRAINING_SCHOOL) return TRAINING_ROLES[place] ?? OFFICE;
  if (size >= LARGE) return LARGE_ROLES[place] ?? (place >= size - OFFICE_OF_LARGE ? OFFICE : TEACHER);
  const role = SMALL_ROLES[place] ?? TEACHER;
  return code === VACANT_SCHOOL && role.posts.includes(POSTS.researchLead) ? TEACHER : role;
}

const TEACHER: Role = { posts: [], teaching: true };
const OFFICE: Role = { posts: [], teaching: false };

const TRAINING_ROLES: readonly Role[] = [
  { posts: [POSTS.coordinator], teaching: false },
  { posts: [POSTS.researcher], teaching: false },
  { posts: [POSTS.researcher], teaching: false },
];

const SMALL_ROLES: readonly Role[] = [
  { posts: [POSTS.principal], teaching: true },
  { posts: [POSTS.researchLead], teaching: true },
];

const LARGE_ROLES: readonly Role[] = [
  { posts: [POSTS.principal], teaching: false },
  { posts: [POSTS.vicePrincipal], teaching: true },
  { posts: [POSTS.researchLead], teaching: true },
  { posts: [POSTS.deputyResearchLead], teaching: true },
  { posts: [POSTS.groupHead], teaching: true },
  { posts: [POSTS.groupHead], teaching: true },
  { posts: [POSTS.groupHead], teaching: true },
];

/** Surname and given name step at different paces: no two people share a name. */
const nameOf = (number: number): string =>
  `${SURNAMES[number % SURNAMES.length]}${GIVEN_NAMES[(number * 7 + Math.floor(number / SURNAMES.length)) % GIVEN_NAMES.length]}`;
