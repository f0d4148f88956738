import path from 'node:path';
import Database from 'better-sqlite3';
import type { Decision } from '../../domain/context.ts';
import type { LedgerCommand } from '../../domain/decide.ts';
import type { HallState } from '../../domain/state.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { comparable, verifyLedger } from '../../ledger/verify.ts';
import { MONDAY_9 } from '../hall.ts';
import { said } from '../said.ts';
import { type PlayedHall, perform } from './acts.ts';
import { smallHall } from './halls.ts';
import type { Sequence } from './sequences.ts';

/**
 * The same sequences on a real ledger: every request is asked twice and must get the same answer, and what a new
 * start reads from the tables is what was in memory, and what the events say.
 */
export function playOnDisk({ variant, acts }: Sequence, folder: string): string[] {
  const file = path.join(folder, 'ledger.db');
  const config = smallHall(variant);
  const hall = new DiskHall(new Ledger({ file, config }), config);
  try {
    for (const act of acts) {
      perform(hall, act);
      if (hall.problems.length > 0) return hall.problems.map((problem) => `${act.what}: ${problem}`);
    }
  } finally {
    hall.ledger.close();
  }
  const live = comparable(hall.ledger.state);
  const again = new Ledger({ file, config });
  try {
    if (comparable(again.state) !== live) return ['the tables differ from memory'];
  } finally {
    again.close();
  }
  const db = new Database(file, { readonly: true });
  try {
    return verifyLedger(db).problems.map((problem) => `verify: ${problem}`);
  } finally {
    db.close();
  }
}

class DiskHall implements PlayedHall {
  readonly ledger: Ledger;
  readonly config: PlayedHall['config'];
  readonly problems: string[] = [];
  at = MONDAY_9;
  #asked = 0;

  constructor(ledger: Ledger, config: PlayedHall['config']) {
    this.ledger = ledger;
    this.config = config;
  }

  get state(): HallState {
    return this.ledger.state;
  }

  passSeconds(seconds: number): void {
    this.at += seconds * 1000;
  }

  run(command: LedgerCommand, body: unknown, actor: string): Decision {
    this.#asked += 1;
    const request = { command, body: body as never, actor, requestId: `request-${this.#asked}`, at: this.at };
    const [answer] = this.ledger.run([request]).answers;
    const { seq } = this.ledger.state;
    const [repeated] = this.ledger.run([{ ...request, at: this.at + 1 }]).answers;
    if (said(repeated) !== said(answer)) this.problems.push('[I4] the same id, another answer');
    if (this.ledger.state.seq !== seq) this.problems.push('[I4] the same id, done twice');
    if (!answer) throw new Error('no answer');
    return answer.ok ? { ok: true, value: { events: [], answer: JSON.parse(answer.json) } } : answer;
  }
}
