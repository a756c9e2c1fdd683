import { PersonId, SchoolCode } from '../ids.js';
import type { Roster, RosterPerson, RosterSchool } from '../roster/roster.js';
import { GIVEN_NAMES, SURNAMES } from './names.js';
import { LARGE, type Role, roleIn, TEACHER, TRAINING_ROLES } from './roles.js';

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
  school('S03', '第二小学', '小学', '城区片区', 22),
  school('S04', '实验小学', '小学', '城区片区', 15),
  school('S05', '东河镇中心小学', '小学', '东河片区', 14, true),
  school('S06', '东河镇中学', '初中', '东河片区', 12, true),
  school('S07', '柳树乡中心小学', '小学', '东河片区', 10, true),
  school('S08', '双桥村小学', '小学', '东河片区', 6, true),
  school('S09', '北山镇中心小学', '小学', '北山片区', 13, true),
  school('S10', '北山镇中学', '初中', '北山片区', 12, true),
  school('S11', '石门乡九年一贯制学校', '九年一贯制', '北山片区', 12, true),
  school('S12', '杨家沟小学', '小学', '北山片区', 5, true),
  school('S13', '幼儿园', '幼儿园', '城区片区', 8),
  school(TRAINING_SCHOOL, '教师进修学校', '进修学校', '城区片区', TRAINING_ROLES.length),
];

const SUBJECTS = ['语文', '数学', '英语', '科学', '道德与法治', '体育', '音乐', '美术', '信息科技'] as const;
const PRIMARY = ['一年级', '二年级', '三年级', '四年级', '五年级', '六年级'];
const MIDDLE = ['七年级', '八年级', '九年级'];
const GRADES: Record<string, readonly string[]> = {
  小学: PRIMARY,
  初中: MIDDLE,
  九年一贯制: [...PRIMARY, ...MIDDLE],
  幼儿园: ['小班', '中班', '大班'],
};

/** The lead school of each cluster, by the number of whoever leads it. */
const CLUSTER_LEADS: readonly string[] = ['S01-02', 'S05-01', 'S09-01'];

/** Which schools each researcher is in charge of: 负责学校. */
const CHARGE: Record<string, readonly string[]> = {
  'J01-02': ['S01', 'S03', 'S05', 'S07', 'S09'],
  'J01-03': ['S02', 'S04', 'S06', 'S08', 'S10'],
  'J01-09': ['S11', 'S12'],
  'J01-10': SCHOOLS.filter(({ code }) => code !== TRAINING_SCHOOL).map(({ code }) => code),
};

/** A made-up county, the same every time: no school, no name and no number of it is real. */
export function demoRoster(): Roster {
  let number = 0;
  const people = SCHOOLS.flatMap((each) =>
    Array.from({ length: each.size }, (_, place) => demoPerson(each, place, number++)),
  );
  return { schools: SCHOOLS.map(({ size: _size, ...each }) => each), people };
}

/** The coordinator of the training school, who may bind groups. */
export const DEMO_COORDINATOR = PersonId.parse(`${TRAINING_SCHOOL}-01`);

function demoPerson(at: DemoSchool, place: number, number: number): RosterPerson {
  const id = PersonId.parse(`${at.code}-${String(place + 1).padStart(2, '0')}`);
  const { posts, teaching, subjects, department } = roleOf(at, place);
  return {
    id,
    name: nameOf(number),
    school: at.code,
    posts: CLUSTER_LEADS.includes(id) ? [...posts, 'cluster-lead'] : posts,
    teaching,
    subjects: subjects ?? [subjectOf(at, place)],
    grades: teaching ? gradesOf(at, place) : [],
    department: department ?? '',
    charge: (CHARGE[id] ?? []).map((code) => SchoolCode.parse(code)),
    mobile: `1990000${String(number + 1).padStart(4, '0')}`,
  };
}

function roleOf({ code, size }: DemoSchool, place: number): Role {
  if (code === TRAINING_SCHOOL) return TRAINING_ROLES[place] ?? TEACHER;
  const role = roleIn(size, place);
  return code === VACANT_SCHOOL && role.posts.includes('research-lead') ? TEACHER : role;
}

const subjectOf = ({ stage }: DemoSchool, place: number): string =>
  stage === '幼儿园' ? '幼儿教育' : (SUBJECTS[place % SUBJECTS.length] ?? '语文');

/** Two of each subject share a grade in a large school, so that it has planning groups; elsewhere hardly any do. */
function gradesOf({ stage, size }: DemoSchool, place: number): string[] {
  const grades = GRADES[stage] ?? [];
  const step = size < LARGE ? place : Math.floor(place / (2 * SUBJECTS.length));
  return grades.slice(step % grades.length, (step % grades.length) + 1);
}

/** Surname and given name step at different paces: no two people share a name. */
const nameOf = (number: number): string =>
  `${SURNAMES[number % SURNAMES.length]}${GIVEN_NAMES[(number * 7 + Math.floor(number / SURNAMES.length)) % GIVEN_NAMES.length]}`;
