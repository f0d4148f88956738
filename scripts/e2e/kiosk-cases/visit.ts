import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ASK_VALID_MS } from '@hall/kiosk/device-host/link/server-link';
import { HAS_NUMBER } from './agree.ts';
import type { Visited } from './books.ts';
import type { Case } from './cases.ts';
import { judgeLook, judgeStart, papersNow } from './judge.ts';
import { tracesOf, type Visitor } from './person.ts';
import type { Look } from './screen.ts';
import { type Move, moveOf, PRINTED_BEFORE } from './steps.ts';
import { isDown } from './told.ts';
import { Trouble } from './trouble.ts';
import type { World } from './world.ts';

/**
 * One person before the machine: looks at the screen, does what it says for their errand, meets the troubles of the
 * case, and leaves. Every screen on the way is judged.
 */

/** Far longer than any visit takes: a person would have gone to the desk. */
const VISIT_MOST_MS = 300_000;
/** A screen that does not change for so long needs somebody; patience with a busy machine. */
const STUCK_MS = 45_000;
/** While something is out of order a screen that waits is believed sooner, and a guide comes. */
const GUIDE_COMES_MS = 1_000;
const LOOK_MS = 60;

/** The machine waits so long for an answer at most, and tells the hall at once; patience with a busy machine. */
const GIVEN_BACK_MS = ASK_VALID_MS + 8_000;
const PAPER_TRIED = '"msg":"ticket paper';
const GIVEN_BACK = /"code":"SERVER_AWAY","msg":"no ticket"[\s\S]*"msg":"reconciled"/;

/** Refusals that are right for somebody whose first press went through before their page was loaded anew. */
const SERVED_BEFORE: readonly string[] = [
  ...['ALREADY_WAITING', 'BOOKING_USED', 'BOOKING_STATE', 'BOOKING_TWICE', PRINTED_BEFORE],
];

export class Visit {
  readonly problems: string[] = [];
  /** What was done on which screen, with the ms from the beginning. */
  readonly trail: string[] = [];
  readonly #began = Date.now();
  readonly #world: World;
  readonly #one: Case;
  readonly #who: Visitor;
  readonly #trouble: Trouble;
  /** They went away or their page was loaded anew, and they began once more. */
  #again = false;
  #refused: string | null = null;
  /** They were refused for a number that was given back since. */
  #askedAgain = false;
  /** The machine's log, and where it stood when they came. */
  readonly #log: string;
  readonly #logged: number;
  /** A guide was on the way already, called by whoever stood there before: nobody need be called. */
  #coming = false;
  /** What they came for is done, or refused for a reason that holds. */
  #over = false;
  /** Screens that were judged already, by what stood on them. */
  readonly #judged = new Set<string>();

  constructor(world: World, one: Case, who: Visitor) {
    this.#world = world;
    this.#one = one;
    this.#who = who;
    this.#trouble = new Trouble(world, one);
    this.#log = path.join(world.folder, 'host.log');
    this.#logged = readFileSync(this.#log, 'utf8').length;
  }

  /** For whoever compares papers and books. */
  get visited(): Visited {
    const { flow, leave } = this.#one;
    const gone = this.#again && (leave === 'reload' || leave === 'killed');
    return {
      ...{ held: this.#who.ticket?.number ?? null, gone },
      ...{ calls: flow === 'helper' && !this.#coming, refused: this.#refused },
    };
  }

  async run(): Promise<void> {
    const { screen, reader } = this.#world;
    await screen.newVisit(this.#one.lies);
    this.#coming = screen.told.bell;
    await this.#trouble.before();
    await this.#chooseMode();
    for (const end = Date.now() + VISIT_MOST_MS; !this.#over; ) {
      if (Date.now() > end) {
        const { screen: at, text } = await screen.look();
        this.problems.push(`gave up before ${at}: ${text.replaceAll(/\s+/g, ' ').slice(0, 200)}`);
        break;
      }
      await this.#step();
    }
    this.trail.push(`${Date.now() - this.#began} leaves`);
    await this.#leave();
    this.trail.push(`${Date.now() - this.#began} all is put right`);
    await this.#trouble.putRight();
    reader.lift();
    this.trail.push(`${Date.now() - this.#began} has gone`);
    const traces = [...tracesOf(this.#who), ...this.#slipTraces()];
    this.problems.push(...(await judgeStart(screen, traces)));
    for (const error of screen.errors) this.problems.push(`console: ${error}`);
  }

  /** After something that no judge foresaw: all is put right for the next one. */
  async abandon(): Promise<void> {
    this.#world.reader.lift();
    await this.#trouble.putRight();
    await this.#world.screen.reload().catch(() => this.#world.screen.kill());
  }

  #slipTraces(): string[] {
    return this.#world.screen.told.slips.flatMap(({ number, progressToken, shortCode }) => [
      ...[number, progressToken],
      ...(shortCode === undefined ? [] : [shortCode]),
    ]);
  }

  async #chooseMode(): Promise<void> {
    const { screen } = this.#world;
    if (this.#one.language === 'en') await screen.press('language');
    if (this.#one.care === 'care') await screen.press('care');
  }

  /** Looks, and does one thing. */
  async #step(): Promise<void> {
    const { screen } = this.#world;
    const first = await screen.look();
    this.#judge(first);
    const move = this.#moveAt(first);
    this.#note(`${move.do}${'key' in move ? ` ${move.key}` : ''}`, first);
    await this.#carryOut(move, first);
  }

  #moveAt(look: Look): Move {
    const { told } = this.#world.screen;
    return moveOf(look, this.#one.flow, this.#who, {
      cardLies: told.card !== null,
      readerDown: this.#isReaderDown(),
      paperInHand: papersNow(look, this.#world).whole > 0,
      troubled: this.#trouble.isThere,
      late: this.#one.server === 'away-an-hour',
      told,
    });
  }

  #note(what: string, { screen }: Look): void {
    this.trail.push(`${Date.now() - this.#began} ${screen}: ${what}`);
  }

