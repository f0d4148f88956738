import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { HID_FRAMINGS } from './hid-framing.ts';
import type { ByteTransport, HidSpec, TransportFaultCode } from './transport.ts';

/** What of `node-hid` is used, so that tests pass their own. */
export interface HidModule {
  devicesAsync(vendorId: number, productId: number): Promise<HidFound[]>;
  readonly HIDAsync: { open(path: string): Promise<HidDevice> };
}

/** One interface of a plugged-in device, as `node-hid` lists it. */
export interface HidFound {
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

export interface HidDevice {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  write(report: Buffer): Promise<number>;
  sendFeatureReport(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

/** What the native part of `node-hid` 3.4 is linked to; on Debian `require` throws without them (tried). */
const NATIVE_PACKAGES = ['libusb-1.0-0', 'libudev1'] as const;

/** HID usage tables: generic desktop page, usage keyboard. */
const KEYBOARD = { page: 0x01, usage: 0x06 } as const;

type Done = Result<void, Fault<TransportFaultCode>>;

/**
 * Opens a HID device. Without framing a chunk is one report as the kernel gives it (with its number first where
 * the device numbers its reports), and a write is one output report with its number first, 0 where there is none.
 */
export async function openHid(
  spec: HidSpec,
  load: () => Promise<HidModule> = async () => await import('node-hid'),
): Promise<Result<ByteTransport, Fault<TransportFaultCode>>> {
  const name = `hid ${hex4(spec.vendorId)}:${hex4(spec.productId)}`;
  const refused = (why: string, details?: Readonly<Record<string, unknown>>) =>
    err(fault('TRANSPORT_OPEN' as const, `${name}: ${why}`, details));
  let library: HidModule;
  let found: HidFound[];
  try {
    library = await load();
    // The native part is loaded with the first call, not with the module.
    found = await library.devicesAsync(spec.vendorId, spec.productId);
  } catch (cause) {
    const details = { package: 'node-hid', systemPackages: NATIVE_PACKAGES };
    return refused(`node-hid does not load, install ${NATIVE_PACKAGES.join(' ')}: ${String(cause)}`, details);
  }
  const fitting = found.filter(
    (one) =>
      (spec.serialNumber === undefined || one.serialNumber === spec.serialNumber) &&
      // Where the kernel lists no usage page (hidapi over libusb), every interface may be the one.
      (spec.usagePage === undefined || !one.usagePage || one.usagePage === spec.usagePage),
  );
  if (fitting.length === 0) {
    return refused(
      found.length === 0 ? 'not plugged in' : 'plugged in, but in another mode or serial number',
    );
  }
  // node-hid cannot read keyboards (github.com/node-hid/node-hid/issues/469): the page's wedge input does.
  const path = fitting.find((one) => !isKeyboard(one) && one.path !== undefined)?.path;
  if (path === undefined) return refused('it acts as a keyboard: switch it to HID POS or serial mode');
  try {
    return ok(hidTransport(name, await library.HIDAsync.open(path), spec));
  } catch (cause) {
    return refused(`cannot open ${path} (is there a udev rule for this account?): ${String(cause)}`);
  }
}

function hidTransport(name: string, device: HidDevice, spec: HidSpec): ByteTransport {
  const framing = spec.framing === undefined ? undefined : HID_FRAMINGS[spec.framing];
  const decoder = framing?.createDecoder();
  let dataListener: ((bytes: Uint8Array) => void) | undefined;
  let closeListener: ((reason: string) => void) | undefined;
  let closedReason: string | undefined;
  let closing: Promise<void> | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  const pending = new Set<(result: Done) => void>();

  const shut = (reason: string): Promise<void> => {
    closing ??= (async () => {
      for (const settle of [...pending]) settle(err(fault('TRANSPORT_CLOSED', `${name}: ${reason}`)));
      // What is unplugged may refuse to be closed; it is gone all the same.
      await device.close().catch(() => undefined);
      closedReason = reason;
      closeListener?.(reason);
    })();
    return closing;
  };
  /** One after the other: a frame's reports must not mix with the next one's. */
  const inTurn = (act: () => Promise<unknown>): Promise<Done> => {
    if (closing !== undefined) return Promise.resolve(err(fault('TRANSPORT_CLOSED', `${name}: closing`)));
    return new Promise((resolve) => {
      const settle = (result: Done): void => {
        if (pending.delete(settle)) resolve(result);
      };
      pending.add(settle);
      const run = async (): Promise<void> => {
        if (closing === undefined) await act();
      };
      tail = tail.then(run).then(
        () => settle(ok(undefined)),
        (cause) => settle(err(fault('TRANSPORT_WRITE', `${name}: ${String(cause)}`))),
      );
    });
  };

  device.on('data', (report) => {
    const bytes = decoder === undefined ? report : decoder.feed(report);
    if (closing === undefined && bytes.length > 0) dataListener?.(bytes);
  });
  device.on('error', (error) => void shut(`the device went away: ${error.message}`));

  return {
    name,
    write: (bytes) => {
      const reports = framing?.toReports(bytes).map((report) => Buffer.from([0, ...report]));
      return inTurn(async () => {
        for (const report of reports ?? [Buffer.from(bytes)]) await device.write(report);
      });
    },
    sendFeature: (report) => inTurn(() => device.sendFeatureReport(Buffer.from(report))),
    onData(listener) {
      dataListener = listener;
    },
    onClose(listener) {
      closeListener = listener;
      const reason = closedReason;
      if (reason !== undefined) queueMicrotask(() => listener(reason));
    },
    close: () => shut('closed'),
  };
}

function isKeyboard(one: HidFound): boolean {
  return one.usagePage === KEYBOARD.page && one.usage === KEYBOARD.usage;
}

function hex4(id: number): string {
  return id.toString(16).toUpperCase().padStart(4, '0');
}
