import { z } from 'zod';

/** How a paper came out. `confirmed`: the printer said so after the cut; `status`: clean status after its time. */
export const PrintReport = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('printed'), proof: z.enum(['confirmed', 'status']) }),
  z.strictObject({ outcome: z.literal('failed'), reason: z.string().max(60) }),
  z.strictObject({ outcome: z.literal('unknown'), reason: z.string().max(60) }),
]);
export type PrintReport = z.infer<typeof PrintReport>;
