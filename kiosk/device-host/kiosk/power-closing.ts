import type { LinkRequest, PowerView } from '@hall/shared/contracts/kiosk-link';
import type { HostClock } from '../clock.ts';
import { POWER_IS_BACK } from '../host.ts';
import type { AskFault } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { PowerNow } from '../power/power-watch.ts';
import { runCommand } from '../power/run-command.ts';
import type { KioskUps } from '../power/settings.ts';
import type { PaperMessage } from '../tickets/ticket-desk.ts';

/** Papers under way are waited for as long as the slowest printer takes; then they are reported as they stand. */
const PAPERS_WITHIN_MS = 45_000;
/** Reports that a server takes at once need no longer; the journal keeps the others. */
const REPORTS_WITHIN_MS = 3_000;
/** How often it is looked whether all is done. */
const LOOK_MS = 100;

const CLOSES: AskFault = {
  code: 'POWER_ENDING',
  message: 'on battery: nothing new is begun',
  text: {
    zh: '停电，本机即将关机，请到咨询台办理。',
    en: 'The power has failed and this machine is closing. Please go to the guide desk.',
  },
};

/** What has a number or a paper made. */
const BEGINS: ReadonlySet<LinkRequest['name']> = new Set([
  ...(['take', 'reprint', 'certificate'] as const),
  ...(['book', 'check-in', 'print-booking', 'print-mine', 'print-guide'] as const),
]);

export interface PowerClosing {
  /** Takes what the power watch says. */
  readonly phase: (now: PowerNow) => void;
  view(): PowerView | null;
  /** Why this request is not taken any more; null: it is. */
  refuses(asked: LinkRequest): AskFault | null;
  /** A request of the page, while it runs. */
  during<T>(work: Promise<T>): Promise<T>;
  /** A paper begins or is done. */
  paper(message: PaperMessage): void;
  /** Nobody is being served: the page says so, or there is none. */
  nobodyThere(): void;
  /** Settles with the exit code when the mains are back after a stop. */
  readonly ended: Promise<number>;
  close(): void;
}

/**
 * How a kiosk ends on battery: the person who stands there may finish, nobody new begins, the last papers come out
 * and are reported, the ports are closed, and the machine is switched off where the settings say so.
 */
export function powerClosing(options: {
  readonly settings: KioskUps | undefined;
  /** The point of no return; false where the mains came back first. */
  readonly commit: () => boolean;
  /** Pages that are connected. */
  readonly pages: () => number;
  /** Print reports that the server could take now. */
  readonly reportsWaiting: () => boolean;
  /** Closes everything but the watch over the UPS. */
  readonly stop: () => Promise<void>;
  readonly onView: () => void;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly run?: typeof runCommand;
}): PowerClosing {
  const { settings, clock, log } = options;
  const papers = new Set<string>();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  let view: PowerView | null = null;
  let requests = 0;
  let cancelTimer = (): void => {};
  let stopped: Promise<void> | null = null;
  let closed = false;

  const show = (next: PowerView | null): void => {
    if (next?.state === view?.state) return;
    view = next;
    options.onView();
  };

  function leave(): void {
    if (view?.state !== 'closing' || closed) return;
    cancelTimer();
    if (!options.commit()) return;
    show({ state: 'closed' });
    stopped = finish().catch((bug: unknown) => log.error({ bug: String(bug) }, 'power: closing threw'));
  }

  async function finish(): Promise<void> {
    await until(() => requests === 0 && papers.size === 0, PAPERS_WITHIN_MS);
    if (papers.size > 0) log.error({ papers: papers.size }, 'power: a paper is not waited for any longer');
    await until(() => !options.reportsWaiting(), REPORTS_WITHIN_MS);
    if (closed) return;
    log.warn('power: the kiosk is closed');
    await options.stop();
    if (settings?.shutdown === undefined || closed) return;
    const off = await (options.run ?? runCommand)(settings.shutdown, settings.commandS * 1_000);
    if (!off.ok) log.error({ problem: off.error.message }, 'power: the machine is not switched off');
  }

  async function until(done: () => boolean, withinMs: number): Promise<void> {
    const giveUp = clock.now() + withinMs;
    while (!done() && !closed && clock.now() < giveUp) {
      await new Promise<void>((resolve) => {
        clock.after(LOOK_MS, resolve);
      });
    }
  }

  return {
    phase({ phase, reason }) {
      switch (phase) {
        case 'mains':
          cancelTimer();
          return show(null);
        case 'battery':
          return show({ state: 'battery' });
        case 'closing': {
          show({ state: 'closing' });
          const visitS = reason === 'time' ? settings?.visitS : settings?.lowVisitS;
          cancelTimer();
          cancelTimer = clock.after((visitS ?? 0) * 1_000, leave);
          if (options.pages() === 0) leave();
          return;
        }
        case 'stopped':
          return;
        case 'back':
          void Promise.resolve(stopped).then(() => end(POWER_IS_BACK));
      }
    },
    view: () => view,
    refuses: ({ name }) => {
      const isNew = BEGINS.has(name);
      return isNew && view?.state === 'closed' ? CLOSES : null;
    },
    async during(work) {
      requests += 1;
      try {
        return await work;
      } finally {
        requests -= 1;
      }
    },
    paper({ of, id, state }) {
      if (state.step === 'printing') papers.add(`${of} ${id}`);
      else papers.delete(`${of} ${id}`);
    },
    nobodyThere: leave,
    ended,
    close() {
      closed = true;
      cancelTimer();
    },
  };
}
