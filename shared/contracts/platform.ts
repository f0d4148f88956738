import { z } from 'zod';
import { BusinessDay, Instant } from './identifiers.ts';

import { CASES_MAX, CaseProgress, LastDigits, ReceiptNumber } from './public-info.ts';

export { LedgerHead, LedgerHeads } from './ledger-heads.ts';

/**
 * What a hall and the city's platform say to each other over HTTP. A resend carries the same id; a changed
 * record a higher version; the platform keeps the highest version and answers a repeat as it answered before.
 * Authorisation: `Authorization: Bearer <hall credential>`.
 */

/** 31-character item code + date (8) + serial (4), both padded. */
export const CaseNumber = z.string().regex(/^[0-9A-Z]{31}\d{8}\d{4}$/);

const record = {
  operation: z.enum(['insert', 'update']),
  version: z.number().int().min(1),
  batchAt: Instant,
};

export const CaseRecord = z.strictObject({
  ...record,
  caseNumber: CaseNumber,
  hall: z.string(),
  itemCode: z.string(),
  itemName: z.string(),
  itemVersion: z.number().int(),
  department: z.string(),
  clerk: z.string(),
  window: z.number().int(),
  ticketNumber: z.string(),
  /** Masked where a page shows it; absent for anonymous tickets. */
  applicant: z.strictObject({ name: z.string(), cardKind: z.string(), idNumber: z.string() }).nullable(),
  takenAt: Instant,
  calledAt: Instant,
  acceptedAt: Instant,
  finishedAt: Instant,
  /** 即办件 are finished at the window; others carry the promised day. */
  onTheSpot: z.boolean(),
  promisedDays: z.number().int(),
  /** `withdrawn`: the clerk took the end of the service back; the number is never given to another case. */
  stage: z.enum(['accepted', 'finished', 'withdrawn']),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

export const RatingRecord = z.strictObject({
  ...record,
  rating: z.string().regex(/^[0-9a-f]{32}$/),
  caseNumber: CaseNumber.nullable(),
  ticketNumber: z.string(),
  /** 4: hall pad. */
  channel: z.literal(4),
  grade: z.number().int().min(1).max(5),
  reasons: z.array(z.number().int()),
  comment: z.string().nullable(),
  at: Instant,
});
export type RatingRecord = z.infer<typeof RatingRecord>;

export const Accepted = z.strictObject({ accepted: z.literal(true), version: z.number().int() });

/** Who is insured, and since when: asked by ID number and name together. */
export const InsuranceQuery = z.strictObject({ name: z.string(), idNumber: z.string() });
export const InsuranceRecord = z.strictObject({
  name: z.string(),
  idNumber: z.string(),
  personalNumber: z.string(),
  employer: z.string(),
  region: z.string(),
  insurances: z.array(
    z.strictObject({
      kind: z.string(),
      state: z.enum(['参保缴费', '暂停缴费']),
      /** `YYYY-MM` */
      from: z.string(),
      to: z.string(),
      months: z.number().int(),
    }),
  ),
});
export type InsuranceRecord = z.infer<typeof InsuranceRecord>;

/** Whose cases: a person by name and ID number together, or a receipt with the end of the applicant's ID number. */
export const CaseProgressQuery = z.union([
  z.strictObject({ name: z.string().min(1).max(120), idNumber: z.string().min(8).max(24) }),
  z.strictObject({ receipt: ReceiptNumber, lastDigits: LastDigits }),
]);
export type CaseProgressQuery = z.infer<typeof CaseProgressQuery>;
/** Newest first; none where nothing fits, whatever it is that does not. */
export const CaseProgressList = z.strictObject({ cases: z.array(CaseProgress).max(CASES_MAX) });
export type CaseProgressList = z.infer<typeof CaseProgressList>;

/** A printed certificate is registered so that anyone can check the paper by its code. */
export const CertificateRegistration = z.strictObject({
  verification: z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  title: z.string(),
  /** Masked: what a checker compares with the paper. */
  holder: z.string(),
  idNumber: z.string(),
  issuedOn: BusinessDay,
  validUntil: BusinessDay,
  issuer: z.string(),
  /** SHA-256 over the PDF, hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CertificateRegistration = z.infer<typeof CertificateRegistration>;

export const PLATFORM_PATHS = {
  case: '/v1/cases/{id}',
  rating: '/v1/ratings/{id}',
  insurance: '/v1/insurance/query',
  /** POST a `CaseProgressQuery`, answered by a `CaseProgressList`. */
  progress: '/v1/cases/progress',
  certificate: '/v1/certificates/{id}',
  /** POST a `LedgerHead` (409 HEAD_CONFLICT where it contradicts one that is kept); GET `LedgerHeads`, oldest first. */
  head: '/v1/ledger-heads',
  /** For people: a page that says whether a paper is genuine. */
  verify: '/verify/{id}',
} as const;
