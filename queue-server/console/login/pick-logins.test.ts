import { describe, expect, it } from 'vitest';
import { pickLogins } from './pick-logins.ts';

const login = (username: string, ...roles: string[]) => ({ username, password: 'x', roles, name: username });

describe('demo accounts to begin with', () => {
  it('takes the first of each kind, in the order of a visit', () => {
    const { first, others } = pickLogins([
      login('clerk01', 'clerk', 'chief'),
      login('clerk02', 'clerk'),
      login('clerk03', 'clerk'),
      login('admin', 'administrator'),
      login('manager01', 'manager'),
      login('guide01', 'guide'),
      login('clerk05', 'chief', 'clerk'),
    ]);
    expect(first.map(({ username }) => username)).toEqual([
      'clerk02',
      'clerk01',
      'guide01',
      'manager01',
      'admin',
    ]);
    expect(others.map(({ username }) => username)).toEqual(['clerk03', 'clerk05']);
  });
});
