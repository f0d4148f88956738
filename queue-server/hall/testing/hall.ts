import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { loadHallConfig } from '../config/load.ts';
import { withoutHours } from '../demo.ts';
import type { Context, Happening } from '../domain/context.ts';
import { dayToBegin, decide, type LedgerCommand, type LedgerCommands } from '../domain/decide.ts';
import type { StoredEvent } from '../domain/events.ts';
import { evolve } from '../domain/evolve.ts';
import { emptyHall, type HallState } from '../domain/state.ts';

const DEMO_HALL = fileURLToPath(new URL('../config/demo-hall.yaml', import.meta.url));

let demo: HallConfig | undefined;

/** The demo hall, open at any hour. */
export function testConfig(change: (config: HallConfig) => HallConfig = (config) => config): HallConfig {
  if (!demo) {
    const loaded = loadHallConfig(DEMO_HALL);
    if (!loaded.ok) throw new Error(loaded.error.message);
    // Tests of ranges say themselves what kiosks keep back.
    demo = { ...withoutHours(loaded.value), numbering: { restart: 'daily', perKiosk: 0 } };
  }
  return change(demo);
}

/** A folder that goes with the test. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-hall-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function writeSecret(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}

/** 2026-11-23, a Monday, 09:00 in Asia/Shanghai. */
export const MONDAY_9 = Date.parse('2026-11-23T09:00:00+08:00');

/** A hall in memory: decides and evolves as the ledger does, without a disk. */
export class PureHall {
  state: HallState = emptyHall();
  at = MONDAY_9;
  config: HallConfig;
  /** What comes into force later, in the order of its time: only what looks ahead sees it. */
  planned: { readonly from: number; readonly config: HallConfig }[] = [];
  readonly events: StoredEvent[] = [];
  #ids = 0;

  constructor(config: HallConfig = testConfig()) {
    this.config = config;
  }

  passMinutes(minutes: number): this {
    this.at += minutes * 60_000;
    return this;
  }

  run<N extends LedgerCommand>(command: N, body: LedgerCommands[N], actor = 'kiosk-1') {
    const day = dayToBegin(this.state, this.at, this.config.timeZone);
    if (day) this.#append(day, 'hall');
    const newId = () => (++this.#ids).toString(16).padStart(32, '0');
    const context: Context = {
      config: this.config,
      configAt: (instant) => this.planned.findLast(({ from }) => from <= instant)?.config ?? this.config,
      at: this.at,
      actor,
      newId,
      newTicketId: newId,
      head: 'abcdef0123456789',
    };
    const decision = decide(this.state, command, body, context);
    if (decision.ok) for (const event of decision.value.events) this.#append(event, actor);
    return decision;
  }

  /** Runs a command that must succeed and returns its answer. */
  must<N extends LedgerCommand, A = Record<string, unknown>>(
    command: N,
    body: LedgerCommands[N],
    actor = 'kiosk-1',
  ): A {
    const decision = this.run(command, body, actor);
    if (!decision.ok) throw new Error(`${command}: ${decision.error.code} ${decision.error.message}`);
    return decision.value.answer as A;
  }

  #append(event: Happening, actor: string): void {
    const stored = {
      ...event,
      seq: this.state.seq + 1,
      at: this.at,
      occurredAt: event.occurredAt ?? this.at,
      v: 1,
      actor,
      requestId: `r-${this.state.seq + 1}`,
    } as StoredEvent;
    this.events.push(stored);
    this.state = evolve(this.state, stored);
  }
}
