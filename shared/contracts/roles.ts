import type { Role } from './hall-config.ts';

/** What a role is for: 等保 asks that running, auditing and administering never meet in one account. */
export type Duty = 'runs' | 'audits' | 'administers';

/** The table of the separation; every rule below is read off it. */
export const DUTY_OF: Readonly<Record<Role, Duty>> = {
  clerk: 'runs',
  chief: 'runs',
  guide: 'runs',
  manager: 'runs',
  auditor: 'audits',
  administrator: 'administers',
};

/** Two duties that one account would unite, or null where the roles go together. Pure. */
export function separationProblem(roles: readonly Role[]): readonly [Duty, Duty] | null {
  const [first, second] = new Set(roles.map((role) => DUTY_OF[role]));
  return first !== undefined && second !== undefined ? [first, second] : null;
}
