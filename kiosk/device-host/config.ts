import { DeviceId, HallId, WindowId } from '@hall/shared/contracts/identifiers';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { z } from 'zod';

const Port = z.number().int().min(0).max(65_535);

/** Where a device is reached: see `TransportSpec` of the hardware package. */
const Transport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1), port: Port.min(1) }),
  z.strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1),
    baudRate: z.number().int().min(1_200).max(921_600),
  }),
]);

const Shared = {
  /** As enrolled at the hall server. */
  device: DeviceId,
  secret: z.string().min(16).max(128),
  hall: HallId,
  mqttUrl: z.url({ protocol: /^mqtts?$/ }),
  /** For journals that must survive a power cut; never personal data. */
  dataDir: z.string().min(1),
  /** Written, as JSON, once everything listens. */
  readyFile: z.string().min(1).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

export const KioskConfig = z.strictObject({
  profile: z.literal('kiosk'),
  ...Shared,
  /** The hall server, for certificates. */
  httpUrl: z.url({ protocol: /^https?$/ }),
  /** Loopback port of the page; 0 takes a free one. */
  port: Port,
  reader: Transport.optional(),
  scanner: Transport.optional(),
  printer: z
    .strictObject({ transport: Transport, profile: z.enum(['generic-epson', 'xprinter-80', 'custom-kpm']) })
    .optional(),
  pagePrinter: z.strictObject({ uri: z.url({ protocol: /^(ipps?|https?)$/ }) }).optional(),
});
export type KioskConfig = z.infer<typeof KioskConfig>;

export const WindowConfig = z.strictObject({
  profile: z.literal('window'),
  ...Shared,
  leds: z
    .array(
      z.strictObject({
        window: WindowId,
        transport: Transport,
        /** Generation of the Onbon BX controller. */
        model: z.enum(['5k', '6k']),
        /** Screen address on the line; 1 where there is one controller. */
        address: z.number().int().min(1).max(0xfffe).optional(),
      }),
    )
    .min(1)
    .max(64),
});
export type WindowConfig = z.infer<typeof WindowConfig>;

export const HostConfig = z.discriminatedUnion('profile', [KioskConfig, WindowConfig]);
export type HostConfig = z.infer<typeof HostConfig>;

/** Fails with `CONFIG_INVALID`, one line for each problem; values are not repeated, one of them is the secret. */
export function parseConfig(text: string): Result<HostConfig> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return err(fault('CONFIG_INVALID', 'the configuration is not JSON'));
  }
  const parsed = HostConfig.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`,
  );
  return err(fault('CONFIG_INVALID', problems.join('\n')));
}
