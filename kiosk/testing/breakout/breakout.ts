import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDisplay } from './display.ts';
import type { LockedWindow } from './locked-window.ts';
import { type Person, personAt } from './person.ts';
import type { PageHand, Try } from './tries.ts';

/** Browsers open dialogs and windows within this time; what comes later is found by the next look. */
const SETTLE_MS = 180;
/** What a busy machine opens late. */
const LATE_MS = 1_500;
/** A page that stands is heard four times a second, on a busy machine less; one that may be gone is asked again soon. */
const STANDS_MS = 8_000;
const GONE_MS = 500;
/** Far more than a window needs to come back; how long it took is told, not judged. */
const BACK_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 50;

/** What was wrong after a try; empty: it stayed shut. */
export interface Finding {
  readonly name: string;
  readonly problems: readonly string[];
  /** Of a window that came back, ms. */
  readonly backAfterMs: number | null;
}

/** Waits until the locked window shows its page on the whole screen. Rejects where it never does. */
export async function untilWell(window: LockedWindow, person: Person, display: TestDisplay): Promise<void> {
  const until = performance.now() + BACK_WITHIN_MS;
  let problems: string[] = [];
  while (performance.now() < until) {
    problems = await problemsOf(window, person, display, null, 0, GONE_MS);
    if (problems.length === 0) return;
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Error(`the window does not come: ${problems.join('; ')}\n${window.said()}`);
}

/**
 * Tries one after the other, and looks after each `atOnce` of them; where something is wrong then, each of them is
 * tried again by itself to find which it was. `atOnce` 1 looks after every single one. `again`: how often a group with
 * trouble is tried anew before it counts. A way out is there each time; a machine that is so busy that its page falls
 * silent, and is opened anew by the shell, is not.
 */
export async function tryAll(
  tries: readonly Try[],
  at: Ground,
  { atOnce = 1, again = 0 }: { readonly atOnce?: number; readonly again?: number } = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const group of groupsOf(tries, atOnce)) {
    let together = await tryGroup(group, at);
    for (let more = 0; more < again && together.problems.length > 0; more += 1)
      together = await tryGroup(group, at);
    findings.push(together);
    if (together.problems.length > 0 && group.length > 1) {
      for (const one of group) findings.push(await tryGroup([one], at));
    }
  }
  if (at.unwatched !== true) findings.push(await lastLook(at));
  return findings;
}

/** What the last of them opened late. */
async function lastLook({ window, display }: Ground): Promise<Finding> {
  await sleep(LATE_MS);
  let problems = await problemsOf(window, personAt(display), display, null);
  // The shell may be putting things right just now: only what stands is one.
  const until = performance.now() + STANDS_MS;
  while (problems.length > 0 && performance.now() < until) {
    await sleep(LOOK_AGAIN_MS);
    problems = await problemsOf(window, personAt(display), display, null);
  }
  return { name: 'a last look', problems, backAfterMs: null };
}

export interface Ground {
  readonly window: LockedWindow;
  readonly display: TestDisplay;
  readonly page: PageHand;
  /** Nobody watches over this window: what is broken stays so, and is waited for. */
  readonly unwatched?: boolean;
}

/** What closes dialogs, or may end the window, is looked at alone: it would hide what came before it. */
function groupsOf(tries: readonly Try[], atOnce: number): Try[][] {
  const groups: Try[][] = [];
  let open: Try[] = [];
  for (const one of tries) {
    if (one.mayRestart !== undefined || one.alone === true) {
      groups.push([one]);
      continue;
    }
    open.push(one);
    if (open.length < atOnce) continue;
    groups.push(open);
    open = [];
  }
  return open.length > 0 ? [...groups, open] : groups;
}

