import { windowOf } from '@hall/queue-server/hall/domain/state';
import type { WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Chance } from './chance.ts';
import type { Crowd } from './crowd.ts';
import type { SimulatedHall } from './hall.ts';

/** One window's day as its clerk lives it: calls, services, breaks, and the small things that go otherwise. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How soon a clerk with nobody waiting looks again. */
const LOOK_AGAIN_MS = 45 * SECOND;
/** Shares of calls and services that take another way. */
const WRONG_CLICK = 0.006;
const OUT_OF_TURN = 0.012;
const WALK_IN = 0.01;
const PARKED = 0.02;
const TRANSFERRED = 0.025;
const SHORT_BREAK = 0.012;
const FORGOT_PAPERS = 0.004;
/** Median minutes of a service, and how much they differ. */
const SERVICE_MIN: Readonly<Record<string, number>> = {
  enquiry: 1.6,
  collect: 2.2,
  social: 4,
  projects: 11,
  construction: 10,
};
const USUAL_SERVICE_MIN = 5.2;
const SPREAD = 0.55;

export interface DayTimes {
  /** Midnight of the day, ms. */
  readonly begins: number;
  /** Minutes after midnight: when windows open, and from when on they close with an empty line. */
  readonly opens: number;
  readonly closes: number;
}

export type Later = (afterMs: number, act: () => void) => void;

export class Desk {
  readonly #hall: SimulatedHall;
  readonly #window: WindowConfig;
  readonly #chance: Chance;
  readonly #crowd: Crowd;
  readonly #times: DayTimes;
  readonly #later: Later;
  readonly #clerk: string;
  readonly #pace: number;
  #lunchAt: number;
  #gone = false;

  constructor(
    hall: SimulatedHall,
    window: WindowConfig,
    chance: Chance,
    crowd: Crowd,
    times: DayTimes,
    later: Later,
  ) {
    this.#hall = hall;
    this.#window = window;
    this.#chance = chance;
    this.#crowd = crowd;
    this.#times = times;
    this.#later = later;
    this.#clerk = `clerk-${window.id}`;
    this.#pace = chance.between(0.75, 1.3);
    this.#lunchAt = times.begins + (11.4 * 60 + chance.between(0, 90)) * MINUTE;
  }

  begin(): void {
    this.#ask('window.open');
    this.#next();
  }

