import { z } from 'zod';

/** How the device host's configuration names a port; see `TransportSpec`. */
const Transport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1), port: z.int().min(1).max(65_535) }),
  z.strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1),
    baudRate: z.int().min(1_200).max(921_600),
  }),
  z.strictObject({ kind: z.literal('usblp'), path: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('hid'),
    vendorId: z.int().min(0).max(0xffff),
    productId: z.int().min(0).max(0xffff),
    serialNumber: z.string().min(1).optional(),
    usagePage: z.int().min(0).max(0xffff).optional(),
    framing: z.string().min(1).optional(),
  }),
]);

/**
 * Settings as they are put into the device host's configuration. Explicit: every port by its name and speed, so
 * that what was found today is what is opened tomorrow.
 */
export const ProposedSettings = z.union([
  z.strictObject({ reader: Transport }),
  z.strictObject({ scanner: Transport }),
  z.strictObject({
    printer: z.strictObject({
      transport: Transport,
      profile: z.enum(['generic-epson', 'xprinter-80', 'custom-kpm']),
    }),
  }),
  z.strictObject({
    /** `window` is a person's to add. */
    leds: z.tuple([z.strictObject({ transport: Transport, model: z.enum(['5k', '6k']) })]),
  }),
]);
export type ProposedSettings = z.infer<typeof ProposedSettings>;
