import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from './cases.ts';
import { SHORT_ROLL_ROWS } from './judge.ts';
import { isDown } from './told.ts';
import type { World } from './world.ts';

/** What goes wrong in a visit, each once at its stage, and the guide who comes and puts it right. */

const LOOK_MS = 60;
/** Longer than any ticket takes to come out. */
const RUNS_OUT_MS = 10_000;

export class Trouble {
  readonly #world: World;
  readonly #one: Case;
  readonly #done = new Set<keyof Case>();
  #restarting: Promise<void> | null = null;
  #away: 'reader' | null = null;
  #paperOut = false;
  #cut = false;

  constructor(world: World, one: Case) {
    this.#world = world;
    this.#one = one;
  }

  get #kind(): 'ticket-printer' | 'page-printer' {
    return this.#one.flow === 'certificate' ? 'page-printer' : 'ticket-printer';
  }

  /** Whether something is out of order now that a guide would put right. */
  get isThere(): boolean {
    return this.#away !== null || this.#paperOut || this.#cut || this.#restarting !== null;
  }

  /** Whether this visit meets this fault, and has not yet. */
  #due(factor: keyof Case, value: string): boolean {
    if (this.#one[factor] !== value || this.#done.has(factor)) return false;
    this.#done.add(factor);
    return true;
  }

  /** Before the person comes. */
  async before(): Promise<void> {
    if (this.#due('paper', 'out-before')) await this.#noPaper();
    if (this.#due('reader', 'away-before')) await this.#noReader();
  }

  /** Once the card was read, or nothing is needed of it any more. True: something changed before the person's eyes. */
  async beforePress(): Promise<boolean> {
    let changed = false;
    if (this.#due('reader', 'away-during')) {
      await this.#noReader();
      changed = true;
    }
    if (this.#due('server', 'away-an-hour')) {
      await this.#world.hourAway();
      this.#cut = true;
      await this.#world.screen.host(({ online }) => !online, 'that the server is away');
      changed = true;
    }
    return changed;
  }

  /** In the moment of the deciding press. */
  atPress(): void {
    if (this.#due('server', 'cut')) {
      this.#world.pull();
      this.#cut = true;
    }
    if (this.#due('paper', 'out-during')) {
      if (this.#kind === 'page-printer') this.#world.pages.setFault('media-empty');
      else this.#world.printer.paperOutAfter(SHORT_ROLL_ROWS);
      this.#paperOut = true;
    }
  }

  /** Right after it. */
  afterPress(): void {
    if (this.#cut && this.#one.server === 'cut') {
      this.#world.plug();
      this.#cut = false;
    }
    if (this.#due('server', 'restarted')) this.#restarting = this.#world.restart();
  }

  /** The paper lies in somebody's hand, and was the last one. */
  async afterPaper(): Promise<boolean> {
    if (!this.#due('paper', 'out-after')) return false;
    await this.#noPaper();
    return true;
  }

  /** Somebody comes and puts everything right; resolves when the page was told. */
  async putRight(): Promise<void> {
    const { printer, pages, screen } = this.#world;
    const kind = this.#kind;
    if (this.#paperOut) {
      if (kind === 'page-printer') pages.setFault(null);
      else {
        // Nobody pulls a roll out of a printer that runs; and a hand takes long enough for the printer to say so.
        for (const end = Date.now() + RUNS_OUT_MS; Date.now() < end; await sleep(LOOK_MS)) {
          if (!printer.state.printing || printer.state.paper !== 'ok') break;
        }
        printer.openCover();
        // What hung in the slot is torn off with the end of the roll.
        printer.takePaper();
        await screen.host((state) => isDown(state, kind), 'that somebody changes the roll');
        await printer.repair();
      }
      this.#paperOut = false;
    }
    if (this.#away === 'reader') {
      await this.#world.readerOn();
      this.#away = null;
    }
    if (this.#cut) {
      this.#world.plug();
      this.#cut = false;
    }
    if (this.#restarting !== null) {
      await this.#restarting;
      this.#restarting = null;
    }
    await screen.host(
      (state) => state.online && !isDown(state, kind) && !isDown(state, 'card-reader'),
      'that all is well again',
    );
  }

  async #noPaper(): Promise<void> {
    this.#paperOut = true;
    if (this.#kind === 'page-printer') this.#world.pages.setFault('media-empty');
    else this.#world.printer.takePaper();
    await this.#world.screen.host((state) => isDown(state, this.#kind), 'that there is no paper');
  }

  async #noReader(): Promise<void> {
    this.#away = 'reader';
    await this.#world.readerOff();
  }
}
