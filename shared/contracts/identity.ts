import { z } from 'zod';

const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CITIZEN_CHECK = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** One spelling for one person: trimmed, without spaces, x as X. */
export function normaliseIdNumber(number: string): string {
  return number.replace(/\s+/g, '').toUpperCase();
}

/** The 18th character for 17 digits, ISO 7064 MOD 11-2 as GB 11643 uses it. */
export function citizenCheckCharacter(seventeenDigits: string): string {
  if (!/^\d{17}$/.test(seventeenDigits)) throw new RangeError('17 digits are needed');
  const sum = CITIZEN_WEIGHTS.reduce((total, weight, i) => total + weight * Number(seventeenDigits[i]), 0);
  return CITIZEN_CHECK[sum % 11] as string;
}

/** Whether an 18-character number (X in capitals) ends with its check character. */
export function hasCitizenCheckCharacter(number: string): boolean {
  return /^\d{17}[\dX]$/.test(number) && citizenCheckCharacter(number.slice(0, 17)) === number[17];
}

/** GB 11643-1999: eighteen characters, the last one over the first seventeen by MOD 11-2, a real date inside. */
export function isCitizenNumber(number: string): boolean {
  const text = normaliseIdNumber(number);
  return hasCitizenCheckCharacter(text) && birthOf(text) !== null;
}

/** `YYYY-MM-DD` from a citizen number, or null where the digits are no date. */
export function birthOf(number: string): string | null {
  const text = normaliseIdNumber(number);
  const iso = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}

/** Full years on a day (`YYYY-MM-DD` both). */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** GB 32100-2015: weights are powers of 3 mod 31, and the outer mod turns a 31 into 0. */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/** 张* and 欧阳** keep the family name's first character; Latin names keep the first letter. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length === 0) return '';
  return `${characters[0]}${'*'.repeat(Math.min(Math.max(characters.length - 1, 1), 2))}`;
}

/** First three and last two characters of an ID number stay. */
export function maskIdNumber(number: string): string {
  const text = normaliseIdNumber(number);
  return text.length < 8
    ? '*'.repeat(text.length)
    : `${text.slice(0, 3)}${'*'.repeat(text.length - 5)}${text.slice(-2)}`;
}

/** One spelling for one number: digits only, without the country's 86. */
export function plainPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return /^(00)?861\d{10}$/.test(digits) ? digits.slice(-11) : digits;
}

/** 138****0000; of a short number only the last two. */
export function maskPhone(phone: string): string {
  const digits = plainPhone(phone);
  if (digits.length < 9) return `${'*'.repeat(Math.max(0, digits.length - 2))}${digits.slice(-2)}`;
  return `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`;
}

export const CARD_KINDS = ['resident', 'hmt-resident', 'foreign-2017', 'foreign-2023'] as const;

/** What a card reader, or a guide at the desk, says of a person. Never leaves device host, vault and platform link. */
export const Person = z
  .strictObject({
    name: z.string().min(1).max(120),
    idNumber: z.string().min(8).max(24).transform(normaliseIdNumber),
    cardKind: z.enum(CARD_KINDS),
    birth: z.iso.date().optional(),
    phone: z
      .string()
      .regex(/^[0-9+-]{5,20}$/)
      .optional(),
  })
  .refine((person) => person.cardKind === 'foreign-2017' || isCitizenNumber(person.idNumber), {
    path: ['idNumber'],
    message: 'check digit does not fit',
  });
export type Person = z.infer<typeof Person>;
