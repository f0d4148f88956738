import { describe, expect, it } from 'vitest';
import type { PrinterFlags } from '../../codec/escpos-status.ts';
import {
  initialState,
  type MachineConfig,
  type MachineEffect,
  type MachineInput,
  type MachineState,
  statusOf,
  step,
  type TicketJob,
} from './machine.ts';
import type { RetractOutcome } from './outcome.ts';

const WITH_COMPLETION: MachineConfig = {
  ...{ questions: [1, 2, 3, 4], completion: true },
  ...{ barrier: false, presenter: false, retractAfterMs: null },
};
const WITHOUT: MachineConfig = { ...WITH_COMPLETION, completion: false };
const PRESENTER: MachineConfig = {
  ...{ questions: ['full'], completion: false },
  ...{ barrier: false, presenter: true, retractAfterMs: 30_000 },
};
const job = (jobId: string, completionId = jobId.padStart(4, '0')): TicketJob => ({
  jobId,
  completionId,
  bytes: Uint8Array.of(1, 2, 3),
  paperMs: 1_000,
  deadlineMs: 20_000,
});

class Bench {
  state: MachineState;
  effects: MachineEffect[] = [];

  constructor(config: MachineConfig = WITH_COMPLETION) {
    this.state = initialState(config);
    this.connect();
  }

  /** A new line, its first round, and the silence that shows whose answers they were. */
  connect(): this {
    this.give({ kind: 'link-up' });
    if (this.state.config.questions[0] === 'full') this.full();
    else this.answer();
    return this.timer('quiet');
  }

  /** Answers `10 04 14`. */
  full(flags: PrinterFlags = {}): this {
    const clean = { paper: 'ok', ticketInOutput: false, coverOpen: false } as const;
    return this.give({ kind: 'status', event: { kind: 'full', flags: { ...clean, ...flags } } });
  }

  give(...inputs: MachineInput[]): this {
    for (const input of inputs) {
      const next = step(this.state, input);
      this.state = next.state;
      this.effects.push(...next.effects);
    }
    return this;
  }

  /** Answers a whole round of four questions. */
  answer(bytes: readonly number[] = [0x16, 0x12, 0x12, 0x12]): this {
    return this.give(...bytes.map((byte) => ({ kind: 'status', event: { kind: 'reply', byte } }) as const));
  }

  timer(timer: Extract<MachineInput, { kind: 'timer' }>['timer']): this {
    return this.give({ kind: 'timer', timer });
  }

  print(id: string): this {
    return this.give({ kind: 'submit', job: job(id) });
  }

  written(jobId: string, ok = true): this {
    return this.give({ kind: 'written', jobId, ok });
  }

  completed(id: string): this {
    return this.give({ kind: 'status', event: { kind: 'completed', id } });
  }

  get sent(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'send' ? effect.jobId : []));
  }

  get presenter(): string[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'presenter' ? `${effect.event.kind} ${effect.event.jobId}` : [],
    );
  }

  get pulls(): number {
    return this.effects.filter((effect) => effect.kind === 'pull-back').length;
  }

  get retracts(): RetractOutcome[] {
    return this.effects.flatMap((effect) => (effect.kind === 'retract-outcome' ? effect.outcome : []));
  }

  get outcomes(): string[] {
    return this.effects.flatMap((effect) => {
      if (effect.kind !== 'outcome') return [];
      const { outcome } = effect;
      return `${effect.jobId} ${outcome.outcome} ${outcome.outcome === 'printed' ? outcome.proof : outcome.code}`;
    });
  }
}

const PAPER_OUT = [0x1e, 0x32, 0x12, 0x72];
/** Off line without a cause: perhaps only busy. */
const OFFLINE = [0x1e, 0x12, 0x12, 0x12];
const COVER_OPEN = [0x1e, 0x16, 0x12, 0x12];

