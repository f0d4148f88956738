import { sorted } from './pieces.ts';
import type { Look, Screen } from './screen.ts';
import type { Outcome } from './told.ts';
import type { World } from './world.ts';

/**
 * What every screen of a visit is judged by: it says what happened and has a way on, and the start screen knows nothing
 * of who was there. Papers against books: books.ts.
 */

/** About a third of a ticket, whose foot is then missing. */
export const SHORT_ROLL_ROWS = 400;
/** Keys that only change how the screen reads. */
const NO_WAY_ON: readonly string[] = ['language', 'care', 'voice'];
/** Screens that pass by themselves. */
const PASSING: readonly string[] = ['screen-working', 'screen-starting', ''];
const MOST_SHOWN = 160;

/** Papers of what the screen speaks of. */
interface Out {
  /** That came out whole. */
  readonly whole: number;
  /** How its prints ended, as the page heard; a ticket's paper and a certificate are printed once each. */
  readonly heard: readonly Outcome[];
}

/** What is wrong with the screen as it stands: untrue, a dead end, or with too much of a person on it. */
export function judgeLook(look: Look, world: World, secrets: readonly string[]): string[] {
  const problems: string[] = [];
  const say = (what: string): void => void problems.push(`${what} (${look.screen}: ${brief(look.text)})`);
  if (!PASSING.includes(look.screen) && !look.keys.some((key) => !NO_WAY_ON.includes(key))) say('no way on');
  if (secrets.some((secret) => look.text.includes(secret))) say('a name or an ID number in full');
  const list = look.ids.includes('list-paper') ? world.screen.told.lists.at(-1) : undefined;
  if (list !== undefined && !Object.values(list.text).some((words) => look.text.includes(words)))
    say(`a list was ${list.outcome}, and something else is said of it`);
  const outcome = look.ids.find((id) => /^paper-(printed|failed)$/.test(id));
  if (outcome === undefined) return problems;
  const { whole, heard } = papersNow(look, world);
  const before = heard.slice(0, -1).filter((one) => one !== 'failed').length;
  const printed = outcome === 'paper-printed';
  if (printed && whole === 0) say('said to be printed, and no paper came out');
  if (whole > before + (printed ? 1 : 0)) say(`said to be ${outcome}, and ${whole} papers came out`);
  return problems;
}

/** What came out of what the screen speaks of. */
export function papersNow(look: Look, { screen, printer, pages }: World): Out {
  const { told } = screen;
  if (look.screen === 'screen-certificate') {
    const certificate = told.certificates.at(-1);
    return { whole: pages.pages.filter(({ jobName }) => jobName === certificate).length, heard: [] };
  }
  const out = sorted(printer.tickets);
  if (look.screen === 'screen-booked') {
    const booking = told.bookings.at(-1);
    return {
      whole: out.bookings.filter((slip) => slip.whole && slip.booking === booking).length,
      heard: told.papers.filter(({ id }) => id === booking).map((one) => one.outcome),
    };
  }
  const slip = told.slips.at(-1);
  const whole = out.tickets.filter(
    ({ number, ordinal }) => number === slip?.number && ordinal === slip.ordinal,
  ).length;
  return { whole, heard: [] };
}

/** The start screen after somebody has gone: as it was, and nothing of them anywhere in the page. */
export async function judgeStart(screen: Screen, traces: readonly string[]): Promise<string[]> {
  const look = await screen.look();
  const { html, kept, url, root } = await screen.content();
  const problems: string[] = [];
  if (look.screen !== 'screen-home') problems.push(`not back at the start: ${look.screen}`);
  if (root !== 'zh-CN off') problems.push(`not set back: ${root}`);
  if (kept !== '[{},{},""]') problems.push('something is kept in the browser');
  if (url !== screen.url) problems.push('the address says something');
  for (const trace of traces) {
    if (html.includes(trace)) problems.push('something of the person is still in the page');
  }
  if (screen.told.card !== null) problems.push('the page still knows of the card');
  return problems;
}

function brief(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, MOST_SHOWN);
}
