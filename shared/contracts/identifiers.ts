import { z } from 'zod';

/** Names that stand in topics and paths: no slash, no wildcard, no dollar. */
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

export const HallId = Slug;
export const ZoneId = Slug;
export const QueueId = Slug;
export const WindowId = z.string().regex(/^w[0-9]{1,3}$/);
export const ItemId = Slug;
export const DepartmentId = Slug;
export const DeviceId = Slug;
export const StaffName = z.string().regex(/^[a-z][a-z0-9._-]{1,31}$/);
/**
 * 48 bits of time and 80 random bits, lower-case hex: cannot be guessed, and tickets of one hour lie together
 * on disk (random keys would touch a page of the index for every ticket).
 */
export const TicketId = z.string().regex(/^[0-9a-f]{32}$/);
/** What a person reads: prefix and digits. */
export const TicketNumber = z.string().regex(/^[A-Z]{1,2}[0-9]{2,4}$/);
export const CertificateId = z.string().regex(/^[0-9a-f]{32}$/);
export const PersonRef = z.string().regex(/^p[0-9a-f]{32}$/);
/** Chosen by the asker; the same id gets the same answer for ever. */
export const RequestId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
/** Milliseconds since the epoch, the hall's time. */
export const Instant = z.number().int().min(0).max(8_640_000_000_000_000);
/** A business day in the hall's time zone. */
export const BusinessDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Minutes of waiting in words' form: from (P50) to (P80). */
export const WaitRange = z.strictObject({
  lowMin: z.number().int().min(0),
  highMin: z.number().int().min(0),
});
export type WaitRange = z.infer<typeof WaitRange>;
