import type { RosterPerson } from '../roster/roster.js';

/** What somebody of the demo county does. Posts are by the keys they have in the catalogue. */
export type Role = Pick<RosterPerson, 'posts' | 'teaching'> & Partial<Pick<RosterPerson, 'subjects' | 'department'>>;

export const TEACHER: Role = { posts: [], teaching: true };
export const OFFICE: Role = { posts: [], teaching: false };

const teaching = (...posts: string[]): Role => ({ posts, teaching: true });

/** Schools from this size on have somebody for everything; the last ones of their roster are its office. */
export const LARGE = 40;
const OFFICE_OF_LARGE = 2;
/** Schools from this size on share the offices out; in smaller ones one person wears many hats. */
const MIDDLING = 12;

/** By place on the school's roster; the places of subject heads are those of teachers of their subject. */
const LARGE_ROLES: readonly Role[] = [
  { posts: ['principal'], teaching: false },
  teaching('vice-principal'),
  teaching('research-lead'),
  teaching('deputy-research-lead'),
  teaching('group-head'),
  teaching('group-head'),
  teaching('group-head'),
  teaching('academic-dean'),
  teaching('correspondent'),
  teaching('group-head', 'lead-group-head'),
  teaching('group-head', 'lead-teacher'),
  teaching('group-head', 'backbone-teacher'),
  teaching('mental-health-teacher'),
  teaching('lab-keeper'),
  teaching('prep-head'),
  teaching('prep-head'),
  teaching('prep-head', 'class-teacher'),
  teaching('prep-head', 'class-teacher'),
];

const MIDDLING_ROLES: readonly Role[] = [
  teaching('principal'),
  teaching('research-lead'),
  teaching('academic-dean', 'correspondent'),
  teaching('mental-health-teacher'),
  teaching('lab-keeper'),
  teaching('class-teacher'),
  teaching('backbone-teacher'),
  TEACHER,
  TEACHER,
  teaching('group-head', 'prep-head'),
  teaching('group-head', 'lead-teacher'),
];

const SMALL_ROLES: readonly Role[] = [
  teaching('principal'),
  teaching('research-lead'),
  teaching('academic-dean', 'correspondent', 'mental-health-teacher', 'lab-keeper', 'class-teacher'),
];

/** What somebody does by their place on the roster of a school of a size. */
export function roleIn(size: number, place: number): Role {
  if (size < MIDDLING) return SMALL_ROLES[place] ?? TEACHER;
  if (size < LARGE) return MIDDLING_ROLES[place] ?? TEACHER;
  return LARGE_ROLES[place] ?? (place >= size - OFFICE_OF_LARGE ? OFFICE : TEACHER);
}

const staff = (department: string | undefined, posts: string[], ...subjects: string[]): Role => ({
  posts,
  teaching: false,
  subjects,
  ...(department && { department }),
});

/** The training school: five departments with a head each, researchers by subject. */
export const TRAINING_ROLES: readonly Role[] = [
  staff(undefined, ['coordinator']),
  staff('教研部', ['researcher'], '语文', '道德与法治'),
  staff('教研部', ['researcher'], '数学', '科学', '信息科技'),
  staff(undefined, ['principal', 'training-principal']),
  staff('教科所', ['institute-head', 'department-head']),
  staff('教科所', ['project-researcher'], '语文'),
  staff('教科所', ['project-researcher'], '数学'),
  staff('教研部', ['research-office-head', 'department-head'], '英语'),
  staff('教研部', ['researcher'], '英语', '音乐', '体育', '美术'),
  staff('教研部', ['researcher', 'mental-health-researcher'], '心理健康', '幼儿教育'),
  staff('培训部', ['training-head', 'department-head']),
  staff('培训部', ['training-staff']),
  staff('电大部', ['tvu-head', 'department-head']),
  staff('电大部', ['class-tutor', 'enrolment-agent']),
  staff('电大部', ['class-tutor', 'enrolment-agent']),
  staff('编辑部', ['editor', 'department-head']),
  staff(undefined, ['office-head']),
];
