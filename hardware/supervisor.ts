import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { ByteTransport, OpenTransport, TransportFaultCode } from './transport/transport.ts';

/** First retry: a USB adapter that was re-plugged is back after about half a second. */
export const FIRST_RETRY_MS = 500;
/** Longest wait between tries: a device switched on again is in use within half a minute. */
export const LONGEST_RETRY_MS = 30_000;
/** A port that closes sooner than this after opening counts as another failure, so that nothing spins. */
export const STABLE_AFTER_MS = 5_000;
/**
 * An opening that takes longer is told as a fault. A connection gives up after 3 s by itself (tcp.ts), a device file
 * opens in milliseconds: what is still going on hangs in a driver of the kernel.
 */
export const OPEN_DEADLINE_MS = 10_000;
/** A port that has not closed by then is left behind: its last bytes are on the way or never will be. */
export const CLOSE_DEADLINE_MS = 2_000;
/**
 * A serial-to-LAN converter hands over at once what it kept of the connection before. Where bytes are somebody's act
 * (a code, a key) they would pass for the act of whoever stands there now. Chosen, not measured.
 */
export const STALE_MS = 300;
/** Each wait is multiplied by 1 ± this share, so that twenty devices behind one switch do not return at once. */
export const RETRY_JITTER = 0.25;

/** `up`: works. `degraded`: works with a limit. `down`: cannot be used now. */
export type PortState = 'up' | 'degraded' | 'down';

type WriteResult = Result<void, Fault<TransportFaultCode>>;

/** What the console shows of one device. No personal data. */
export interface PortHealth {
  readonly state: PortState;
  /** English, stable words: for technicians and as a key for what people are shown. */
  readonly reason: string;
  /** Milliseconds of the driver's {@link Clock} at which state or reason last changed. */
  readonly since: number;
  /**
   * `opened`, `openFailed`, `closed` by the supervisor, and where it happened `openHung`, `closeHung`, `lateOpened`,
   * `healthListenerThrew`; the rest by the driver.
   */
  readonly counters: Readonly<Record<string, number>>;
}

export interface SupervisorOptions {
  readonly open: OpenTransport;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter. */
  readonly random?: () => number;
  /** State when the port has opened. Drivers that wait for an answer pass `down` and call `report`. Default `up`. */
  readonly stateOnOpen?: PortState;
  /** Bytes of the first {@link STALE_MS} of a connection are dropped and counted (`staleBytes`). Default false. */
  readonly dropsStale?: boolean;
  /** The port is open; bytes that follow belong to this opening. */
  readonly onOpen?: (port: ByteTransport) => void;
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** The port that was open is gone. Not called for a failed try, nor after `close()` was asked. */
  readonly onLost?: (reason: string) => void;
  readonly onHealth?: (health: PortHealth) => void;
}

export interface PortSupervisor {
  /** Fails with `TRANSPORT_CLOSED` while no port is open, and when the port is gone before it took all. */
  write(bytes: Uint8Array): Promise<Result<void, Fault<TransportFaultCode>>>;
  isOpen(): boolean;
  /** The driver's own judgement of the open port. Ignored while no port is open. */
  report(state: PortState, reason: string): void;
  /** Adds to a counter, without an `onHealth`. */
  count(counter: string, by?: number): void;
  health(): PortHealth;
  /** Runs a driver's own timer or listener: what it throws closes the port instead of ending the process. */
  guard(run: () => void): void;
  /** Closes the open port; it is opened again after the usual wait. */
  restart(reason: string): void;
  /**
   * Stops for good; resolves when the port is closed, or after {@link CLOSE_DEADLINE_MS} where it hangs. A port that
   * opens later is closed at once. May be called twice.
   */
  close(): Promise<void>;
}

/**
 * Keeps one port open for a driver: opens it, opens it again with growing waits, and keeps the health record.
 * A driver callback that throws closes the port (`down`, `driver bug: …`) instead of ending the process: one
 * broken device must not stop the others of the same machine.
 */
