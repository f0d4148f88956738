import { DeviceId, HallId, WindowId } from '@hall/shared/contracts/identifiers';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { z } from 'zod';
import { soleCertificate } from './enrolment/sole-certificate.ts';

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
  /** PEM of the one CA that the hall server's certificate comes from; absent: the machine's own list. */
  ca: z
    .string()
    .max(8_192)
    .refine((text) => soleCertificate(text) !== null, 'is not exactly one certificate')
    .optional(),
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

/** How a host without a credential gets one: it asks, shows a code, and a manager approves. */
export const EnrolConfig = z.strictObject({
  /** `https://` of the hall server; plain only on the hall's own machine. */
  url: z.url({ protocol: /^https?$/ }).refine(isHttpsOrOwn, 'is https, or this machine'),
  /** SHA-256 of the hall CA's certificate, as `/ca` shows it; absent: the first one seen is believed. */
  caFingerprint: z
    .string()
    .transform((text) => text.replaceAll(':', '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{64}$/))
    .optional(),
});

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

/** A configuration that is complete, or one that has to be enrolled first. */
export type HostSetup =
  | { readonly kind: 'complete'; readonly config: HostConfig }
  | {
      readonly kind: 'enrol';
      readonly enrol: z.infer<typeof EnrolConfig>;
      readonly deviceKind: 'kiosk' | 'window-host';
      readonly dataDir: string;
      /** Of the kiosk's page; null: this host has no screen. */
      readonly port: number | null;
      readonly readyFile: string | null;
      readonly logLevel: HostConfig['logLevel'];
      /** Everything but the credential. */
      readonly rest: Readonly<Record<string, unknown>>;
    };

/** As {@link parseConfig}, and also takes `enrol` in place of `device`, `secret` and `hall`. */
export function parseSetup(text: string): Result<HostSetup> {
  const raw = jsonObject(text);
  if (raw === null || !('enrol' in raw)) {
    const config = parseConfig(text);
    return config.ok ? ok({ kind: 'complete', config: config.value }) : config;
  }
  const { enrol: rawEnrol, ...rest } = raw;
  const enrol = EnrolConfig.safeParse(rawEnrol);
  if (!enrol.success) {
    return err(
      fault(
        'CONFIG_INVALID',
        enrol.error.issues.map((issue) => `enrol.${issue.path.join('.')}: ${issue.message}`).join('\n'),
      ),
    );
  }
  // The rest is looked at as if the credential were there already: mistakes show before anybody approves.
  const config = parseConfig(
    JSON.stringify({ ...rest, device: 'unnamed', hall: 'unnamed', secret: 'x'.repeat(43) }),
  );
  if (!config.ok) return config;
  const { profile, dataDir, readyFile, logLevel } = config.value;
  return ok({
    kind: 'enrol',
    enrol: enrol.data,
    deviceKind: profile === 'kiosk' ? 'kiosk' : 'window-host',
    dataDir,
    port: config.value.profile === 'kiosk' ? config.value.port : null,
    readyFile: readyFile ?? null,
    logLevel,
    rest,
  });
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function isHttpsOrOwn(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost';
}
