import { readFileSync } from 'node:fs';
import { isCitizenNumber } from '@hall/shared/contracts/identity';
import { InsuranceRecord } from '@hall/shared/contracts/platform';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SAMPLE_PEOPLE_FILE } from './people.ts';

const people: InsuranceRecord[] = parse(readFileSync(SAMPLE_PEOPLE_FILE, 'utf8'));

function monthsBetween(from: string, to: string): number {
  const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5));
  return months(to) - months(from) + 1;
}

test.each(people.map((person) => [person.personalNumber, person] as const))(
  'sample person %s is sound',
  (_n, person) => {
    expect(InsuranceRecord.safeParse(person).success).toBe(true);
    expect(isCitizenNumber(person.idNumber)).toBe(true);
    for (const insurance of person.insurances) {
      expect(insurance.from).toMatch(/^\d{4}-(0[1-9]|1[0-2])$/);
      expect(insurance.months).toBe(monthsBetween(insurance.from, insurance.to));
    }
  },
);

test('nobody is there twice', () => {
  expect(new Set(people.map((person) => person.idNumber)).size).toBe(people.length);
  expect(new Set(people.map((person) => person.personalNumber)).size).toBe(people.length);
});
