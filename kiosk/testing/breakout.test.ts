import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sight } from '../shell/alive.ts';
import { tryAll, untilWell } from './breakout/breakout.ts';
import { MISSING, startDisplay, type TestDisplay } from './breakout/display.ts';
import { buildHostilePages, type HostilePage, type HostilePages } from './breakout/hostile-page.ts';
import { type LockedWindow, startLockedWindow, startPlainWindow } from './breakout/locked-window.ts';
import { personAt } from './breakout/person.ts';
import { HAND_TRIES, KEY_TRIES, PAGE_TRIES, STOP_TRIES, type Try } from './breakout/tries.ts';

/**
 * A real Chromium in kiosk mode on an X server of its own, with keys and pointer of a person who wants out, and a page
 * that wants out too, behind the lock, link and policies of the kiosk's own. Here several tries are looked at together,
 * at three machines at a time; `npm run soak -- break-out` looks after each, in any order, with and without a window
 * manager.
 */
const why = MISSING.length === 0 ? '' : ` [skipped: ${MISSING.join(', ')} not installed]`;
const WITHIN_MS = 300_000;
const HOW = { atOnce: 10, again: 2 };
const SCREEN = { width: 1080, height: 1920, windowManager: false };

interface Machine {
  readonly display: TestDisplay;
  readonly page: HostilePage;
  window: LockedWindow;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

let pages: HostilePages;
beforeAll(async () => {
  if (why === '') pages = await buildHostilePages();
}, WITHIN_MS);
afterAll(async () => {
  await pages?.remove();
});

describe.skipIf(why !== '')(`nobody gets out of the locked window${why}`, () => {
  const machines: Machine[] = [];

  const startMachine = async (): Promise<void> => {
    const [display, page] = await Promise.all([startDisplay(SCREEN), pages.serve()]);
    machines.push({ display, page, window: startLockedWindow({ url: page.url, display }) });
  };
  const well = ({ window, display }: Machine) => untilWell(window, personAt(display), display);
  beforeAll(async () => {
    await Promise.all([startMachine(), startMachine(), startMachine()]);
    await Promise.all(machines.map(well));
  }, WITHIN_MS);
  afterAll(async () => {
    for (const { window, display, page } of machines) {
      await window.close();
      await display.close();
      await page.close();
    }
  });

  const machine = (number: number): Machine => machines[number] as Machine;
  const shut = async ({ window, display, page }: Machine, tries: readonly Try[]): Promise<void> => {
    const findings = await tryAll(tries, { window, display, page: page.hand(display) }, HOW);
    expect(findings.filter((one) => one.problems.length > 0)).toEqual([]);
  };

  it('gets the keys that are pressed, or the rest would prove nothing', async () => {
    const { display, page } = machine(0);
    await personAt(display).keys('numbersign');
    await vi.waitFor(() => expect(page.asked).toContainEqual({ name: 'helper' }), { timeout: 60_000 });
  });

  it.concurrent('by keys', () => shut(machine(0), KEY_TRIES), WITHIN_MS);
  it.concurrent('by what the page does', () => shut(machine(1), PAGE_TRIES), WITHIN_MS);
  it.concurrent(
    'by hand, and by what stops the page',
    () => shut(machine(2), [...HAND_TRIES, ...STOP_TRIES]),
    WITHIN_MS,
  );

  // Between the two groups, so that they do not run at the same time on the same machines.
  it('by a debugging port: there is none', () => {
    expect(machine(0).window.processes('browser')).toHaveLength(1);
    expect(machine(0).window.ports()).toEqual([]);
  });

  it.concurrent.each([
    [0, 'renderer'],
    [1, 'gpu-process'],
    [2, 'browser'],
  ])(
    'by killing, then freezing the process on machine %i: %s',
    async (number, kind) => {
      const { window } = machine(number);
      await well(machine(number));
      for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
        const pids = window.processes(kind);
        expect(pids.length).toBeGreaterThan(0);
        for (const pid of pids) process.kill(pid, signal);
        await vi.waitFor(
          () => expect(window.processes(kind).filter((pid) => !pids.includes(pid))).not.toEqual([]),
          { timeout: 120_000 },
        );
        await well(machine(number));
      }
    },
    WITHIN_MS,
  );

  it.concurrent(
    'by taking the host away: the shell’s own page, until it is back',
    async () => {
      const display = await startDisplay({ width: 1920, height: 1080, windowManager: false });
      let page = await pages.serve();
      const offline = `http://127.0.0.1:${await freePort()}/`;
      const window = startLockedWindow({
        ...{ url: page.url, display },
        more: ['--offline-port', new URL(offline).port],
      });
      try {
        await untilWell(window, personAt(display), display);
        await page.close();
        await vi.waitFor(
          async () =>
            expect(await sight(offline)).toMatchObject({
              pages: [{ full: true, plain: true, heardMsAgo: expect.any(Number) }],
            }),
          { timeout: 60_000 },
        );
        // It beats on while it is shown, and is as locked as the other. A key that was quicker than its script is
        // put right by the shell.
        await personAt(display).keys('ctrl+n', 'F11', 'F12', 'ctrl+plus', 'ctrl+p');
        await personAt(display).click(3, 100, 100);
        await sleep(1_000);
        await vi.waitFor(
          async () => expect(await sight(offline)).toMatchObject({ pages: [{ full: true, plain: true }] }),
          { timeout: 60_000 },
        );
        expect(await personAt(display).windows()).toHaveLength(1);
        page = await pages.serve(Number(new URL(page.url).port));
        await untilWell(window, personAt(display), display);
      } finally {
        await window.close();
        await display.close();
        await page.close();
      }
    },
    WITHIN_MS,
  );

  it(
    'by a second window: it is refused',
    async () => {
      const { page, display, window } = machine(0);
      const second = startLockedWindow({ url: page.url, display });
      const code = await new Promise((resolve) => second.launcher.once('exit', resolve));
      expect([code, second.said()]).toEqual([75, expect.stringContaining('already')]);
      await second.close();
      expect(window.processes('browser')).toHaveLength(1);
    },
    WITHIN_MS,
  );

  it(
    'by killing its watch: it ends with it',
    async () => {
      const one = machine(1);
      one.window.launcher.kill('SIGKILL');
      await vi.waitFor(() => expect(one.window.processes('browser')).toEqual([]), { timeout: 120_000 });
      // What was killed forgets nothing and holds nothing: the next one starts.
      await one.window.close();
      one.window = startLockedWindow({ url: one.page.url, display: one.display });
      await well(one);
    },
    WITHIN_MS,
  );

  it(
    'stops when it is told to, and leaves nothing behind',
    async () => {
      const { window } = machine(0);
      const ended = new Promise((resolve) => window.launcher.once('exit', resolve));
      window.launcher.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(window.processes('browser')).toEqual([]);
      expect(window.left()).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe.skipIf(why !== '')(`the tries find what is not locked${why}`, () => {
  it(
    'in Chromium’s kiosk mode by itself',
    async () => {
      const [display, page] = await Promise.all([startDisplay(SCREEN), pages.serve()]);
      const window = startPlainWindow({ url: page.url, display });
      try {
        await untilWell(window, personAt(display), display);
        const ground = { window, display, page: page.hand(display), unwatched: true };
        // A file dialog, Chromium's task manager, zoom, another window.
        for (const name of ['keys ctrl+s', 'keys shift+Escape', 'keys ctrl+plus', 'keys ctrl+n']) {
          // What the one before has opened is closed first, so that nothing is found twice.
          await personAt(display).keys('ctrl+0');
          await untilWell(window, personAt(display), display);
          const findings = await tryAll(
            KEY_TRIES.filter((one) => one.name === name),
            ground,
          );
          expect(findings).toMatchObject([{ name, problems: expect.arrayContaining([expect.any(String)]) }]);
        }
      } finally {
        await window.close();
        await display.close();
        await page.close();
      }
    },
    WITHIN_MS,
  );
});

it.skipIf(why !== '')(`says in one sentence why it does not start${why}`, () => {
  const launcher = fileURLToPath(new URL('../shell/chromium.ts', import.meta.url));
  const run = (args: string[], env: object) =>
    spawnSync(process.execPath, [launcher, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    });
  const url = ['--url', 'http://127.0.0.1:18603/'];
  const nowhere = run([], {});
  expect([nowhere.status, nowhere.stderr]).toEqual([64, expect.stringContaining('Give --url')]);
  const elsewhere = run(['--url', 'https://example.com/'], {});
  expect(elsewhere.status).toBe(64);
  const noScreen = run(url, {});
  expect([noScreen.status, noScreen.stderr]).toEqual([69, expect.stringContaining('There is no screen')]);
  const noBrowser = run([...url, '--chromium', '/nonexistent'], { DISPLAY: ':0' });
  expect([noBrowser.status, noBrowser.stderr]).toEqual([69, expect.stringContaining('There is no Chromium')]);
});
