import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, tryAll, untilWell } from '@hall/kiosk/testing/breakout/breakout';
import { hasWindowManager, MISSING, startDisplay } from '@hall/kiosk/testing/breakout/display';
import { buildHostilePages, type HostilePages } from '@hall/kiosk/testing/breakout/hostile-page';
import { type LockedWindow, startLockedWindow } from '@hall/kiosk/testing/breakout/locked-window';
import { personAt } from '@hall/kiosk/testing/breakout/person';
import { HAND_TRIES, KEY_TRIES, PAGE_TRIES, STOP_TRIES, type Try } from '@hall/kiosk/testing/breakout/tries';
import { Chance } from '../offline/chance.ts';
import { type Scenario, Tally } from '../scenario.ts';

const TRIES = [...KEY_TRIES, ...HAND_TRIES, ...PAGE_TRIES, ...STOP_TRIES];
/** What is killed and frozen at the end of each machine, to see how soon somebody could go on. */
const STOPPED = ['browser', 'renderer', 'gpu-process', 'utility'] as const;
const LOOK_AGAIN_MS = 25;
const BACK_WITHIN_MS = 30_000;

const PORTRAIT = { width: 1080, height: 1920 };
const LANDSCAPE = { width: 1920, height: 1080 };
/** Both ways that a screen hangs, with and without a window manager: it obeys keys and requests that X itself ignores. */
const MACHINES = [
  { ...PORTRAIT, windowManager: false },
  { ...LANDSCAPE, windowManager: hasWindowManager },
  { ...PORTRAIT, windowManager: hasWindowManager },
  { ...LANDSCAPE, windowManager: false },
] as const;

/** Every way out of the locked window, one at a time and looked at each time, in another order at each machine. */
export const breakOut: Scenario = {
  name: 'break-out',
  of: 'tries to get out of the locked window',
  count: TRIES.length * MACHINES.length,
  missing: () => (MISSING.length === 0 ? null : `${MISSING.join(', ')} not installed`),
  async run({ seed, count, log }) {
    const tally = new Tally();
    const pages = await buildHostilePages();
    try {
      for (let machine = 0; machine * TRIES.length < count; machine += 1) {
        const tries = shuffled(TRIES, new Chance(seed + machine)).slice(0, count - machine * TRIES.length);
        await atMachine(machine, tries, { pages, tally, log });
      }
    } finally {
      await pages.remove();
    }
    return tally.outcome;
  },
};

async function atMachine(
  number: number,
  tries: readonly Try[],
  { pages, tally, log }: { pages: HostilePages; tally: Tally; log: (line: string) => void },
): Promise<void> {
  const screen = MACHINES[number % MACHINES.length] as (typeof MACHINES)[number];
  const called = `machine ${number} (${screen.width}x${screen.height}${screen.windowManager ? ', openbox' : ''})`;
  const [display, page] = await Promise.all([startDisplay(screen), pages.serve()]);
  const window = startLockedWindow({ url: page.url, display });
  try {
    const began = performance.now();
    await untilWell(window, personAt(display), display);
    log(`${called}: there after ${seconds(performance.now() - began)}`);
    const findings = await tryAll(tries, { window, display, page: page.hand(display) });
    for (const { name, problems } of findings) tally.add(`${called}: ${name}`, problems);
    log(`${called}: ${tries.length} tries, ${spoken(backs(findings))}`);
    for (const kind of STOPPED) {
      for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
        log(`${called}: ${kind} ${signal}: well after ${await backAfter(window, kind, signal)}`);
        await untilWell(window, personAt(display), display);
      }
    }
  } finally {
    await window.close();
    await display.close();
    await page.close();
  }
}

/** Until a page that nobody has heard before the signal, or the same one in a browser that answers again. */
async function backAfter(window: LockedWindow, kind: string, signal: NodeJS.Signals): Promise<string> {
  const pids = window.processes(kind);
  const place = (await window.page())?.place;
  const began = performance.now();
  for (const pid of pids) process.kill(pid, signal);
  while (performance.now() - began < BACK_WITHIN_MS) {
    await sleep(LOOK_AGAIN_MS);
    const now = window.processes(kind);
    const page = await window.page();
    const replaced = now.length > 0 && now.every((pid) => !pids.includes(pid));
    const heard = page !== null && performance.now() - page.heardMsAgo > began && page.full && page.plain;
    if (heard && (replaced || page.place !== place)) return seconds(performance.now() - began);
  }
  return 'more than 30 s';
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function backs(findings: readonly Finding[]): number[] {
  return findings.flatMap(({ backAfterMs }) => (backAfterMs === null ? [] : [backAfterMs]));
}

function spoken(times: readonly number[]): string {
  if (times.length === 0) return 'it never had to come back';
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] as number;
  return `came back ${times.length} times, mostly after ${seconds(middle)}, at most after ${seconds(sorted.at(-1) as number)}`;
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const left = [...list];
  return list.map(() => left.splice(chance.below(left.length), 1)[0] as T);
}
