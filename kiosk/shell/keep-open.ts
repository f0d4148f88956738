import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sight } from './alive.ts';
import { LOOK_MS, look, startWatch, type Watch } from './watch.ts';

/** A window that dies at once is started again ever more slowly, so that a broken machine stays reachable. */
export const FIRST_PAUSE_MS = 200;
export const LONGEST_PAUSE_MS = 5_000;

/** What of a shell is watched: Chromium's process, or Electron's window. */
export interface WatchedWindow {
  readonly ended: Promise<string>;
  end(force: boolean): Promise<void>;
}

export type ShellLog = (line: string) => void;

/**
 * Keeps one window open on `url`, or on the shell's own page while its host is away, until `signal` aborts. Resolves
 * when the last window is closed.
 */
export async function keepOpen(options: {
  readonly url: string;
  readonly offlineUrl: string;
  readonly open: (url: string) => WatchedWindow;
  readonly signal: AbortSignal;
  readonly log: ShellLog;
  readonly now?: () => number;
  readonly see?: typeof sight;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}): Promise<void> {
  const { url, offlineUrl, signal, log } = options;
  const now = options.now ?? (() => performance.now());
  const see = options.see ?? sight;
  const wait = options.wait ?? pause;
  let failures = 0;
  let usualMs: number | null = null;
  while (!signal.aborted) {
    const there = (await see(url)).host === 'there';
    const page = named(there ? url : offlineUrl);
    const window = options.open(page.url);
    log(there ? 'window opened' : 'the device host does not answer: the offline page is shown');
    const over = await watchOne({ ...page, window, home: there ? null : url });
    if (over.came) failures = 0;
    else failures += 1;
    if (over.reason === null) continue;
    log(`window ended: ${over.reason}`);
    await wait(Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS), signal);
  }

  /** Until this window is over. `reason` null: it was replaced on purpose. */
  async function watchOne(one: {
    readonly url: string;
    readonly place: string;
    readonly window: WatchedWindow;
    /** Shown again as soon as it answers; null: this is it. */
    readonly home: string | null;
  }): Promise<{ readonly reason: string | null; readonly came: boolean }> {
    const opened = now();
    let watch: Watch = startWatch(opened, failures, usualMs);
    let exited: string | null = null;
    void one.window.ended.then((how) => {
      exited = how;
    });
    for (;;) {
      await wait(LOOK_MS, signal);
      if (exited !== null) return { reason: exited, came: watch.came };
      if (signal.aborted) {
        await one.window.end(false);
        return { reason: null, came: watch.came };
      }
      const step = look(watch, await see(one.url), one.place, now());
      if (step.watch.came && !watch.came) usualMs = now() - opened;
      watch = step.watch;
      if (step.verdict.do === 'restart') {
        await one.window.end(true);
        return { reason: step.verdict.reason, came: watch.came };
      }
      const turns =
        step.verdict.do === 'offline' || (one.home !== null && (await see(one.home)).host === 'there');
      if (turns) {
        await one.window.end(true);
        return { reason: null, came: true };
      }
    }
  }
}

/** The address with a name of this window, by which its page is known among others of the same host. */
function named(url: string): { readonly url: string; readonly place: string } {
  const address = new URL(url);
  address.searchParams.set('window', randomBytes(6).toString('hex'));
  return { url: address.href, place: `${address.pathname}${address.search}` };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Stopped meanwhile.
  }
}
