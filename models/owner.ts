import { z } from 'zod';
import type { UnitKind } from './field.js';
import type { PersonId, SchoolCode } from './ids.js';

/**
 * Who owes on the ledger: `person:P001`, `school:S01`, `group:S01/语文` (a subject's people of a school),
 * `prep:S01/语文/三年级`, `cluster:东片`, `department:J01/教研部`, or a registered unit: `project:K7`, `class:…`.
 */
export const OwnerKey = z
  .string()
  .regex(/^(person|school|group|prep|cluster|department|project|lead-group|class):.+$/)
  .brand<'OwnerKey'>();
export type OwnerKey = z.infer<typeof OwnerKey>;

export const ownerOfPerson = (id: PersonId): OwnerKey => `person:${id}` as OwnerKey;
export const ownerOfSchool = (code: SchoolCode): OwnerKey => `school:${code}` as OwnerKey;
export const ownerOfGroup = (school: SchoolCode, subject: string): OwnerKey => `group:${school}/${subject}` as OwnerKey;
export const ownerOfPrep = (school: SchoolCode, subject: string, grade: string): OwnerKey =>
  `prep:${school}/${subject}/${grade}` as OwnerKey;
export const ownerOfCluster = (cluster: string): OwnerKey => `cluster:${cluster}` as OwnerKey;
export const ownerOfDepartment = (school: SchoolCode, department: string): OwnerKey =>
  `department:${school}/${department}` as OwnerKey;
export const ownerOfUnit = (kind: UnitKind, code: string): OwnerKey => `${kind}:${code}` as OwnerKey;

export type OwnerKind = 'person' | 'school' | 'group' | 'prep' | 'cluster' | 'department' | UnitKind;

/** What an owner is, and what stands behind the colon. */
export function splitOwner(owner: OwnerKey): { kind: OwnerKind; parts: string[] } {
  const colon = owner.indexOf(':');
  return { kind: owner.slice(0, colon) as OwnerKind, parts: owner.slice(colon + 1).split('/') };
}

/** The person an owner is; undefined for schools, groups and all that is more than one. */
export const personIn = (owner: OwnerKey): PersonId | undefined =>
  owner.startsWith('person:') ? (owner.slice('person:'.length) as PersonId) : undefined;

/** The cluster an owner is, if it is one. */
export const clusterIn = (owner: OwnerKey): string | undefined =>
  owner.startsWith('cluster:') ? owner.slice('cluster:'.length) : undefined;
