import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import { startHallServer, stopHall } from '../power/hall-server.ts';
import type { PowerNow } from '../power/power-watch.ts';
import { runCommand } from '../power/run-command.ts';
import type { HallServer, ServerUps } from '../power/settings.ts';
import type { StopMark } from './stop-mark.ts';

/** Reason in the health record while the hall is being stopped; the hall tells kiosks and screens by it. */
export const HALL_STOPS = 'hall-stops';
export const HALL_NOT_STOPPED = 'hall-not-stopped';
export const HALL_NOT_STARTED = 'hall-not-started';

/** Between two tries to start a hall that does not start: a service manager refuses those that come too fast. */
export const START_AGAIN_MS = 30_000;

export interface HallStopper {
  /** Takes what the power watch says. */
  readonly phase: (now: PowerNow) => void;
  /** Reason for the health record; null: nothing but what the UPS says. */
  says(): string | null;
  close(): void;
}

/** How the three steps are done; tests put their own in. */
export interface HallSteps {
  readonly stop: typeof stopHall;
  readonly start: typeof startHallServer;
  readonly run: typeof runCommand;
}

/**
 * The order in which a hall server ends on battery: everybody is told, a while later the hall is stopped, then the
 * machine is switched off where the settings say so. Mains that come back before the hall was asked to stop end
 * it; afterwards the hall is started again once they are back for good.
 */
export function hallStopper(options: {
  readonly settings: { readonly ups: ServerUps; readonly hallServer: HallServer };
  readonly mark: StopMark;
  /** See `PowerWatch`. */
  readonly commit: () => boolean;
  readonly again: () => void;
  /** `says` gives something else. */
  readonly onChange: () => void;
  readonly clock: Pick<HostClock, 'after'>;
  readonly log: HostLog;
  readonly steps?: HallSteps;
}): HallStopper {
  const { settings, mark, clock, log } = options;
  const { ups, hallServer } = settings;
  const steps = options.steps ?? { stop: stopHall, start: startHallServer, run: runCommand };
  const withinMs = ups.commandS * 1_000;
  let closing = false;
  let problem: string | null = null;
  let cancelTimer = (): void => {};
  let closed = false;
  /** Stopping and starting never overlap: each waits for the one before. */
  let work: Promise<void> = Promise.resolve();

  const says = (): string | null => (closing ? HALL_STOPS : problem);
  const change = (nowClosing: boolean, nowProblem: string | null): void => {
    const before = says();
    closing = nowClosing;
    problem = nowProblem;
    if (says() !== before) options.onChange();
  };
  const queue = (run: () => Promise<void>): void => {
    work = work.then(run).catch((bug: unknown) => log.error({ bug: String(bug) }, 'power: a step threw'));
  };

  async function stop(): Promise<void> {
    log.warn('power: the hall server is stopped');
    try {
      mark.set();
    } catch (cause) {
      // The hall must be stopped though nobody will know later that it was.
      log.error({ problem: String(cause) }, 'power: the stop cannot be noted');
    }
    const stopped = await steps.stop(hallServer, withinMs);
    if (stopped.ok) log.info({ outcome: stopped.value }, 'power: the hall server has stopped');
    else {
      // The machine is switched off all the same: that ends the hall by the system's own way.
      log.error({ problem: stopped.error.message }, 'power: the hall server does not stop');
      change(false, HALL_NOT_STOPPED);
    }
    if (ups.shutdown === undefined || closed) return;
    const off = await steps.run(ups.shutdown, withinMs);
    if (!off.ok) log.error({ problem: off.error.message }, 'power: the machine is not switched off');
  }

  async function start(): Promise<void> {
    if (closed) return;
    const started = await steps.start(hallServer, withinMs);
    if (started.ok) {
      log.info({ outcome: started.value }, 'power: back, the hall server was started');
      mark.clear();
      change(closing, null);
      return;
    }
    log.error({ problem: started.error.message }, 'power: back, but the hall server does not start');
    change(closing, HALL_NOT_STARTED);
    if (closing || closed) return;
    cancelTimer();
    cancelTimer = clock.after(START_AGAIN_MS, () => queue(start));
  }

  return {
    phase({ phase }) {
      switch (phase) {
        case 'mains':
        case 'battery':
          if (closing) cancelTimer();
          return change(false, problem);
        case 'closing':
          cancelTimer();
          cancelTimer = clock.after(ups.tellS * 1_000, () => {
            if (!closed && options.commit()) queue(stop);
          });
          return change(true, problem);
        case 'stopped':
          return;
        case 'back':
          change(false, problem);
          // The plan goes on at once: the mains may fail again while the hall starts.
          options.again();
          return queue(start);
      }
    },
    says,
    close() {
      closed = true;
      cancelTimer();
    },
  };
}