  #ask(
    command:
      | 'window.open'
      | 'window.start'
      | 'window.finish'
      | 'window.undo'
      | 'window.recall'
      | 'window.park',
  ) {
    return this.#hall.run(command, { window: this.#window.id }, this.#clerk);
  }

  get #late(): boolean {
    return this.#hall.at >= this.#times.begins + this.#times.closes * MINUTE;
  }

  /** The window is free: whom or what now. */
  #next(): void {
    const { at } = this.#hall;
    const hour = (at - this.#times.begins) / (60 * MINUTE);
    if (hour > 20) {
      this.#leave(true);
      return;
    }
    if (at >= this.#lunchAt) {
      this.#lunchAt = Number.POSITIVE_INFINITY;
      this.#pause('meal', this.#chance.between(35, 55));
      return;
    }
    if (this.#chance.is(SHORT_BREAK)) {
      this.#pause('break', this.#chance.between(4, 15));
      return;
    }
    if (this.#comesBack()) return;
    if (this.#chance.is(WALK_IN) && this.#serveWalkIn()) return;
    const paper = this.#crowd.paperNumber(this.#window, at);
    if (
      paper !== null &&
      this.#called(this.#hall.run('paper.call', { window: this.#window.id, number: paper }, this.#clerk))
    )
      return;
    if (this.#chance.is(OUT_OF_TURN) && this.#callOne()) return;
    const call = this.#hall.run('window.call', { window: this.#window.id }, this.#clerk);
    if (this.#called(call)) return;
    if (this.#late && !call.ok && call.error.code === 'NOBODY_WAITING') {
      this.#leave(false);
      return;
    }
    this.#later(LOOK_AGAIN_MS, () => this.#next());
  }

  #called(decision: ReturnType<SimulatedHall['run']>): boolean {
    if (!decision.ok) return false;
    const { ticket } = decision.value.answer as { ticket: string };
    if (this.#chance.is(WRONG_CLICK)) {
      this.#later(6 * SECOND, () => {
        this.#ask('window.undo');
        this.#later(12 * SECOND, () => this.#next());
      });
      return true;
    }
    if (this.#chance.is(FORGOT_PAPERS)) {
      // Parked at once, and the clerk calls the next too soon.
      this.#later(3 * SECOND, () => {
        this.#ask('window.park');
        this.#later(2 * SECOND, () => this.#next());
      });
      return true;
    }
    this.#awaits(ticket, 0);
    return true;
  }

  /** The person comes, or is called again and in the end is passed. */
  #awaits(ticket: string, calls: number): void {
    const away = this.#crowd.isAway(ticket);
    if (!away || (calls === 1 && this.#chance.is(0.3))) {
      this.#later(this.#chance.between(8, 45) * SECOND, () => {
        this.#ask('window.start');
        this.#serves(ticket);
      });
      return;
    }
    if (calls < 2) {
      // An impatient clerk presses twice.
      if (this.#chance.is(0.1)) this.#ask('window.recall');
      this.#later(25 * SECOND, () => {
        this.#ask('window.recall');
        this.#awaits(ticket, calls + 1);
      });
      return;
    }
    this.#later(20 * SECOND, () => {
      const passed = this.#hall.run(
        'window.no-show',
        { window: this.#window.id, reason: 'absent' },
        this.#clerk,
      );
      if (passed.ok) this.#crowd.passed(ticket);
      this.#later(5 * SECOND, () => this.#next());
    });
  }

  #serves(ticket: string): void {
    const queue = this.#hall.state.tickets.get(ticket)?.queue ?? '';
    const median = SERVICE_MIN[queue] ?? USUAL_SERVICE_MIN;
    const minutes = Math.min(90, Math.max(0.5, this.#pace * this.#chance.around(median, SPREAD)));
    if (this.#chance.is(PARKED)) {
      this.#later(minutes * 0.5 * MINUTE, () => {
        if (!this.#ask('window.park').ok) this.#ask('window.finish');
        this.#later(10 * SECOND, () => this.#next());
      });
      return;
    }
    if (this.#chance.is(TRANSFERRED)) {
      this.#later(minutes * 0.4 * MINUTE, () => {
        if (!this.#transfers()) this.#ask('window.finish');
        this.#later(10 * SECOND, () => this.#next());
      });
      return;
    }
    this.#later(minutes * MINUTE, () => {
      // Some call the next while the service still runs, and confirm.
      if (this.#chance.is(0.03)) {
        this.#hall.run('window.call', { window: this.#window.id }, this.#clerk);
        const next = this.#hall.run('window.call', { window: this.#window.id, end: true }, this.#clerk);
        if (this.#called(next)) return;
      }
      const done = this.#ask('window.finish');
      if (done.ok) this.#crowd.served(this.#window.id);
      this.#later(this.#chance.between(3, 25) * SECOND, () => this.#next());
    });
  }

  #transfers(): boolean {
    const { config } = this.#hall;
    const others = config.windows.filter(({ id }) => windowOf(this.#hall.state, id).state === 'open');
    const to = this.#chance.is(0.5)
      ? { queue: this.#chance.pick(config.queues).id }
      : { window: this.#chance.pick(others.length > 0 ? others : config.windows).id };
    return this.#hall.run('window.transfer', { window: this.#window.id, to }, this.#clerk).ok;
  }

  #comesBack(): boolean {
    const { state, at } = this.#hall;
    const parked = windowOf(state, this.#window.id).parked.find((id) => {
      const since = state.tickets.get(id)?.parkedAt;
      return since != null && at > since + 8 * MINUTE;
    });
    if (parked === undefined) return false;
    const back = this.#hall.run('window.resume', { window: this.#window.id, ticket: parked }, this.#clerk);
    if (back.ok) this.#awaits(parked, 0);
    return back.ok;
  }

  #serveWalkIn(): boolean {
    const queue = this.#window.queues[0] as string;
    const body = { window: this.#window.id, queue, items: [] };
    const served = this.#hall.run('window.serve', body, this.#clerk);
    if (!served.ok) return false;
    this.#later(this.#chance.between(1, 3) * MINUTE, () => {
      this.#ask('window.finish');
      this.#next();
    });
    return true;
  }

  /** A guide brings somebody. */
  #callOne(): boolean {
    const lines = this.#window.queues.flatMap(
      (queue) => this.#hall.state.queues.get(queue)?.waiting.toArray() ?? [],
    );
    if (lines.length === 0) return false;
    const { ticket } = this.#chance.pick(lines);
    const reason = this.#chance.is(0.1)
      ? 'because'
      : (this.#hall.config.calling.outOfTurnReasons[0]?.id ?? 'because');
    return this.#called(
      this.#hall.run('window.call-ticket', { window: this.#window.id, ticket, reason }, this.#clerk),
    );
  }

  #pause(reason: string, minutes: number): void {
    const window = this.#window.id;
    const first = this.#hall.run('window.pause', { window, reason }, this.#clerk);
    // Whoever is warned goes all the same, once the hall has said so.
    if (!first.ok) this.#hall.run('window.pause', { window, reason, anyway: true }, this.#clerk);
    this.#later(minutes * MINUTE, () => {
      this.#ask('window.open');
      this.#next();
    });
  }

  #leave(forced: boolean): void {
    if (this.#gone) return;
    const body = { window: this.#window.id, ...(forced && { anyway: true }) };
    this.#gone = this.#hall.run('window.close', body, this.#clerk).ok;
    if (!this.#gone && !forced) this.#later(LOOK_AGAIN_MS, () => this.#next());
  }
}
