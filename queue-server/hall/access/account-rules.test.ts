import { ROLES, type Role } from '@hall/shared/contracts/hall-config';
import { separationProblem } from '@hall/shared/contracts/roles';
import { describe, expect, it } from 'vitest';
import { accountChangeProblem } from './account-rules.ts';

const RUNNING: readonly Role[] = ['clerk', 'chief', 'guide', 'manager'];

describe('separation of duties', () => {
  it('lets every pair of roles go together that runs the hall, and no other pair', () => {
    for (const one of ROLES) {
      for (const other of ROLES) {
        const together = one === other || (RUNNING.includes(one) && RUNNING.includes(other));
        expect([one, other, separationProblem([one, other]) === null]).toEqual([one, other, together]);
      }
    }
  });
});

describe('what an administrator may change', () => {
  const clerk = { username: 'wang', roles: ['clerk'], state: 'active' } as const;
  const admin = { username: 'admin', roles: ['administrator'], state: 'active' } as const;
  const twoAdmins = ['admin', 'second'];

  it.each([
    ['own roles', 'admin', admin, { roles: ['manager'] as const }, twoAdmins, 'OWN_ACCOUNT'],
    ['own state', 'admin', admin, { state: 'disabled' as const }, twoAdmins, 'OWN_ACCOUNT'],
    ['own name', 'admin', admin, { name: '周敏' }, twoAdmins, null],
    [
      'a clerk into an auditor as well',
      'admin',
      clerk,
      { roles: ['clerk', 'auditor'] as const },
      twoAdmins,
      'ROLES_CONFLICT',
    ],
    ['a clerk into a manager', 'admin', clerk, { roles: ['clerk', 'manager'] as const }, twoAdmins, null],
    [
      'the last administrator’s state',
      'other',
      admin,
      { state: 'disabled' as const },
      ['admin'],
      'LAST_ADMINISTRATOR',
    ],
    [
      'the last administrator’s role',
      'other',
      admin,
      { roles: ['auditor'] as const },
      ['admin'],
      'LAST_ADMINISTRATOR',
    ],
    ['one of two administrators', 'second', admin, { state: 'disabled' as const }, twoAdmins, null],
  ])('%s', (_what, by, account, change, administrators, problem) => {
    expect(accountChangeProblem(by, account, change, administrators)).toBe(problem);
  });
});
