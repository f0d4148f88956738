import type { PagesAlive } from '@hall/shared/contracts/kiosk-link';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { SelfTest, SelfTestCheck } from '@hall/shared/contracts/remote';
import { SAYS } from './self-test-words.ts';

/**
 * The self-test of a machine: what was found, judged. Pure. Nothing is printed and no card is needed for it: drivers
 * ask their devices all the time, and what they found last is what counts.
 */

export interface SelfTestFacts {
  readonly online: boolean;
  /** This machine's clock less the hall's, ms; null: it has not heard the hall. */
  readonly skewMs: number | null;
  readonly disk: { readonly freeMb: number; readonly totalMb: number } | null;
  readonly diskWarnMb: number;
  /** Which of the folders that must be writable are not. */
  readonly unwritable: readonly ('data' | 'log')[];
  /** [N4] Null: this machine keeps no numbers. */
  readonly numbers: { readonly left: number; readonly of: number } | null;
  readonly peripherals: readonly PeripheralHealth[];
  /** Null: this machine is to have none. */
  readonly camera: 'there' | 'missing' | null;
  /** Null: this machine has no screen. */
  readonly pages: PagesAlive['pages'] | null;
}

/** Beyond it, times on papers and offline numbers are visibly wrong. */
const CLOCK_WARN_MS = 5_000;
/** Beyond it, the hall does not believe this machine's times any more. */
const CLOCK_FAIL_MS = 60_000;
/** Without it, nothing can be written down, and a machine that would forget its numbers gives none. */
const DISK_FAIL_MB = 50;
/** Of its own range: with less, an outage of an hour on a busy morning uses it up. */
const NUMBERS_WARN_SHARE = 0.2;
/** A page beats four times a second. */
const PAGE_SILENT_MS = 2_000;
/** The locked window names itself in its address; a browser that somebody opened does not. */
const OF_THE_SHELL = /[?&]window=/;
const MOST_SAYS = { zh: 160, en: 240 } as const;

type Found = Pick<SelfTestCheck, 'id' | 'state' | 'says'>;

/** `before`: the last one, from which a state that has not changed keeps its time. */
export function judgeSelfTest(
  facts: SelfTestFacts,
  {
    why,
    at,
    before,
  }: { readonly why: SelfTest['why']; readonly at: number; readonly before: SelfTest | null },
): SelfTest {
  const found: Found[] = [
    {
      id: 'server',
      ...(facts.online ? { state: 'ok', says: SAYS.serverOk } : { state: 'warn', says: SAYS.serverAway }),
    },
    clock(facts.skewMs),
    disk(facts),
    files(facts.unwritable),
    ...(facts.numbers === null ? [] : [numbers(facts.numbers)]),
    ...facts.peripherals.map(peripheral),
    ...(facts.camera === null ? [] : [camera(facts.camera)]),
    ...(facts.pages === null ? [] : [page(facts.pages), shell(facts.pages)]),
  ];
  return {
    ...{ at, why },
    checks: found.slice(0, 32).map((check): SelfTestCheck => {
      const last = before?.checks.find(({ id }) => id === check.id);
      return { ...check, since: last?.state === check.state ? Math.min(last.since, at) : at };
    }),
  };
}

function clock(skewMs: number | null): Found {
  const id = 'clock';
  if (skewMs === null) return { id, state: 'warn', says: SAYS.clockUnknown };
  const off = Math.abs(skewMs);
  if (off <= CLOCK_WARN_MS) return { id, state: 'ok', says: SAYS.clockOk };
  return {
    id,
    state: off > CLOCK_FAIL_MS ? 'fail' : 'warn',
    says: SAYS.clockOff(Math.round(skewMs / 1_000)),
  };
}

function disk({ disk: found, diskWarnMb }: SelfTestFacts): Found {
  const id = 'disk';
  if (found === null) return { id, state: 'warn', says: SAYS.diskUnknown };
  const { freeMb } = found;
  const state = freeMb < DISK_FAIL_MB ? 'fail' : freeMb < diskWarnMb ? 'warn' : 'ok';
  return { id, state, says: state === 'ok' ? SAYS.diskOk(freeMb) : SAYS.diskLow(freeMb) };
}

function files(unwritable: readonly string[]): Found {
  const id = 'files';
  if (unwritable.includes('data')) return { id, state: 'fail', says: SAYS.dataUnwritable };
  if (unwritable.includes('log')) return { id, state: 'warn', says: SAYS.logUnwritable };
  return { id, state: 'ok', says: SAYS.filesOk };
}

function numbers({ left, of }: { readonly left: number; readonly of: number }): Found {
  const id = 'numbers';
  if (left === 0) return { id, state: 'fail', says: SAYS.numbersGone };
  const low = left < of * NUMBERS_WARN_SHARE;
  return { id, state: low ? 'warn' : 'ok', says: low ? SAYS.numbersLow(left) : SAYS.numbersOk(left) };
}

function peripheral({ name, state, reason }: PeripheralHealth): Found {
  const id = /^[a-z][a-z-]{0,39}$/.test(name) ? name : 'peripheral';
  if (state === 'up') return { id, state: 'ok', says: SAYS.deviceOk };
  const words = SAYS.deviceTrouble(reason ?? state);
  return {
    ...{ id, state: state === 'down' ? 'fail' : 'warn' },
    says: { zh: words.zh.slice(0, MOST_SAYS.zh), en: words.en.slice(0, MOST_SAYS.en) },
  };
}

function camera(found: 'there' | 'missing'): Found {
  return found === 'there'
    ? { id: 'camera', state: 'ok', says: SAYS.deviceOk }
    : { id: 'camera', state: 'fail', says: SAYS.cameraMissing };
}

function page(pages: PagesAlive['pages']): Found {
  const id = 'page';
  const alive = pages.filter(({ heardMsAgo }) => heardMsAgo < PAGE_SILENT_MS);
  if (alive.length > 0) return { id, state: 'ok', says: SAYS.pageOk };
  return { id, state: 'fail', says: pages.length === 0 ? SAYS.pageNone : SAYS.pageSilent };
}

function shell(pages: PagesAlive['pages']): Found {
  const id = 'shell';
  const own = pages.filter(({ place }) => OF_THE_SHELL.test(place));
  if (own.length === 0) return { id, state: 'warn', says: SAYS.shellNone };
  return own.every(({ full, plain }) => full && plain)
    ? { id, state: 'ok', says: SAYS.shellOk }
    : { id, state: 'warn', says: SAYS.shellNotFull };
}

/** From so long before the first queue gives numbers: whoever opens the hall can still mend what is found. */
const OPENING_LEAD_MIN = 15;
/** A machine that was off at the time makes up for it, but not in the evening. */
const LATE_MIN = 4 * 60;

/**
 * Whether the daily self-test is due. Minutes of the hall's day; `openings`: when queues begin to give numbers today.
 * `lastDay`, of the last one: the business day on which it was made.
 */
export function openingTestDue(
  setting: string,
  openings: readonly number[],
  now: { readonly day: string; readonly minutes: number },
  lastDay: string | null,
): boolean {
  if (lastDay === now.day) return false;
  const at = testTime(setting, openings);
  return at !== null && now.minutes >= at && now.minutes < at + LATE_MIN;
}

function testTime(setting: string, openings: readonly number[]): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(setting) ?? [];
  if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
  return openings.length === 0 ? null : Math.max(0, Math.min(...openings) - OPENING_LEAD_MIN);
}
