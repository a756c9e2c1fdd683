import type { Day, PersonId, SchoolCode } from '../ids.js';

/** A county's roster as its workbook states it, checked. */
export interface Roster {
  schools: RosterSchool[];
  people: RosterPerson[];
}

export interface RosterSchool {
  code: SchoolCode;
  name: string;
  stage: string;
  cluster: string;
  rural: boolean;
}

export interface RosterPerson {
  id: PersonId;
  name: string;
  school: SchoolCode;
  /** Keys of posts. */
  posts: string[];
  subjects: string[];
  /** 年级, 下学期年级, 职称, 部门, 负责学校: absent where the workbook has no such column, and then what is known stays. */
  grades?: string[];
  nextGrades?: string[];
  title?: string;
  department?: string;
  charge?: SchoolCode[];
  mobile?: string;
  teaching: boolean;
  /** 到岗日期: the first day at this school, where the workbook says it. */
  arrival?: Day;
}

/** What is wrong with a workbook, and where. Row 0 is the sheet as a whole, an empty sheet name the file. */
export interface RosterProblem {
  sheet: string;
  row: number;
  column: string;
  reason: string;
}
