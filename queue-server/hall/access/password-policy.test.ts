import { describe, expect, it } from 'vitest';
import { namesToAvoid, passwordProblem } from './password-policy.ts';

const names = namesToAvoid(
  { id: 'qingxi', name: { zh: '清溪县政务服务大厅', en: 'Qingxi County Government Service Hall' } },
  'linxiaowei',
);

describe('rules for a new password (ASVS 5.0 6.2, NIST SP 800-63B-4)', () => {
  it.each([
    ['nine chars', 'a7k2m9x4p', 'short'],
    ['129 chars', 'x7k2m9p4q'.repeat(15), 'long'],
    ['a list’s favourite', '5201314520', 'common'],
    ['a favourite in capitals and full width', 'ＱＷＥＲＴＹＵＩＯＰ', 'common'],
    ['a favourite word with a year', 'Password2026!', 'common'],
    ['a favourite word in disguise', 'P@ssw0rd!!2026', 'common'],
    ['the hall’s trade with digits', 'zhengwu88888', 'common'],
    ['one character over and over', '啊啊啊啊啊啊啊啊啊啊', 'common'],
    ['a walk along the digits', '2345678901', 'common'],
    ['a walk along the letters', 'zyxwvutsrq', 'common'],
    ['the own user name', 'linxiaowei99', 'name'],
    ['the hall’s name', '清溪县政务服务大厅12', 'name'],
    ['the hall’s id', 'qingxi-2026-x', 'name'],
  ])('refuses %s', (_what, password, problem) => {
    expect(passwordProblem(password, names)).toBe(problem);
  });

  it.each([
    ['ten plain letters', 'kvmtrwqzab'],
    ['a phrase without digits or signs', '东门外的三棵老槐树下'],
    ['a long phrase that names the hall', 'every morning qingxi wakes under grey rain'],
    ['64 characters', 'n4Wq8Zt2'.repeat(8)],
  ])('takes %s', (_what, password) => {
    expect(passwordProblem(password, names)).toBeNull();
  });
});
