import type { Clock } from '../../clock.ts';
import type { PortHealth, PortState } from '../../supervisor.ts';
import { retryDelay } from '../../supervisor.ts';
import type { PagePrinterStatus } from './printer-status.ts';

/** An office printer is asked how it is this often, so that people hear "no paper" before they begin. */
export const LOOK_EVERY_MS = 10_000;

export interface PrinterWatch {
  /** Every answer of the printer, whoever asked. */
  saw(status: PagePrinterStatus): void;
  count(counter: string, by?: number): void;
  health(): PortHealth;
  close(): void;
}

/**
 * The health record of a printer that is asked over HTTP: no port stays open, so that its answers are its health.
 * With `onHealth` the printer is looked at every `LOOK_EVERY_MS`, and with growing waits while it is away.
 */
export function watchPrinter(options: {
  readonly clock: Clock;
  readonly random?: () => number;
  readonly look: () => Promise<unknown>;
  /** After each look that was answered. */
  readonly onAnswer: () => Promise<void>;
  readonly onHealth?: (health: PortHealth) => void;
}): PrinterWatch {
  const { clock, random = Math.random } = options;
  const counters: Record<string, number> = { asked: 0, notAnswered: 0 };
  let health = { state: 'down' as PortState, reason: 'opening', since: clock.now() };
  let failures = 0;
  let isClosed = false;
  let cancelLook: () => void = () => undefined;
  /** Of the next look; null while one is under way, and where there are none. */
  let dueAt: number | null = null;
  const snapshot = (): PortHealth => ({ ...health, counters: { ...counters } });
  const count = (counter: string, by = 1): void => {
    counters[counter] = (counters[counter] ?? 0) + by;
  };

  function set(state: PortState, reason: string): void {
    if (health.state === state && health.reason === reason) return;
    health = { state, reason, since: clock.now() };
    try {
      options.onHealth?.(snapshot());
    } catch {
      // The listener's bug must not stop the printer; it shows as a counter.
      count('healthListenerThrew');
    }
  }

  async function lookOn(): Promise<void> {
    try {
      await options.look();
      if (failures === 0) await options.onAnswer();
    } catch (bug) {
      set('down', `driver bug: ${String(bug)}`);
      failures += 1;
    }
    lookIn(failures === 0 ? LOOK_EVERY_MS : retryDelay(failures - 1, random()));
  }

  function lookIn(waitMs: number): void {
    if (isClosed) return;
    dueAt = clock.now() + waitMs;
    cancelLook = clock.after(waitMs, () => {
      dueAt = null;
      void lookOn();
    });
  }

  // The driver that is being opened must stand before it is used.
  if (options.onHealth) queueMicrotask(() => void (isClosed || lookOn()));
  return {
    saw(status) {
      if (isClosed) return;
      count('asked');
      failures = status.state === 'away' ? failures + 1 : 0;
      if (status.state === 'away') count('notAnswered');
      if (status.code !== null) set('down', status.code);
      else if (status.warning !== null) set('degraded', status.warning);
      else set('up', 'ready');
      // A print found it away: its return is seen as soon as after a look.
      const soonMs = retryDelay(Math.max(0, failures - 1), random());
      if (failures === 0 || dueAt === null || dueAt <= clock.now() + soonMs) return;
      cancelLook();
      lookIn(soonMs);
    },
    count,
    health: snapshot,
    close() {
      if (isClosed) return;
      cancelLook();
      set('down', 'closed');
      isClosed = true;
    },
  };
}