describe('ticket printer machine', () => {
  it('asks one question at a time and sends only after a clean round', () => {
    const bench = new Bench().print('a');
    expect(bench.effects.filter((effect) => effect.kind === 'ask')).toHaveLength(5);
    expect(bench.sent).toEqual([]);
    bench.answer();
    expect(bench.sent).toEqual(['a']);
  });

  it('confirms by the echoed id, and by no other id', () => {
    const bench = new Bench().print('a').answer().written('a').completed('ZZZZ');
    expect(bench.outcomes).toEqual([]);
    expect(bench.completed('000a').outcomes).toEqual(['a printed confirmed']);
  });

  it('fails before sending when there is no paper or the cover is open: nothing was sent', () => {
    const bench = new Bench().print('a').answer(PAPER_OUT);
    expect(bench.outcomes).toEqual(['a failed PAPER_OUT']);
    expect(bench.print('b').answer(COVER_OPEN).outcomes[1]).toBe('b failed COVER_OPEN');
    expect(bench.sent).toEqual([]);
  });

  it('fails with NO_ANSWER after two unanswered rounds', () => {
    const bench = new Bench().print('a').timer('reply').timer('quiet');
    expect(bench.outcomes).toEqual([]);
    expect(bench.timer('reply').timer('quiet').outcomes).toEqual(['a failed NO_ANSWER']);
    expect(bench.sent).toEqual([]);
  });

  it('drops late bytes after an unanswered question', () => {
    const bench = new Bench().print('a').timer('reply').answer([0x72]);
    expect(bench.effects.filter((effect) => effect.kind === 'stray')).toHaveLength(1);
    expect(bench.timer('quiet').answer().sent).toEqual([]);
    expect(bench.timer('quiet').sent).toEqual(['a']);
  });

  it('does not take a late answer for the next question: a round with one answer too many is asked again', () => {
    const bench = new Bench().print('a').timer('reply').timer('quiet');
    // The answer to the first question comes now and passes for the second one's; so everything is one off.
    bench.answer([0x1e, 0x16, 0x12, 0x12]).answer([0x12]).timer('quiet');
    expect(bench.sent).toEqual([]);
    expect(bench.outcomes).toEqual(['a failed NO_ANSWER']);
  });

  it('never has two tickets under way', () => {
    const bench = new Bench().print('a').print('b').answer();
    expect(bench.sent).toEqual(['a']);
    bench.written('a').answer().completed('000a').answer();
    expect(bench.sent).toEqual(['a', 'b']);
  });

  it('is unknown when paper ends while printing, after the grace time', () => {
    const bench = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(bench.outcomes).toEqual([]);
    expect(bench.timer('grace').outcomes).toEqual(['a unknown PAPER_OUT']);
  });

  it('is printed when the proof comes within the grace time of a fault that needs no hand', () => {
    const bench = new Bench().print('a').answer().written('a').timer('recheck').answer(OFFLINE);
    expect(bench.completed('000a').outcomes).toEqual(['a printed confirmed']);
  });

  it('is not printed when the proof overtakes the news that there is paper again', () => {
    const bench = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(bench.completed('000a').outcomes).toEqual(['a unknown PAPER_OUT']);
    const away = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    away.give({ kind: 'link-down' });
    expect(away.outcomes).toEqual(['a unknown CONNECTION_LOST']);
    away.give({ kind: 'link-up' }).completed('000a');
    expect(away.effects.filter((effect) => effect.kind === 'late-proof')).toEqual([]);
  });

  it('is not printed when a hand was at the paper on the way, whatever is proved', () => {
    const bench = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(bench.timer('recheck').answer().completed('000a').outcomes).toEqual(['a unknown PAPER_OUT']);
    const late = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    late.timer('grace').completed('000a');
    expect(late.effects.filter((effect) => effect.kind === 'late-proof')).toEqual([]);
    const opened = new Bench().print('a').answer().written('a').timer('recheck').answer(COVER_OPEN);
    expect(opened.timer('recheck').answer().completed('000a').outcomes).toEqual(['a unknown COVER_OPEN']);
  });

  it('reports the late proof of an unknown ticket and does not take it for the next one', () => {
    const bench = new Bench().print('a').answer().written('a').timer('deadline a');
    expect(bench.outcomes).toEqual(['a unknown DEADLINE']);
    bench.print('b').answer().written('b').completed('000a');
    expect(bench.effects).toContainEqual({ kind: 'late-proof', jobId: 'a' });
    expect(bench.outcomes).toHaveLength(1);
  });

  it('without completion: printed by status after the paper time, unknown when something is wrong then', () => {
    const clean = new Bench(WITHOUT).print('a').answer().written('a').answer().timer('recheck').answer();
    expect(clean.outcomes).toEqual([]);
    expect(clean.timer('paper').timer('recheck').answer().outcomes).toEqual(['a printed status']);
    const empty = new Bench(WITHOUT).print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(empty.outcomes).toEqual(['a unknown PAPER_OUT']);
  });

  it('without completion: the time of the paper begins when the printer has it, not when the line does', () => {
    const bench = new Bench(PRESENTER).print('a').full().written('a');
    const times = () =>
      bench.effects.filter((effect) => effect.kind === 'start-timer' && effect.timer === 'paper').length;
    expect(times()).toBe(0);
    expect(bench.full().outcomes).toEqual([]);
    expect(times()).toBe(1);
    expect(bench.timer('recheck').full().outcomes).toEqual([]);
    expect(bench.timer('paper').timer('recheck').full().outcomes).toEqual(['a printed status']);
    expect(times()).toBe(1);
  });

  it('with a barrier: what the ticket before left in the printer is waited for, and its answer is not this one’s', () => {
    const bench = new Bench({ ...WITHOUT, barrier: true }).print('a').answer().written('a').answer();
    bench.timer('recheck').answer(PAPER_OUT).timer('poll').answer().print('b').answer().written('b').answer();
    const times = bench.effects.flatMap((effect) =>
      effect.kind === 'start-timer' && effect.timer === 'paper' ? effect.ms : [],
    );
    expect(times).toEqual([1_000, 2_000]);
    const barrier = { kind: 'status', event: { kind: 'dropped', byte: 0x00 } } as const;
    bench.give(barrier).timer('paper').timer('recheck').answer();
    expect(bench.outcomes).toEqual(['a unknown PAPER_OUT']);
    expect(bench.give(barrier).timer('recheck').answer().outcomes[1]).toBe('b printed status');
  });

  it('without completion: a look that began before the paper had its time does not prove it', () => {
    const bench = new Bench(WITHOUT).print('a').answer().written('a').answer().timer('recheck');
    bench.answer([0x16, 0x12, 0x12]).timer('paper').answer([0x12]);
    expect(bench.outcomes).toEqual([]);
    expect(bench.timer('recheck').answer().outcomes).toEqual(['a printed status']);
  });

  it('without completion: the time off line without a cause is none in which the paper moves', () => {
    const bench = new Bench(WITHOUT).print('a').answer().written('a').answer();
    bench.timer('recheck').answer(OFFLINE).timer('paper').timer('recheck').answer();
    expect(bench.timer('recheck').answer().outcomes).toEqual([]);
    expect(bench.timer('paper').timer('recheck').answer().outcomes).toEqual(['a printed status']);
  });

  it('does not believe a late answer that stands in the place of the next one', () => {
    const bench = new Bench(WITHOUT).print('a').answer().written('a').timer('reply').timer('quiet');
    // 16 is "on line" to the first question, and would be "cover open" to the second.
    bench.answer([0x16, 0x16, 0x12, 0x12]).answer([0x12]).timer('quiet');
    expect(bench.outcomes).toEqual([]);
    expect(statusOf(bench.state).coverOpen).toBe(false);
    bench.answer().timer('quiet');
    expect(bench.timer('paper').timer('recheck').answer().outcomes).toEqual(['a printed status']);
  });

  it('believes a fault of a suspect round once nothing follows it', () => {
    const bench = new Bench(WITHOUT).print('a').answer().written('a').timer('reply').timer('quiet');
    expect(bench.answer(COVER_OPEN).outcomes).toEqual([]);
    expect(bench.timer('quiet').outcomes).toEqual(['a unknown COVER_OPEN']);
  });

  it('the echo of a ticket that is over proves nothing once a hand was at the paper', () => {
    const bench = new Bench().print('a').answer().written('a').timer('deadline a');
    expect(bench.outcomes).toEqual(['a unknown DEADLINE']);
    bench.timer('poll').answer(PAPER_OUT).timer('poll').answer().completed('000a');
    expect(bench.effects.filter(({ kind }) => kind === 'late-proof')).toEqual([]);
  });

  it('without completion: not printed while the paper motor runs', () => {
    const bench = new Bench(PRESENTER).print('a').full().written('a').full().timer('paper').timer('recheck');
    expect(bench.full({ moving: true }).outcomes).toEqual([]);
    expect(bench.timer('recheck').full({ moving: false }).outcomes).toEqual(['a printed status']);
  });

  it('with a barrier: its answer and the time of the paper, or twice that time', () => {
    const config = { ...WITHOUT, barrier: true };
    const sent = () =>
      new Bench(config).print('a').answer().written('a').answer().timer('paper').timer('recheck').answer();
    expect(sent().outcomes).toEqual([]);
    const barrier = { kind: 'status', event: { kind: 'dropped', byte: 0x00 } } as const;
    expect(sent().give(barrier).timer('recheck').answer().outcomes).toEqual(['a printed status']);
    expect(sent().timer('paper').timer('recheck').answer().outcomes).toEqual(['a printed status']);
    const early = new Bench(config).print('a').answer().written('a').give(barrier).answer();
    expect(early.outcomes).toEqual([]);
    expect(early.timer('paper').timer('recheck').answer().outcomes).toEqual(['a printed status']);
  });

  it('without completion: silence after sending is unknown, never printed', () => {
    const bench = new Bench(WITHOUT)
      .print('a')
      .answer()
      .written('a')
      .timer('recheck')
      .timer('reply')
      .timer('quiet');
    expect(bench.timer('reply').timer('quiet').timer('deadline a').outcomes).toEqual(['a unknown NO_ANSWER']);
  });

  it('is unknown when the line breaks while sending, and fills up the open image before the next ticket', () => {
    const bench = new Bench().print('a').answer().give({ kind: 'link-down' });
    expect(bench.outcomes).toEqual(['a unknown CONNECTION_LOST']);
    bench.connect().print('b').answer();
    expect(bench.effects.filter((effect) => effect.kind === 'send').at(-1)).toMatchObject({
      jobId: 'b',
      flush: true,
    });
    bench.written('b').completed('000b').print('c').answer();
    expect(bench.effects.filter((effect) => effect.kind === 'send').at(-1)).toMatchObject({
      jobId: 'c',
      flush: false,
    });
  });

  it('takes what a converter kept from the connection before for no answer', () => {
    const bench = new Bench().give({ kind: 'link-down' }, { kind: 'link-up' });
    // "No paper" of long ago, then the four answers: each would pass for that to the question after its own.
    bench.answer([0x72, 0x16, 0x12, 0x12, 0x12]).timer('quiet');
    expect(statusOf(bench.state).code).toBeNull();
    expect(bench.print('a').answer().timer('quiet').outcomes).toEqual([]);
    expect(bench.sent).toEqual(['a']);
  });

  it('fails when the line breaks while checking', () => {
    expect(new Bench().print('a').give({ kind: 'link-down' }).outcomes).toEqual(['a failed OFFLINE']);
  });

  it('resets the line when the deadline passes while bytes are still being taken', () => {
    const bench = new Bench().print('a').answer().timer('deadline a');
    expect(bench.outcomes).toEqual(['a unknown DEADLINE']);
    expect(bench.effects).toContainEqual({ kind: 'reset-link' });
  });

  it('fails a ticket that cannot come out any more before its deadline, and never sends it', () => {
    const bench = new Bench().print('a').print('b');
    // 20 s, less a second of paper and half a second between looks.
    expect(bench.effects).toContainEqual({ kind: 'start-timer', timer: 'send-by b', ms: 18_500 });
    expect(bench.timer('send-by b').outcomes).toEqual(['b failed DEADLINE']);
    const checked = new Bench().print('a').timer('send-by a').answer();
    expect([checked.outcomes, checked.sent]).toEqual([['a failed DEADLINE'], []]);
    const sent = new Bench().print('a').answer();
    expect(sent.effects).toContainEqual({ kind: 'stop-timer', timer: 'send-by a' });
    expect(sent.timer('send-by a').outcomes).toEqual([]);
  });

  it('fails a ticket for which no connection comes', () => {
    const away = new Bench().give({ kind: 'link-down' }).print('c').timer('link');
    expect(away.outcomes).toEqual(['c failed OFFLINE']);
  });

  it('ends everything when it is stopped: unsent failed, sent unknown', () => {
    const bench = new Bench().print('a').answer().print('b').give({ kind: 'stop' });
    expect(bench.outcomes).toEqual(['b failed CLOSED', 'a unknown CLOSED']);
  });

  it('warns of the end of the paper and goes on printing', () => {
    const bench = new Bench().print('a').answer([0x16, 0x12, 0x12, 0x1e]);
    expect(bench.sent).toEqual(['a']);
    expect(statusOf(bench.state)).toMatchObject({ ready: true, paper: 'near-end', code: null });
  });
});

