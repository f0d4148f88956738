import { describe, expect, it } from 'vitest';
import { ageOn, isCitizenNumber, isCreditCode, maskIdNumber, maskName, Person } from './identity.ts';

describe('identity', () => {
  it('knows the published citizen numbers (GB 11643), x as X', () => {
    for (const number of [
      '11010519491231002X',
      '440524188001010014',
      '11010519491231002x',
      ' 110105 19491231 002X ',
    ]) {
      expect([number, isCitizenNumber(number)]).toEqual([number, true]);
    }
    for (const number of ['110105194912310021', '11010519491331002X', '1101051949123100', '']) {
      expect([number, isCitizenNumber(number)]).toEqual([number, false]);
    }
  });

  it('knows the published credit codes (GB 32100)', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
    expect(isCreditCode('91350100M000100Y4Z')).toBe(false);
  });

  it('masks names and numbers', () => {
    expect(maskName('张三')).toBe('张*');
    expect(maskName('欧阳娜娜')).toBe('欧**');
    expect(maskName('范例𬭎')).toBe('范**');
    expect(maskIdNumber('11010519491231002x')).toBe('110*************2X');
  });

  it('counts full years', () => {
    expect(ageOn('1966-11-22', '2026-11-21')).toBe(59);
    expect(ageOn('1966-11-22', '2026-11-22')).toBe(60);
  });

  it('gives one person one spelling, and refuses a wrong check digit', () => {
    const person = { name: '样例', idNumber: '11010519491231002x', cardKind: 'resident' };
    expect(Person.parse(person).idNumber).toBe('11010519491231002X');
    expect(Person.safeParse({ ...person, idNumber: '110105194912310021' }).success).toBe(false);
  });
});
