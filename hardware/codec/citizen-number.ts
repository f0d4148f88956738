const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** The 18th character for 17 digits, ISO 7064 MOD 11-2 as GB 11643 uses it. */
export function citizenCheckCharacter(seventeenDigits: string): string {
  if (!/^\d{17}$/.test(seventeenDigits)) throw new RangeError('17 digits are needed');
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(seventeenDigits[at]), 0);
  return CHECK_CHARACTERS[sum % 11]!;
}

/** Whether an 18-character number (X in capitals) ends with its check character. */
export function hasCitizenCheckCharacter(number: string): boolean {
  return /^\d{17}[\dX]$/.test(number) && citizenCheckCharacter(number.slice(0, 17)) === number[17];
}
