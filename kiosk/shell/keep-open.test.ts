import { expect, it } from 'vitest';
import { FIRST_PAUSE_MS, keepOpen, LONGEST_PAUSE_MS } from './keep-open.ts';
import type { Sighting } from './watch.ts';

const HOME = 'http://127.0.0.1:18603/';
const OFFLINE = 'http://127.0.0.1:18619/';

/** A world without seconds: time passes only while the shell waits. */
function world(options: { readonly comes?: (window: number) => boolean; readonly home?: boolean } = {}) {
  let now = 0;
  let home = options.home ?? true;
  let windows = 0;
  const pauses: number[] = [];
  const opened: string[] = [];
  const log: string[] = [];
  const stop = new AbortController();
  const events: { at: number; run: () => void }[] = [];
  let current: { url: string; at: number; hung: boolean; exit: (how: string) => void; open: boolean } | null =
    null;
  const comes = options.comes ?? (() => true);
  const run = keepOpen({
    url: HOME,
    offlineUrl: OFFLINE,
    signal: stop.signal,
    log: (line) => log.push(line),
    now: () => now,
    async wait(ms) {
      pauses.push(ms);
      now += ms;
      for (const event of events.filter(({ at }) => at <= now)) {
        events.splice(events.indexOf(event), 1);
        event.run();
      }
      await Promise.resolve();
    },
    async see(url): Promise<Sighting> {
      const isHome = url.startsWith(HOME);
      if (isHome && !home) return { host: 'away' };
      const shown = current?.open && current.url.startsWith(isHome ? HOME : OFFLINE) && comes(windows);
      const { pathname, search } = new URL(current?.url ?? url);
      const heardMsAgo = current?.hung ? 10_000 : 10;
      return {
        host: 'there',
        pages: shown ? [{ place: pathname + search, full: true, plain: true, heardMsAgo }] : [],
      };
    },
    open(url) {
      windows += 1;
      opened.push(`${now} ${url.replace(/window=[0-9a-f]{12}$/, 'window=N')}`);
      const ended = Promise.withResolvers<string>();
      const mine = { url, at: now, hung: false, open: true, exit: ended.resolve };
      current = mine;
      return {
        ended: ended.promise.finally(() => {
          mine.open = false;
        }),
        async end(force) {
          mine.open = false;
          ended.resolve(force ? 'SIGKILL' : 'SIGTERM');
          await ended.promise;
        },
      };
    },
  });
  return {
    run,
    opened,
    log,
    pauses,
    at: (ms: number, what: () => void) => events.push({ at: ms, run: what }),
    home: (is: boolean) => {
      home = is;
    },
    hang: () => {
      if (current) current.hung = true;
    },
    exit: (how: string) => current?.exit(how),
    isOpen: () => current?.open ?? false,
    stop: () => stop.abort(),
  };
}

it('opens the host’s page with a name of its own, and closes it when told to', async () => {
  const it = world();
  it.at(10_000, it.stop);
  await it.run;
  expect(it.opened).toEqual([`0 ${HOME}?window=N`]);
  expect(it.isOpen()).toBe(false);
});

it('opens a window again that hangs or ends, within five seconds', async () => {
  const it = world();
  it.at(10_000, it.hang);
  it.at(20_000, () => it.exit('SIGSEGV'));
  it.at(30_000, it.stop);
  await it.run;
  const [, hung, crashed] = it.opened.map((line) => Number(line.split(' ')[0]));
  expect(hung).toBeGreaterThanOrEqual(10_000);
  expect(hung).toBeLessThan(12_000);
  expect(crashed).toBeGreaterThanOrEqual(20_000);
  expect(crashed).toBeLessThan(22_000);
  expect(it.log.join('\n')).toMatch(/silent for[\s\S]+SIGSEGV/);
});

it('shows its own page while the host is away, and the host’s as soon as it is back', async () => {
  const it = world({ home: false });
  it.at(10_000, () => it.home(true));
  it.at(20_000, () => it.home(false));
  it.at(40_000, it.stop);
  await it.run;
  const pages = it.opened.map((line) => line.split(' ')[1]);
  expect(pages).toEqual([`${OFFLINE}?window=N`, `${HOME}?window=N`, `${OFFLINE}?window=N`]);
});

it('starts a window that never comes ever more slowly, and never gives up', async () => {
  const it = world({ comes: () => false });
  it.at(600_000, it.stop);
  await it.run;
  const pauses = it.pauses.filter((ms) => ms !== 250);
  expect(pauses.slice(0, 3)).toEqual([FIRST_PAUSE_MS, FIRST_PAUSE_MS * 2, FIRST_PAUSE_MS * 4]);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
  expect(it.opened.length).toBeGreaterThan(8);
});
