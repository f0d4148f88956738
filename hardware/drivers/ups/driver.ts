import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { createNutLineDecoder, encodeNutLine } from '../../codec/nut.ts';
import type { PortHealth, PortState } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';
import type { UpsInput, UpsUser } from './machine.ts';
import { CLOSED, POLL_MS, stepUps } from './machine.ts';
import type { UpsPower, UpsReading } from './reading.ts';
import { readingOf } from './reading.ts';

export type { UpsPower, UpsReading, UpsUser };
export { POLL_MS };

/** `stale`: upsd is there and does not know how the device is. `away`: upsd is not there. */
export type UpsState = UpsPower | 'stale' | 'away';

export interface UpsNow {
  readonly state: UpsState;
  /** What was last known of the power, however long ago; null: nothing yet. */
  readonly lastKnown: UpsPower | null;
  /** Of the last good answer; null while `stale` or `away`. */
  readonly reading: UpsReading | null;
  /** Milliseconds of the driver's clock at which `state` was entered. */
  readonly since: number;
}

export interface UpsOptions {
  readonly open: OpenTransport;
  /** As `ups.conf` of the NUT server calls it. */
  readonly name: string;
  /** Of `upsd.users`, with `upsmon secondary`; without it the UPS's own machine does not wait for this one. */
  readonly user?: UpsUser;
  /** Default {@link POLL_MS}. */
  readonly pollMs?: number;
  /** The state changed, or a new reading came in the same state. */
  readonly onChange: (now: UpsNow) => void;
  readonly onHealth?: (health: PortHealth) => void;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
}

export interface Ups {
  now(): UpsNow;
  health(): PortHealth;
  /** Logs out, so that the UPS's own machine need not wait for this one any more. */
  close(): Promise<void>;
}

/**
 * Watches one UPS through a NUT server. Never throws for what the server says. Throws `RangeError` for a name or
 * password with control characters.
 */
export function openUps(options: UpsOptions): Ups {
  const clock = options.clock ?? systemClock;
  const user = options.user ?? null;
  const settings = { name: options.name, user, pollMs: options.pollMs ?? POLL_MS };
  for (const word of [options.name, ...(user === null ? [] : [user.name, user.password])]) {
    encodeNutLine([word]);
  }
  const decoder = createNutLineDecoder();
  let machine = CLOSED;
  let now: UpsNow = { state: 'away', lastKnown: null, reading: null, since: clock.now() };
  let cancelTimer = (): void => {};
  let closing = false;

  const supervisor = supervisePort({
    open: options.open,
    clock,
    stateOnOpen: 'down',
    ...(options.random === undefined ? {} : { random: options.random }),
    onHealth: (health) => options.onHealth?.(withFigures(health)),
    onOpen() {
      decoder.reset();
      feed({ type: 'opened' });
    },
    onBytes(bytes) {
      for (const one of decoder.feed(bytes)) {
        if (one.kind === 'dropped') {
          supervisor.count(`dropped.${one.reason}`);
          // The line may have been part of an answer: what follows cannot be trusted to be complete.
          supervisor.restart(`a line of upsd is ${one.reason}`);
          return;
        }
        feed({ type: 'line', words: one.words });
      }
    },
    onLost() {
      cancelTimer();
      feed({ type: 'lost' });
      enter('away', null);
    },
  });

  function feed(input: UpsInput): void {
    const { machine: next, effects } = stepUps(machine, input, settings);
    machine = next;
    for (const effect of effects) {
      switch (effect.do) {
        case 'send':
          void supervisor.write(encodeNutLine(effect.words));
          break;
        case 'wait':
          cancelTimer();
          cancelTimer = clock.after(effect.ms, () => feed({ type: 'timer' }));
          break;
        case 'variables':
          supervisor.count('readings');
          take(effect.variables);
          break;
        case 'refused':
          supervisor.count('refused');
          enter('stale', null, () => supervisor.report('down', effect.code));
          break;
        case 'restart':
          cancelTimer();
          supervisor.restart(effect.reason);
          break;
      }
    }
  }

  function take(variables: ReadonlyMap<string, string>): void {
    const reading = readingOf(variables);
    if (reading === null) {
      enter('stale', null, () => supervisor.report('down', 'status-unknown'));
      return;
    }
    const [state, reason] = judged(reading, machine.loginRefused);
    // Entered first, so that the health record's figures are those of this reading.
    enter(reading.power, reading, () => supervisor.report(state, reason));
  }

  function enter(state: UpsState, reading: UpsReading | null, tell = (): void => {}): void {
    if (closing) return;
    const changed = now.state !== state;
    const news = changed || reading !== null;
    now = {
      state,
      lastKnown: reading?.power ?? now.lastKnown,
      reading,
      since: changed ? clock.now() : now.since,
    };
    tell();
    if (news) options.onChange(now);
  }

  function withFigures(health: PortHealth): PortHealth {
    const { reading } = now;
    const figures: Record<string, number> = {};
    if (reading?.chargePercent != null) figures['chargePercent'] = reading.chargePercent;
    if (reading?.runtimeS != null) figures['runtimeS'] = reading.runtimeS;
    return { ...health, counters: { ...health.counters, ...figures } };
  }

  return {
    now: () => now,
    health: () => withFigures(supervisor.health()),
    async close() {
      // Not waited for: a server that takes no bytes must not hold up a machine that stops.
      if (!closing && supervisor.isOpen()) void supervisor.write(encodeNutLine(['LOGOUT']));
      closing = true;
      cancelTimer();
      await supervisor.close();
    },
  };
}

/** A UPS that runs on its battery works, but not as it should: `degraded`. */
function judged(reading: UpsReading, loginRefused: string | null): readonly [PortState, string] {
  if (reading.power !== 'online') return ['degraded', reading.power];
  if (reading.caution !== null) return ['degraded', reading.caution];
  if (loginRefused !== null) return ['degraded', `login refused: ${loginRefused}`];
  return ['up', 'online'];
}
