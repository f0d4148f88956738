import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { ScanDecoded, ScannedText, ScanRejected } from '../../codec/scan-text.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { ByteTransport, OpenTransport, TransportFaultCode } from '../../transport/transport.ts';
import type { ScannerProfileName, ScanTrigger } from './profiles.ts';
import { SCANNER_PROFILES } from './profiles.ts';

export interface ScannerOptions {
  readonly open: OpenTransport;
  /** What the scanner speaks. Default `serial`; the others need a HID transport without framing. */
  readonly profile?: ScannerProfileName;
  /** A code was read. It may be personal data (an ID number, a link with a token): never log it. */
  readonly onScan: (scan: ScannedText) => void;
  /** Bytes came that are no code. */
  readonly onRejected?: (rejected: ScanRejected) => void;
  readonly onHealth?: (health: PortHealth) => void;
  /** Default: the profile's. `null`: only a terminator ends a code (serial). */
  readonly idleMs?: number | null;
  /** Default: the profile's. Without one the scanner reads by itself or by its own key. */
  readonly trigger?: ScanTrigger;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
}

export interface Scanner {
  /** Starts one reading of a scanner with a {@link ScanTrigger}; does nothing for others. */
  trigger(): Promise<Result<void, Fault<TransportFaultCode>>>;
  health(): PortHealth;
  close(): Promise<void>;
}

/** A code scanner: serial, behind a serial-to-LAN converter, or HID POS. It never speaks first, so open means up. */
export function openScanner(options: ScannerOptions): Scanner {
  const clock = options.clock ?? systemClock;
  const profile = SCANNER_PROFILES[options.profile ?? 'serial'];
  const idleMs = options.idleMs === undefined ? profile.idleMs : options.idleMs;
  const trigger = options.trigger ?? profile.trigger;
  const decoder = profile.createDecoder();
  let acknowledgement = new Uint8Array(0);
  let acknowledged = 0;
  let cancelIdle: (() => void) | undefined;
  let closed = false;

  const asFault = (bug: unknown) => err(fault('TRANSPORT_WRITE' as const, String(bug)));
  const supervisor = supervisePort({
    open: options.open,
    clock,
    dropsStale: profile.chunk !== 'report',
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
    onOpen: (port) => void sendOpenFeature(port),
    onBytes(bytes) {
      cancelIdle?.();
      for (const decoded of decoder.feed(withoutAcknowledgement(bytes))) deliver(decoded);
      if (!decoder.pending || idleMs === null) return;
      cancelIdle = clock.after(idleMs, () => {
        const decoded = decoder.idle();
        if (decoded !== undefined) supervisor.guard(() => deliver(decoded));
      });
    },
    onLost() {
      cancelIdle?.();
      decoder.reset();
      acknowledgement = new Uint8Array(0);
    },
  });

  /** Codes may come without it: its refusal is told, and the scanner is used all the same. */
  async function sendOpenFeature(port: ByteTransport): Promise<void> {
    if (profile.openFeature === undefined) return;
    const sent = await port.sendFeature?.(profile.openFeature).catch(asFault);
    if (sent === undefined) supervisor.report('degraded', 'the transport sends no feature reports');
    else if (!sent.ok && sent.error.code !== 'TRANSPORT_CLOSED') {
      supervisor.report('degraded', `the scanner refused its set-up report: ${sent.error.message}`);
    }
  }

  function deliver(decoded: ScanDecoded): void {
    if (closed) return;
    supervisor.count(decoded.kind === 'text' ? 'scans' : `rejected.${decoded.reason}`);
    if (decoded.kind === 'text') options.onScan(decoded);
    else options.onRejected?.(decoded);
  }

  /** The acknowledgement's bytes 33 31 would read as the code "31". */
  function withoutAcknowledgement(bytes: Uint8Array): Uint8Array {
    if (profile.chunk === 'report') {
      const expected = acknowledgement;
      acknowledgement = new Uint8Array(0);
      const isIt = expected.length > 0 && expected.every((byte, i) => bytes[i] === byte);
      return isIt ? bytes.subarray(bytes.length) : bytes;
    }
    let at = 0;
    while (at < bytes.length && acknowledged < acknowledgement.length) {
      if (bytes[at] !== acknowledgement[acknowledged]) {
        acknowledgement = new Uint8Array(0);
        break;
      }
      acknowledged += 1;
      at += 1;
    }
    return bytes.subarray(at);
  }

  return {
    trigger() {
      if (trigger === undefined) return Promise.resolve({ ok: true, value: undefined });
      acknowledgement = Uint8Array.from(trigger.acknowledgement);
      acknowledged = 0;
      return supervisor.write(trigger.command);
    },
    health: supervisor.health,
    close() {
      closed = true;
      cancelIdle?.();
      decoder.reset();
      return supervisor.close();
    },
  };
}
