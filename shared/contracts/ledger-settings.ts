import { z } from 'zod';

/** How long the ledger keeps what where, and how large it may become. */
export const LedgerSettings = z.strictObject({
  /** Days that stay in the live database; older events move to archive files, which are never deleted. Six months at least. */
  keepDays: z.number().int().min(180).max(3650).default(400),
  /** What ledger and archives together may take, MiB; health says in how many days that is reached. */
  budgetMiB: z.number().int().min(256).max(10_485_760).default(20_480),
});
export type LedgerSettings = z.infer<typeof LedgerSettings>;
