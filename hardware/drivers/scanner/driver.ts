import type { Fault, Result } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { ScanDecoded, ScannedText, ScanRejected } from '../../codec/scan-text.ts';
import { createScanTextDecoder } from '../../codec/scan-text.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport, TransportFaultCode } from '../../transport/transport.ts';

/**
 * A line quiet for this long ends a code without terminator. A byte takes 1 ms at 9600 baud and USB adapters
 * deliver in steps of 16 ms; far longer than both, far shorter than a person's next code.
 */
export const SCAN_IDLE_MS = 150;

/** A scanner that is started by command. Its acknowledgement comes on the same line as the codes. */
export interface ScanTrigger {
  readonly command: Uint8Array;
  /** Removed where the line's data begins with it after a trigger. */
  readonly acknowledgement: Uint8Array;
}

/**
 * GM65 and its kin, 9600 8N1, in command mode. The command is published; the acknowledgement is as commonly
 * reported and was not checked against a module: another answer would show as a code or as a rejected one.
 */
export const GM65_TRIGGER: ScanTrigger = {
  command: Uint8Array.of(0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd),
  acknowledgement: Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31),
};

export interface ScannerOptions {
  readonly open: OpenTransport;
  /** A code was read. It may be personal data (an ID number, a link with a token): never log it. */
  readonly onScan: (scan: ScannedText) => void;
  /** Bytes came that are no code. */
  readonly onRejected?: (rejected: ScanRejected) => void;
  readonly onHealth?: (health: PortHealth) => void;
  /** Default {@link SCAN_IDLE_MS}; `null`: only a terminator ends a code. */
  readonly idleMs?: number | null;
  /** Without it, the scanner reads by itself or by its own key. */
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

/** A code scanner on a serial line or a serial-to-LAN converter. It never speaks first, so open means up. */
export function openScanner(options: ScannerOptions): Scanner {
  const clock = options.clock ?? systemClock;
  const idleMs = options.idleMs === undefined ? SCAN_IDLE_MS : options.idleMs;
  const decoder = createScanTextDecoder();
  let acknowledgement = new Uint8Array(0);
  let acknowledged = 0;
  let cancelIdle: (() => void) | undefined;
  let closed = false;

  const supervisor = supervisePort({
    open: options.open,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
    onBytes(bytes) {
      cancelIdle?.();
      for (const decoded of decoder.feed(withoutAcknowledgement(bytes))) deliver(decoded);
      if (!decoder.pending || idleMs === null) return;
      cancelIdle = clock.after(idleMs, () => {
        const decoded = decoder.idle();
        if (decoded !== undefined) deliver(decoded);
      });
    },
    onLost() {
      cancelIdle?.();
      decoder.reset();
      acknowledgement = new Uint8Array(0);
    },
  });

  function deliver(decoded: ScanDecoded): void {
    if (closed) return;
    supervisor.count(decoded.kind === 'text' ? 'scans' : `rejected.${decoded.reason}`);
    if (decoded.kind === 'text') options.onScan(decoded);
    else options.onRejected?.(decoded);
  }

  /** The acknowledgement's bytes 33 31 would read as the code "31". */
  function withoutAcknowledgement(bytes: Uint8Array): Uint8Array {
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
      if (options.trigger === undefined) return Promise.resolve({ ok: true, value: undefined });
      acknowledgement = Uint8Array.from(options.trigger.acknowledgement);
      acknowledged = 0;
      return supervisor.write(options.trigger.command);
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