  async #carryOut(move: Move, look: Look): Promise<void> {
    const { screen, reader } = this.#world;
    switch (move.do) {
      case 'wait':
        return this.#wait(look);
      case 'press':
        return screen.press(move.key);
      case 'type':
        return screen.type(move.keys);
      case 'lay':
        reader.lift();
        reader.lay(this.#who.card);
        return this.#waitFor(() => screen.told.card !== null, 'a card that was laid');
      case 'decide':
        return this.#decide(move.key);
      case 'repair':
        return this.#trouble.putRight();
      case 'served':
        return this.#served(look);
      case 'refused':
        if (await this.#isGivenBack(move.code)) return screen.press('home');
        if (!this.visited.gone || !SERVED_BEFORE.includes(move.code)) {
          this.problems.push(`refused: ${move.code}`);
        }
        this.#refused = move.code;
        this.#over = true;
    }
  }

  /**
   * The first press may have brought a number whose answer was lost with the server. Until the machine has given it
   * back, some seconds later, they are refused for it, and then it is theirs to take: true, once.
   */
  async #isGivenBack(code: string): Promise<boolean> {
    if (!this.visited.gone || this.#askedAgain || !HAS_NUMBER.includes(code)) return false;
    this.#askedAgain = true;
    for (const end = Date.now() + GIVEN_BACK_MS; Date.now() < end; await sleep(LOOK_MS)) {
      const said = readFileSync(this.#log, 'utf8').slice(this.#logged);
      // Somebody has its paper, or will be asked about it at the desk: the number stays.
      if (said.includes(PAPER_TRIED)) return false;
      if (GIVEN_BACK.test(said)) return true;
    }
    return false;
  }

  /** The screen has to change by itself, or somebody has to come. */
  async #wait(look: Look): Promise<void> {
    const stands = (one: Look): string => JSON.stringify([one.screen, one.ids, one.keys]);
    // What the page was told may let a person go on where the screen only changed its words.
    const same = (now: Look): boolean => stands(now) === stands(look) && this.#moveAt(now).do === 'wait';
    const patience = this.#trouble.isThere && look.screen !== 'screen-working' ? GUIDE_COMES_MS : STUCK_MS;
    const now = await this.#world.screen.until((one) => !same(one), patience);
    if (!same(now)) return;
    if (this.#trouble.isThere) return this.#trouble.putRight();
    if (look.screen === 'screen-working') return;
    this.problems.push(
      `nothing goes on at ${look.screen} (${this.#world.screen.told.failures.join()}): ${look.text.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
    );
    this.#over = true;
  }

  async #decide(key: string): Promise<void> {
    const { screen } = this.#world;
    if (this.#one.leave === 'walks-away' && !this.#again) {
      await this.#goAway();
      return this.#beginAgain();
    }
    if (await this.#trouble.beforePress()) return;
    this.#trouble.atPress();
    await screen.press(key, this.#one.press);
    this.#trouble.afterPress();
    if (this.#again || (this.#one.leave !== 'reload' && this.#one.leave !== 'killed')) return;
    await (this.#one.leave === 'reload' ? screen.reload() : screen.kill());
    this.#world.reader.lift();
    await this.#beginAgain();
  }

  /** The same person once more, from the start screen, which must know nothing of them. */
  async #beginAgain(): Promise<void> {
    this.#again = true;
    await this.#waitFor(() => this.#world.screen.told.card === null, 'that the card is gone');
    this.problems.push(...(await judgeStart(this.#world.screen, tracesOf(this.#who))));
    this.#judged.clear();
    await this.#chooseMode();
  }

  async #goAway(): Promise<void> {
    this.#world.reader.lift();
    // A card that still counts as laid would say yes by itself while time runs on.
    await this.#waitFor(() => this.#world.screen.told.card === null, 'that the card is gone');
    this.problems.push(...(await this.#world.screen.walkAway(this.#one.care === 'care')));
  }

  async #served(look: Look): Promise<void> {
    const { screen } = this.#world;
    if (await this.#trouble.afterPaper()) {
      const after = await screen.look();
      this.#judge(after);
      if (after.screen !== look.screen) this.problems.push(`the end of the roll led to ${after.screen}`);
    }
    this.#over = true;
  }

  /** By the key that ends, where there is one; otherwise they just go. */
  async #leave(): Promise<void> {
    const { screen, reader } = this.#world;
    reader.lift();
    const look = await screen.look();
    if (look.keys.includes('done')) {
      await screen.press('done');
      await screen.until(({ screen: at }) => at === 'screen-home', STUCK_MS);
    } else await this.#goAway();
    await this.#waitFor(() => screen.told.card === null, 'that the card is gone');
  }

  #judge(look: Look): void {
    const seen = `${look.screen} ${look.text}`;
    if (this.#judged.has(seen)) return;
    this.#judged.add(seen);
    const { name, number } = this.#who.card;
    this.problems.push(...judgeLook(look, this.#world, [name, number]));
  }

  #isReaderDown(): boolean {
    const { state } = this.#world.screen.told;
    return state !== null && isDown(state, 'card-reader');
  }

  async #waitFor(isSo: () => boolean, what: string): Promise<void> {
    for (const end = Date.now() + STUCK_MS; !isSo(); await sleep(LOOK_MS)) {
      if (Date.now() < end) continue;
      this.problems.push(`the page was not told of ${what}`);
      return;
    }
  }
}