export function supervisePort(options: SupervisorOptions): PortSupervisor {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const counters: Record<string, number> = { opened: 0, openFailed: 0, closed: 0 };
  let health = { state: 'down' as PortState, reason: 'opening', since: clock.now() };
  let port: ByteTransport | undefined;
  /** Ends the open port for this supervisor, whatever the port itself says. */
  let detach: ((reason: string) => void) | undefined;
  const pendingWrites = new Set<(result: WriteResult) => void>();
  let failures = 0;
  let stopped = false;
  let cancelRetry: (() => void) | undefined;
  let cancelDeadline: (() => void) | undefined;
  let opening: Promise<void> | undefined;
  let restartReason: string | undefined;
  let closing: Promise<void> | undefined;

  const snapshot = (): PortHealth => ({ ...health, counters: { ...counters } });
  const setHealth = (state: PortState, reason: string): void => {
    if (health.state === state && health.reason === reason) return;
    health = { state, reason, since: clock.now() };
    try {
      options.onHealth?.(snapshot());
    } catch {
      // The listener's bug must not stop the port; it shows as a counter.
      countUp('healthListenerThrew');
    }
  };
  const retryLater = (): void => {
    if (stopped) return;
    cancelRetry = clock.after(retryDelay(failures, random()), () => {
      cancelRetry = undefined;
      opening = openOnce();
    });
    failures += 1;
  };
  const guarded = (run: () => void): void => {
    try {
      run();
    } catch (bug) {
      restart(`driver bug: ${String(bug)}`);
    }
  };
  const countUp = (counter: string, by = 1): void => {
    counters[counter] = (counters[counter] ?? 0) + by;
  };
  function restart(reason: string): void {
    if (port === undefined || restartReason !== undefined) return;
    restartReason = reason;
    void closeNow(port, reason);
  }
  /** Resolves when the port is closed or given up; never rejects. */
  async function closeNow(closed: ByteTransport, reason: string): Promise<void> {
    const done = await within(clock, CLOSE_DEADLINE_MS, closeSafely(closed));
    if (!done) countUp('closeHung');
    // A port that did not say that it is closed, or never will.
    if (port === closed) detach?.(reason);
  }

  async function openOnce(): Promise<void> {
    cancelDeadline = clock.after(OPEN_DEADLINE_MS, () => {
      countUp('openHung');
      setHealth('down', `opening has not ended within ${OPEN_DEADLINE_MS} ms`);
    });
    // Never a second try beside one that hangs: each may hold one of the few threads that open files.
    const opened = await openSafely(options.open);
    cancelDeadline();
    if (!opened.ok) {
      if (stopped) return;
      countUp('openFailed');
      setHealth('down', opened.error.message);
      retryLater();
      return;
    }
    if (stopped) {
      countUp('lateOpened');
      await closeNow(opened.value, 'closed');
      return;
    }
    attach(opened.value);
  }

  function attach(opened: ByteTransport): void {
    port = opened;
    restartReason = undefined;
    countUp('opened');
    const openedAt = clock.now();
    detach = (closeReason) => {
      if (port !== opened) return;
      port = undefined;
      detach = undefined;
      countUp('closed');
      const reason = restartReason ?? closeReason;
      const lost: WriteResult = err(fault('TRANSPORT_CLOSED', `${opened.name}: ${reason}`));
      for (const settle of [...pendingWrites]) settle(lost);
      if (stopped) return;
      if (clock.now() - openedAt >= STABLE_AFTER_MS) failures = 0;
      guarded(() => options.onLost?.(reason));
      setHealth('down', reason);
      retryLater();
    };
    opened.onData((bytes) => {
      if (port !== opened || stopped) return;
      const isStale = options.dropsStale === true && clock.now() - openedAt < STALE_MS;
      if (isStale) countUp('staleBytes', bytes.length);
      else guarded(() => options.onBytes?.(bytes));
    });
    opened.onClose((reason) => {
      if (port === opened) detach?.(reason);
    });
    if (port !== opened) return;
    setHealth(options.stateOnOpen ?? 'up', options.stateOnOpen === 'down' ? 'waiting for an answer' : 'open');
    guarded(() => options.onOpen?.(opened));
  }

  function write(open: ByteTransport, bytes: Uint8Array): Promise<WriteResult> {
    return new Promise((resolve) => {
      const settle = (result: WriteResult): void => {
        if (pendingWrites.delete(settle)) resolve(result);
      };
      pendingWrites.add(settle);
      writeSafely(open, bytes).then(settle);
    });
  }

  opening = openOnce();

  return {
    write(bytes) {
      if (port === undefined) {
        return Promise.resolve(err(fault('TRANSPORT_CLOSED', `not open: ${health.reason}`)));
      }
      return write(port, bytes);
    },
    isOpen: () => port !== undefined,
    report(state, reason) {
      if (port !== undefined && !stopped) setHealth(state, reason);
    },
    count: countUp,
    guard: guarded,
    health: snapshot,
    restart,
    close() {
      closing ??= (async () => {
        stopped = true;
        cancelRetry?.();
        cancelDeadline?.();
        if (port !== undefined) await closeNow(port, 'closed');
        else if (opening !== undefined) await within(clock, CLOSE_DEADLINE_MS, opening);
        setHealth('down', 'closed');
      })();
      return closing;
    },
  };
}

/** Milliseconds to wait after `failures` failures in a row; `unit` is 0 ≤ x < 1. */
export function retryDelay(failures: number, unit: number): number {
  const plain = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 16));
  return Math.round(plain * (1 - RETRY_JITTER + 2 * RETRY_JITTER * unit));
}

/** True when it settled in time; the timer ends with it. */
function within(clock: Clock, deadlineMs: number, settles: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(deadlineMs, () => resolve(false));
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    settles.then(settled, settled);
  });
}

async function closeSafely(port: ByteTransport): Promise<void> {
  try {
    await port.close();
  } catch {
    // A transport's bug; the port is given up all the same.
  }
}

async function writeSafely(port: ByteTransport, bytes: Uint8Array): Promise<WriteResult> {
  try {
    return await port.write(bytes);
  } catch (bug) {
    return err(fault('TRANSPORT_WRITE', `${port.name}: writing threw: ${String(bug)}`));
  }
}

/** An opener should return its failures; one that throws is a bug, treated as a device that is away. */
async function openSafely(open: OpenTransport): Promise<Result<ByteTransport, Fault<TransportFaultCode>>> {
  try {
    const opened = await open();
    return opened.ok ? ok(opened.value) : opened;
  } catch (bug) {
    return err(fault('TRANSPORT_OPEN', `opening threw: ${String(bug)}`));
  }
}
