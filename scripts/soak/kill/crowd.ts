import type { Reply, StaffClient } from '../../crowd/http-client.ts';
import { inventPerson, seeded } from '../../crowd/people.ts';
import type { HallProcess } from '../hall/hall-process.ts';

const RESIDENTS = 6;
/** Everyone breathes between two requests: a day's numbers must last. */
const PAUSE_MS = 3;
const AGAIN_MS = 10;
const QUEUES = ['invoices', 'enquiry', 'collect', 'insurance'] as const;
const REAL_NAME = new Set<string>(['insurance']);

interface Promised {
  readonly ticket: string;
  readonly number: string;
  readonly body: TakeInput;
}

interface TakeInput {
  readonly queue: string;
  readonly paperless: true;
  readonly person?: ReturnType<typeof inventPerson>;
}

/**
 * People who take tickets and a clerk who calls them, all with request ids: whose answer never came asks again
 * under the same one. Between kills everybody holds still, so that what they were told can be compared.
 */
export class Crowd {
  readonly place = { window: 'w18', zone: 'tax' };
  readonly #guide: StaffClient;
  readonly #clerk: StaffClient;
  readonly #random: () => number;
  readonly #promised = new Map<string, Promised>();
  readonly #people: Promise<void>[];
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => {};
  #held = false;
  #leaving = false;
  #underWay = 0;
  #serial = 0;
  #twice: string[] = [];
  /** Whom the clerk was told to have at the window; undefined while a request of theirs has no answer. */
  #atWindow: string | null | undefined = null;
  readonly #tag: string;

  private constructor(guide: StaffClient, clerk: StaffClient, seed: number) {
    this.#guide = guide;
    this.#clerk = clerk;
    this.#tag = `kill-${seed}`;
    this.#random = seeded(seed);
    this.hold();
    this.#people = [...Array.from({ length: RESIDENTS }, () => this.#resident()), this.#serve()];
  }

  static async enter(hall: HallProcess, seed: number): Promise<Crowd> {
    return new Crowd(await hall.login('guide01'), await hall.login('clerk05'), seed);
  }

  get tickets(): number {
    return this.#promised.size;
  }

  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  goOn(): void {
    this.#held = false;
    this.#open();
  }

  /** Resolves when no request is under way any more. */
  async quiet(): Promise<void> {
    while (this.#underWay > 0) await pause(1);
  }

  /** Everyone's last request is answered; nobody asks for more. */
  async home(): Promise<void> {
    this.#leaving = true;
    await Promise.all(this.#people);
  }

  /** The newest promises, asked for again: what of them is answered otherwise. */
  async repeats(count: number): Promise<string[]> {
    const problems = this.#twice.splice(0);
    for (const [key, { ticket, number, body }] of [...this.#promised].slice(-count)) {
      const again = await this.#guide.command('ticket.take', body, key);
      if (!again.ok) problems.push(`ticket ${number} is refused: ${again.problem.code}`);
      else if (again.value.ticket !== ticket || again.value.number !== number) {
        problems.push(`ticket ${number} is now ${again.value.number}`);
      }
    }
    return problems;
  }

  /** Whom the desk says to be at the window, and whom the clerk was told, where they know. */
  async atWindow(): Promise<{ number: string | null; told: string | null | undefined }> {
    const desk = await this.#clerk.command('desk.read', { window: this.place.window });
    if (!desk.ok) throw new Error(`the desk cannot be read: ${desk.problem.code}`);
    return { number: desk.value.serving?.number ?? null, told: this.#atWindow };
  }

  /** Every ticket of the hall was promised to somebody, every promise is a ticket, no number is there twice. */
  async books(): Promise<string[]> {
    const promised = [...this.#promised.values()];
    const problems: string[] = [];
    if (new Set(promised.map(({ ticket }) => ticket)).size !== promised.length)
      problems.push('a ticket twice');
    if (new Set(promised.map(({ number }) => number)).size !== promised.length)
      problems.push('a number twice');
    const view = await this.#guide.command('hall.read', {});
    const issued = view.ok ? view.value.today.issued : Number.NaN;
    if (issued !== promised.length) problems.push(`${issued} issued, ${promised.length} promised`);
    return problems;
  }

  async #resident(): Promise<void> {
    while (!this.#leaving) {
      const key = `${this.#tag}-${++this.#serial}`;
      const queue = QUEUES[this.#serial % QUEUES.length] as string;
      const person = REAL_NAME.has(queue) ? { person: inventPerson(this.#random) } : {};
      const body: TakeInput = { queue, paperless: true, ...person };
      const taken = await this.#until(() => this.#guide.command('ticket.take', body, key));
      // Whoever comes a second time is told so; that is no promise.
      if (taken.ok) {
        this.#promised.set(key, { ticket: taken.value.ticket, number: taken.value.number, body });
      } else if (taken.problem.code !== 'ALREADY_WAITING')
        this.#twice.push(`no ticket: ${taken.problem.code}`);
      await pause(PAUSE_MS);
    }
  }

  async #serve(): Promise<void> {
    const { window } = this.place;
    const key = () => `${this.#tag}-clerk-${++this.#serial}`;
    const act = async <T>(name: 'open' | 'call' | 'start' | 'finish', read: (value: T) => string | null) => {
      const id = key();
      const before = this.#atWindow;
      this.#atWindow = undefined;
      const reply = await this.#until(
        () => this.#clerk.command(`window.${name}`, { window }, id) as Promise<Reply<T>>,
      );
      this.#atWindow = reply.ok ? read(reply.value) : (before ?? null);
    };
    const opened = this.#until(() => this.#clerk.command('window.open', { window }, key()));
    await opened;
    while (!this.#leaving) {
      await act<{ number: string }>('call', ({ number }) => number);
      await pause(PAUSE_MS);
      const called = this.#atWindow ?? null;
      if (called === null) continue;
      await act('start', () => called);
      await act('finish', () => null);
    }
  }

  /** Asks until an answer comes that is not about the way there. */
  async #until<T>(ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
    for (;;) {
      await this.#gate;
      this.#underWay += 1;
      const reply = await ask().catch(() => null);
      this.#underWay -= 1;
      if (reply) return reply;
      await pause(AGAIN_MS);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
