import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';

/**
 * EX_TEMPFAIL of sysexits.h: the process ends on purpose and is started again, by systemd (`Restart=always`) or the
 * launcher.
 */
export const START_ANEW = 75;
/** How often it is looked whether somebody is still being served. */
const LOOK_MS = 250;
/** A person who leaves and one who comes: both would be in the way, so the place must be empty for so long. */
const EMPTY_FOR_MS = 1_000;
/** A paper under way is waited for as long as the slowest printer takes, whoever asked and however urgently. */
const PAPERS_WITHIN_MS = 45_000;

export interface Quiet {
  /** Somebody is being served. */
  readonly busy: () => boolean;
  /** A paper is under way. */
  readonly printing: () => boolean;
}

export interface WaitForQuiet {
  /** Settles once nobody is being served and no paper is under way, or the time is over. */
  readonly done: Promise<void>;
  cancel(): void;
}

export function waitForQuiet(
  { busy, printing }: Quiet,
  withinMs: number,
  clock: HostClock,
  onWait: () => void,
): WaitForQuiet {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const until = clock.now() + withinMs;
  let emptySince: number | null = null;
  let told = false;
  let cancel = (): void => undefined;
  const look = (): void => {
    const now = clock.now();
    if (busy()) {
      emptySince = null;
      if (!told) onWait();
      told = true;
    } else emptySince ??= now;
    const empty = emptySince !== null && now - emptySince >= EMPTY_FOR_MS;
    const papersDone = !printing() || now >= until + PAPERS_WITHIN_MS;
    if ((empty || now >= until) && papersDone) {
      resolve();
      return;
    }
    cancel = clock.after(LOOK_MS, look);
  };
  look();
  return { done, cancel: () => cancel() };
}

/** The order that a new start carries out, remembered over it, so that the new host says that it is done. */
export interface RestartMark {
  /** Takes it away: it is said once. */
  take(): string | null;
  set(order: string): void;
}

export function openRestartMark(folder: string, log: HostLog): RestartMark {
  const file = path.join(folder, 'restart-order');
  return {
    take() {
      try {
        const order = readFileSync(file, 'utf8');
        rmSync(file);
        return /^[A-Za-z0-9_-]{8,64}$/.test(order) ? order : null;
      } catch {
        return null;
      }
    },
    set(order) {
      try {
        writeFileSync(file, order, { mode: 0o600 });
      } catch (problem) {
        // Starting anew matters more than saying so.
        log.warn({ problem: String(problem) }, 'the order to start anew cannot be remembered');
      }
    },
  };
}
