import type { Message } from '@hall/shared/contracts/messages';
import {
  BUNDLE_BYTES_MAX,
  type DeviceHealth,
  type RemoteOrder,
  type RemoteRefusal,
  type SelfTest,
} from '@hall/shared/contracts/remote';
import type { Result } from '@hall/shared/contracts/result';
import type { ScreenPicture } from '@hall/shared/contracts/screen-picture';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import type { ReportLine } from './report-line.ts';
import type { SettingsStore } from './settings-store.ts';
import { type Quiet, type RestartMark, START_ANEW, type WaitForQuiet, waitForQuiet } from './start-anew.ts';
import { TRIAL_MS, type Wellness, worse } from './trial.ts';

/** Orders that come twice lie seconds apart. */
const REMEMBERED = 64;
/** The answer "starting now" gets out before the link ends. */
const LAST_WORDS_MS = 300;
const MINUTE_MS = 60_000;

export interface RemoteParts {
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly line: ReportLine;
  /** Milliseconds of the hall's time. */
  readonly hallNow: () => number;
  readonly settings: SettingsStore;
  readonly mark: RestartMark;
  readonly quiet: Quiet;
  readonly selfTest: (why: SelfTest['why']) => SelfTest;
  readonly health: () => DeviceHealth;
  readonly wellness: () => Wellness;
  /** gzip of masked lines from then on, ms since the epoch; null: this host keeps none. */
  readonly logs: (since: number, most: number) => Buffer | null;
  /** Null: this machine has no screen of its own. */
  readonly draw: ((duringVisit: boolean) => Promise<Result<ScreenPicture, RemoteRefusal>>) | null;
  readonly reloadPages: (() => void) | null;
  /** Null: there is no ticket printer. */
  readonly testSlip: (() => Promise<'printed' | 'unknown' | 'failed'>) | null;
  /** Settings count from now on, as far as they can without a new start. */
  readonly onSettings: () => void;
}

export interface RemoteHands {
  /** Takes what comes on the `do` topic; only `remote` is its own. */
  take(message: Message<'do'>): void;
  /** The server is there, and may not know what this machine is: tells it. */
  introduce(): void;
  /** Settles with the exit code where the host is to start anew. */
  readonly ended: Promise<number>;
  close(): void;
}

