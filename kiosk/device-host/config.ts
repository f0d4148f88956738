import { KeypadMap } from '@hall/hardware/codec/keypad-map';
import { badExtraOption } from '@hall/hardware/drivers/document-scanner/order';
import { DeviceId, HallId, WindowId } from '@hall/shared/contracts/identifiers';
import { KioskScreen } from '@hall/shared/contracts/kiosk-screen';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { z } from 'zod';
import { soleCertificate } from './enrolment/sole-certificate.ts';
import { HallServer, KioskUps, ServerUps } from './power/settings.ts';
import { ledProblems, ledSetting } from './window/led-settings.ts';

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

/** A USB printer of the kernel's usblp driver, e.g. `/dev/usb/lp0`. */
const UsblpTransport = z.strictObject({ kind: z.literal('usblp'), path: z.string().startsWith('/') });

const HidTransport = z.strictObject({
  kind: z.literal('hid'),
  vendorId: Port,
  productId: Port,
  /** Where two of a kind are plugged in. */
  serialNumber: z.string().min(1).max(126).optional(),
});

/** A code scanner; a transport alone is a scanner on a serial line. */
const ScannerSetting = z.union([
  Transport,
  z
    .strictObject({
      transport: z.union([Transport, HidTransport]),
      profile: z.enum(['serial', 'honeywell-hid-pos', 'newland-hid-pos']),
    })
    .refine(({ transport, profile }) => (transport.kind === 'hid') === (profile !== 'serial'), {
      path: ['profile'],
      message: 'is a HID POS profile for hid, and only there',
    }),
]);

/** An evaluation keypad (评价器) of one window; see docs/hardware/keypad.md. */
const KeypadSetting = z
  .strictObject({
    window: WindowId,
    transport: z.union([Transport, HidTransport]),
    map: KeypadMap,
    /** The same key within this time is the same press. */
    samePressMs: z.number().int().min(0).max(10_000).optional(),
  })
  .refine(({ transport, map }) => (transport.kind === 'hid') === (map.from === 'reports'), {
    path: ['map', 'from'],
    message: 'is "reports" for hid, and only there',
  });

/** See docs/hardware/page-printer.md. */
const PagePrinterSetting = z.strictObject({
  uri: z.url({ protocol: /^ipps?$/ }),
  /** PEM of the certificate that an `ipps:` printer signed itself. */
  ca: z.string().max(8_192).optional(),
  /** Printer reasons that mean nothing here, such as `media-empty` of a second tray that is never used. */
  ignoreReasons: z
    .array(z.string().regex(/^[a-z0-9-]{1,60}$/))
    .max(20)
    .optional(),
});

/** See docs/hardware/document-scanner.md. */
const DocumentScannerSetting = z.strictObject({
  /** As `scanimage -L` names it; absent: the first that is found. */
  device: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional(),
  /** Settings of the device beyond source, mode, resolution and area, e.g. `{ "swdeskew": "yes" }`. */
  options: z
    .record(z.string(), z.string().max(200))
    .refine((options) => badExtraOption(options) === null, 'names an option that cannot be set here')
    .optional(),
});

/** A host's health message names at most 64 peripherals; some are no devices. */
const MOST_WINDOW_DEVICES = 60;

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
  /** HID readers send the stream in chunks of 64 bytes. */
  reader: z
    .union([Transport, HidTransport.extend({ framing: z.enum(['sdt-64', 'sdt-64-counted']) })])
    .optional(),
  /** See docs/hardware/scanner.md. */
  scanner: ScannerSetting.optional(),
  /** See docs/hardware/ticket-printer.md. */
  printer: z
    .strictObject({
      transport: z.union([Transport, UsblpTransport]),
      profile: z.enum(['generic-epson', 'xprinter-80', 'custom-kpm']),
      /** Presenters only: how far a ticket is held out, in the model's own steps. */
      presentSteps: z.number().int().min(0).max(255).optional(),
      /** Presenters only: a ticket that nobody took is drawn back after this; absent: never. */
      retractAfterMs: z.number().int().min(5_000).max(600_000).optional(),
    })
    .optional(),
  pagePrinter: PagePrinterSetting.optional(),
  documentScanner: DocumentScannerSetting.optional(),
  /** What this machine draws its power from. */
  ups: KioskUps.optional(),
  /** Whether the page may use the camera (a document camera); absent: it may not. */
  camera: z.boolean().optional(),
  /** As measured where it stands; absent: 21.5 inches, 800 mm above the floor. */
  screen: KioskScreen.optional(),
});
export type KioskConfig = z.infer<typeof KioskConfig>;

const WindowShape = z.strictObject({
  profile: z.literal('window'),
  ...Shared,
  /** See docs/hardware/window-led.md. */
  leds: z.array(ledSetting(Transport)).max(MOST_WINDOW_DEVICES).default([]),
  /** One for a window. */
  keypads: z.array(KeypadSetting).max(MOST_WINDOW_DEVICES).optional(),
});
export const WindowConfig = WindowShape.superRefine(({ leds, keypads = [] }, context) => {
  const problem = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const devices = leds.length + keypads.length;
  if (devices === 0) problem(['leds'], 'no device is named, here or under keypads');
  if (devices > MOST_WINDOW_DEVICES) problem(['leds'], `more than ${MOST_WINDOW_DEVICES} devices in all`);
  for (const { path, message } of ledProblems(leds)) problem(['leds', ...path], message);
  keypads.forEach(({ window }, at) => {
    if (keypads.findIndex((other) => other.window === window) < at) {
      problem(['keypads', at, 'window'], 'has a keypad already');
    }
  });
});
export type WindowConfig = z.infer<typeof WindowConfig>;
export type KeypadSetting = z.infer<typeof KeypadSetting>;

/** Beside the hall server, on the same machine. */
export const ServerConfig = z.strictObject({
  profile: z.literal('server'),
  ...Shared,
  ups: ServerUps,
  hallServer: HallServer,
});
export type ServerConfig = z.infer<typeof ServerConfig>;

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

export const HostConfig = z.discriminatedUnion('profile', [KioskConfig, WindowConfig, ServerConfig]);
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

/** What the hall calls a host of each profile. */
const DEVICE_KIND = { kiosk: 'kiosk', window: 'window-host', server: 'server-host' } as const;
export type HostDeviceKind = (typeof DEVICE_KIND)[HostConfig['profile']];

/** A configuration that is complete, or one that has to be enrolled first. */
export type HostSetup =
  | { readonly kind: 'complete'; readonly config: HostConfig }
  | {
      readonly kind: 'enrol';
      readonly enrol: z.infer<typeof EnrolConfig>;
      readonly deviceKind: HostDeviceKind;
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
    deviceKind: DEVICE_KIND[profile],
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
