import { z } from 'zod';
import { ItemId } from './identifiers.ts';
import { PrintReport } from './print-report.ts';
import { LastDigits, PublishedRatings, ReceiptNumber } from './public-info.ts';
import { LANGUAGES, Text } from './text.ts';

/** What a kiosk's page asks its host without taking a number, and the answers; see kiosk-link.ts. */

export const QUERY_REQUESTS = [
  /** Either the card on the reader, or a receipt with the end of the applicant's ID number. */
  z.strictObject({
    name: z.literal('case-progress'),
    of: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('card'), card: z.string() }),
      z.strictObject({ by: z.literal('receipt'), receipt: ReceiptNumber, lastDigits: LastDigits }),
    ]),
  }),
  z.strictObject({ name: z.literal('ratings') }),
  /** The one-time list of an item as a code that a phone reads without a network. */
  z.strictObject({ name: z.literal('guide-code'), item: ItemId, language: z.enum(LANGUAGES) }),
  /** The same as paper. */
  z.strictObject({ name: z.literal('print-guide'), item: ItemId }),
] as const;

/** `old`: the server is away, and this is what it said last. */
export const RatingsView = z.strictObject({ ratings: PublishedRatings, old: z.boolean() });
export type RatingsView = z.infer<typeof RatingsView>;

/** Rows of a QR code, `1` dark, its quiet border included. */
export const GuideCode = z.strictObject({ rows: z.array(z.string().regex(/^[01]+$/)).max(200) });
export type GuideCode = z.infer<typeof GuideCode>;

export const GuidePaper = z.strictObject({ report: PrintReport, text: Text });
export type GuidePaper = z.infer<typeof GuidePaper>;