describe('a ticket in the presenter', () => {
  const printed = (id: string): Bench =>
    new Bench(PRESENTER)
      .print(id)
      .full()
      .written(id)
      .full()
      .timer('paper')
      .timer('recheck')
      .full({ ticketInOutput: true });

  it('is presented, and taken when it is gone', () => {
    const bench = printed('a');
    expect(bench.outcomes).toEqual(['a printed status']);
    expect(bench.presenter).toEqual(['presented a']);
    expect(bench.timer('poll').full().presenter).toEqual(['presented a', 'taken a']);
  });

  it('is drawn back after its time, and that is told only when it is gone', () => {
    const bench = printed('a').timer('retract').full({ ticketInOutput: true });
    expect(bench.pulls).toBe(1);
    expect(bench.timer('recheck').full({ ticketInOutput: true }).presenter).toEqual(['presented a']);
    expect(bench.timer('recheck').full().presenter).toEqual(['presented a', 'retracted a']);
  });

  it('is not drawn back when it was taken just before', () => {
    const bench = printed('a').timer('retract').full();
    expect(bench.pulls).toBe(0);
    expect(bench.retracts).toEqual([{ outcome: 'nothing' }]);
    expect(bench.timer('poll').full().presenter).toEqual(['presented a', 'taken a']);
  });

  it('that cannot be drawn back is told after three looks, and tried again later', () => {
    const bench = printed('a').give({ kind: 'retract' }).full({ ticketInOutput: true });
    for (let look = 0; look < 3; look += 1) bench.timer('recheck').full({ ticketInOutput: true });
    expect(bench.retracts).toEqual([expect.objectContaining({ outcome: 'failed', code: 'PRINTER_ERROR' })]);
    expect(bench.effects.at(-2)).toMatchObject({ kind: 'start-timer', timer: 'retract' });
  });

  it('is let go of before the next one', () => {
    const bench = printed('a').print('b').full({ ticketInOutput: true });
    expect(bench.effects.filter((effect) => effect.kind === 'send').map(({ eject }) => eject)).toEqual([
      false,
      true,
    ]);
    expect(bench.presenter).toEqual(['presented a', 'ejected a']);
  });

  it('from before the start is nobody’s, and still drawn back', () => {
    const bench = new Bench(PRESENTER).timer('poll').full({ ticketInOutput: true });
    expect(bench.presenter).toEqual(['presented null']);
    bench.timer('retract').full({ ticketInOutput: true }).timer('recheck').full();
    expect(bench.presenter).toEqual(['presented null', 'retracted null']);
  });

  it('is not drawn back without a line, without an answer, or without a presenter', () => {
    const away = printed('a').give({ kind: 'link-down' }, { kind: 'retract' });
    expect(away.retracts).toMatchObject([{ outcome: 'failed', code: 'OFFLINE' }]);
    const mute = printed('a').give({ kind: 'retract' });
    for (let look = 0; look < 3; look += 1) mute.timer('reply').timer('quiet');
    expect(mute.retracts).toMatchObject([{ outcome: 'failed', code: 'NO_ANSWER' }]);
    expect(new Bench().give({ kind: 'retract' }).retracts).toEqual([{ outcome: 'nothing' }]);
  });

  it('a ticket asked for meanwhile waits until the other one is drawn back', () => {
    const bench = printed('a').give({ kind: 'retract' }).full({ ticketInOutput: true }).print('b');
    expect(bench.sent).toEqual(['a']);
    bench.timer('recheck').full().full();
    expect(bench.sent).toEqual(['a', 'b']);
  });
});