async function tryGroup(group: readonly Try[], at: Ground): Promise<Finding> {
  const { window, display, page } = at;
  const person = personAt(display);
  const before = (await window.page())?.place ?? null;
  for (const one of group) await one.run({ person, display, page });
  const tried = performance.now();
  await sleep(SETTLE_MS);
  const mayRestart = group.some((one) => one.mayRestart !== undefined);
  const patienceMs = mayRestart ? GONE_MS : STANDS_MS;
  const look = () => problemsOf(window, person, display, before, tried, patienceMs);
  let problems = await untilTrouble(look, waitFor(at, mayRestart));
  let backAfterMs: number | null = null;
  if (at.unwatched === true) {
    // A dialog goes; what the first did must not be found again as what the next did.
    await person.keys('Escape').catch(() => undefined);
    return { name: nameOf(group), problems, backAfterMs };
  }
  if (problems.length > 0 && mayRestart) {
    const until = performance.now() + BACK_WITHIN_MS;
    while (problems.length > 0 && performance.now() < until) {
      await sleep(LOOK_AGAIN_MS);
      problems = await problemsOf(window, person, display, null, tried, patienceMs);
    }
    backAfterMs = Math.round(performance.now() - tried);
  }
  if (problems.length > 0) {
    // What one try broke must not be held against the next.
    await person.keys('Escape').catch(() => undefined);
    await untilWell(window, person, display).catch(() => undefined);
  }
  return { name: nameOf(group), problems, backAfterMs };
}

/** What a browser says in a bar comes late, and would be found as what the next try did. */
function waitFor(at: Ground, mayRestart: boolean): number {
  if (at.unwatched === true) return BACK_WITHIN_MS;
  return mayRestart ? LATE_MS : 0;
}

/** Looks once, and until there is trouble or the time is over. */
async function untilTrouble(look: () => Promise<string[]>, withinMs: number): Promise<string[]> {
  const until = performance.now() + withinMs;
  let problems = await look();
  while (problems.length === 0 && performance.now() < until) {
    await sleep(LOOK_AGAIN_MS);
    problems = await look();
  }
  return problems;
}

const nameOf = (group: readonly Try[]): string => group.map((one) => one.name).join(' · ');

/** `before`: the place that the page must still be at; `tried`: it must have been heard since. */
async function problemsOf(
  window: LockedWindow,
  person: Person,
  display: TestDisplay,
  before: string | null,
  tried = 0,
  patienceMs = STANDS_MS,
): Promise<string[]> {
  const problems: string[] = [];
  const windows = await person.windows();
  if (windows.length !== 1) {
    problems.push(
      `${windows.length} windows: ${windows.map(({ name, width, height }) => `${name} ${width}x${height}`).join(', ')}`,
    );
  }
  const [first] = windows;
  if (first && (first.x > 0 || first.y > 0 || first.width < display.width || first.height < display.height)) {
    problems.push(`the window is ${first.width}x${first.height} at ${first.x},${first.y}`);
  }
  const page = await heardSince(window, tried, patienceMs);
  if (page === null) problems.push('the page does not answer');
  else {
    if (!page.full) problems.push('the page does not fill the screen');
    if (!page.plain) problems.push('the page is zoomed');
    if (page.pages !== 1) problems.push(`${page.pages} pages are open`);
    if (before !== null && page.place !== before)
      problems.push(`the page is at ${page.place}, not at ${before}`);
  }
  const strangers = window.strangers();
  if (strangers.length > 0) problems.push(`started: ${strangers.join(', ')}`);
  const files = window.files();
  if (files.length > 0) problems.push(`written: ${files.join(', ')}`);
  return problems;
}

/** The page as it says itself after an instant; a page that beats does so four times a second. */
async function heardSince(window: LockedWindow, since: number, patienceMs: number) {
  const until = performance.now() + patienceMs;
  for (;;) {
    const page = await window.page();
    if (page !== null && performance.now() - page.heardMsAgo >= since) return page;
    if (performance.now() > until) return null;
    await sleep(LOOK_AGAIN_MS);
  }
}
