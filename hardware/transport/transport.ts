import type { Fault, Result } from '@hall/shared/contracts/result';

/** Where a device is reached. `tcp` also serves serial-to-LAN converters and simulators. */
export type TransportSpec =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number }
  /** A USB printer of the kernel's usblp driver. */
  | { readonly kind: 'usblp'; readonly path: string }
  | HidSpec;

/** A USB HID device; the first one that fits is opened. */
export interface HidSpec {
  readonly kind: 'hid';
  readonly vendorId: number;
  readonly productId: number;
  /** Where two of a kind are plugged in. */
  readonly serialNumber?: string;
  /** Where a device has several interfaces: the one with this HID usage page, e.g. 0x8C for scanners. */
  readonly usagePage?: number;
  /** Which bytes of a report are the stream's; without it every chunk is one whole report, its number first. */
  readonly framing?: HidFramingName;
}

/** See `hid-framing.ts`. */
export type HidFramingName = 'sdt-64' | 'sdt-64-counted';

export type TransportFaultCode = 'TRANSPORT_OPEN' | 'TRANSPORT_CLOSED' | 'TRANSPORT_WRITE';

/**
 * An open stream of bytes to one device. Drivers see nothing else, so no driver can know whether a
 * simulator, a PTY or a real port is behind it.
 */
export interface ByteTransport {
  /** For logs, e.g. `tcp 127.0.0.1:9100` or `serial /dev/ttyS0`. */
  readonly name: string;
  /** Resolves when all bytes were handed to the operating system. For HID without framing: one output report. */
  write(bytes: Uint8Array): Promise<Result<void, Fault<TransportFaultCode>>>;
  /** HID only: sends a feature report, its number first. */
  sendFeature?(report: Uint8Array): Promise<Result<void, Fault<TransportFaultCode>>>;
  /**
   * One listener at a time; bytes that arrive without one are dropped. They are the listener's during the call only,
   * to copy or to overwrite: the transport may use the same memory again.
   */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, also when it was closed from this side. */
  onClose(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

/** Opens a transport, or says why not. Never throws for a device that is away. */
export type OpenTransport = () => Promise<Result<ByteTransport, Fault<TransportFaultCode>>>;