/** Carries out what a manager asks from afar: each order once, none that comes too late, one restart at a time. */
export function openRemoteHands(parts: RemoteParts): RemoteHands {
  const { clock, log, line, settings } = parts;
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  const seen: string[] = [];
  let waiting: WaitForQuiet | null = null;
  let closed = false;
  let cancelTrial = (): void => undefined;
  let restarted = parts.mark.take();

  const startAnew = (): void => {
    log.warn('starting anew');
    clock.after(LAST_WORDS_MS, () => end(START_ANEW));
  };
  /** Once nobody is being served; a restart that waits already is the same one. */
  function whenQuiet(withinS: number, onWait: () => void, then: () => void): boolean {
    if (waiting !== null) return false;
    waiting = waitForQuiet(parts.quiet, withinS * 1_000, clock, onWait);
    void waiting.done.then(() => {
      waiting = null;
      if (!closed) then();
    });
    return true;
  }

  function tryOut(): void {
    const was = settings.onTrial();
    if (was === null) return;
    cancelTrial();
    cancelTrial = clock.after(TRIAL_MS, () => {
      const why = worse(was, parts.wellness());
      if (why === null) return settings.confirm();
      const back = settings.takeBack(why, parts.hallNow());
      parts.onSettings();
      // Whoever stands there is better served by a machine that works.
      if (back?.restart) startAnew();
    });
  }
  tryOut();

  async function selfTest(id: string, slip: boolean): Promise<void> {
    let printed: 'none' | 'printed' | 'unknown' = 'none';
    if (slip) {
      if (parts.testSlip === null) return refuse(id, 'no-printer');
      if (parts.quiet.busy() || parts.quiet.printing()) return refuse(id, 'somebody-there');
      const outcome = await parts.testSlip();
      if (outcome === 'failed') return refuse(id, 'print-failed');
      printed = outcome;
    }
    await line.report(id, { kind: 'self-test', test: parts.selfTest('remote'), slip: printed });
  }

  async function restart(id: string, { part, withinS }: Extract<RemoteOrder, { what: 'restart' }>) {
    if (part === 'page' && parts.reloadPages === null) return refuse(id, 'not-here');
    const said = (step: 'waits' | 'now' | 'done') => line.report(id, { kind: 'restart', step });
    const began = whenQuiet(
      withinS,
      () => void said('waits'),
      () => {
        if (part === 'page') {
          parts.reloadPages?.();
          return void said('done');
        }
        parts.mark.set(id);
        void said('now').then(startAnew);
      },
    );
    if (!began) return refuse(id, 'failed');
  }

  async function change(id: string, base: number, text: string): Promise<void> {
    const changed = settings.change(base, text, parts.wellness());
    if (!changed.ok) {
      if (changed.error.why !== 'invalid') return refuse(id, changed.error.why);
      const problems = changed.error.problems.slice(0, 50).map((one) => ({ ...one }));
      return void (await line.report(id, { kind: 'settings-refused', problems }));
    }
    log.info({ version: settings.state().version }, 'settings changed');
    parts.onSettings();
    const { restart: needed } = changed.value;
    await line.report(id, { kind: 'settings', settings: { ...settings.state(), restarts: needed } });
    // A person who is being served finishes first; the trial begins with the new start.
    if (!needed || !whenQuiet(RESTART_FOR_SETTINGS_S, () => undefined, startAnew)) tryOut();
  }

  async function refuse(id: string, why: RemoteRefusal): Promise<void> {
    await line.report(id, { kind: 'refused', why });
  }

  async function carryOut(id: string, order: RemoteOrder): Promise<void> {
    switch (order.what) {
      case 'self-test':
        return selfTest(id, order.slip);
      case 'health':
        return void (await line.report(id, { kind: 'health', health: parts.health() }));
      case 'restart':
        return restart(id, order);
      case 'settings':
        return void (await line.report(id, { kind: 'settings', settings: settings.state() }));
      case 'change-settings':
        return change(id, order.base, order.text);
      case 'logs': {
        const bundle = parts.logs(clock.now() - order.minutes * MINUTE_MS, BUNDLE_BYTES_MAX);
        if (bundle === null) return refuse(id, 'not-here');
        return void (await line.bundle(id, bundle));
      }
      case 'screenshot': {
        if (parts.draw === null) return refuse(id, 'not-here');
        const drawn = await parts.draw(order.duringVisit);
        if (!drawn.ok) return refuse(id, drawn.error);
        return void (await line.report(id, { kind: 'picture', picture: drawn.value }));
      }
    }
  }

  return {
    take({ id, action, order, validUntil }) {
      if (action !== 'remote' || order === undefined || closed || seen.includes(id)) return;
      seen.push(id);
      if (seen.length > REMEMBERED) seen.shift();
      if (parts.hallNow() > validUntil) {
        log.warn({ what: order.what }, 'a remote order came too late');
        return;
      }
      log.info({ what: order.what }, 'remote order');
      carryOut(id, order).catch((bug: unknown) => {
        log.error({ what: order.what, bug: String(bug) }, 'a remote order failed');
        void refuse(id, 'failed');
      });
    },
    introduce() {
      if (closed) return;
      void line
        .report(null, { kind: 'self-test', test: parts.selfTest('start'), slip: 'none' })
        .then((told) => {
          if (told !== 'told' || restarted === null) return;
          void line.report(restarted, { kind: 'restart', step: 'done' });
          restarted = null;
        });
    },
    ended,
    close() {
      closed = true;
      cancelTrial();
      waiting?.cancel();
    },
  };
}

/** Nobody is hurried by a setting. */
const RESTART_FOR_SETTINGS_S = 600;
