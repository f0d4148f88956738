import { ReceiptNumber } from '@hall/shared/contracts/public-info';

/** A number with this many characters is a whole case number. */
const WHOLE = 43;

/** The receipt number in what a scanner read: alone, or as a part of an address or a text. Null where there is none. */
export function receiptFrom(scanned: string): string | null {
  const text = scanned.trim().toUpperCase();
  const whole = text.match(new RegExp(`(?<![0-9A-Z])[0-9A-Z]{${WHOLE}}(?![0-9A-Z])`))?.[0];
  for (const one of [whole, text]) {
    if (one !== undefined && ReceiptNumber.safeParse(one).success) return one;
  }
  return null;
}
