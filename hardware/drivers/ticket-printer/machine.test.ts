import { describe, expect, it } from 'vitest';
import {
  initialState,
  type MachineEffect,
  type MachineInput,
  type MachineState,
  step,
  type TicketJob,
} from './machine.ts';

const WITH_COMPLETION = { questions: [1, 2, 3, 4] as const, completion: true };
const WITHOUT = { questions: [1, 2, 3, 4] as const, completion: false };
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

  constructor(config: { questions: readonly (1 | 2 | 3 | 4)[]; completion: boolean } = WITH_COMPLETION) {
    this.state = initialState(config);
    this.give({ kind: 'link-up' });
    this.answer();
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

  get outcomes(): string[] {
    return this.effects.flatMap((effect) => {
      if (effect.kind !== 'outcome') return [];
      const { outcome } = effect;
      return `${effect.jobId} ${outcome.outcome} ${outcome.outcome === 'printed' ? outcome.proof : outcome.code}`;
    });
  }
}

const PAPER_OUT = [0x1e, 0x32, 0x12, 0x72];
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
    expect(bench.timer('quiet').answer().sent).toEqual(['a']);
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

  it('is printed when the proof comes within the grace time', () => {
    const bench = new Bench().print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(bench.completed('000a').outcomes).toEqual(['a printed confirmed']);
  });

  it('reports the late proof of an unknown ticket and does not take it for the next one', () => {
    const bench = new Bench().print('a').answer().written('a').timer('deadline a');
    expect(bench.outcomes).toEqual(['a unknown DEADLINE']);
    bench.print('b').answer().written('b').completed('000a');
    expect(bench.effects).toContainEqual({ kind: 'late-proof', jobId: 'a' });
    expect(bench.outcomes).toHaveLength(1);
  });

  it('without completion: printed by status after the paper time, unknown when something is wrong then', () => {
    const clean = new Bench(WITHOUT).print('a').answer().written('a').timer('recheck').answer();
    expect(clean.outcomes).toEqual(['a printed status']);
    const empty = new Bench(WITHOUT).print('a').answer().written('a').timer('recheck').answer(PAPER_OUT);
    expect(empty.outcomes).toEqual(['a unknown PAPER_OUT']);
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
    bench.give({ kind: 'link-up' }).answer().print('b').answer();
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

  it('fails when the line breaks while checking', () => {
    expect(new Bench().print('a').give({ kind: 'link-down' }).outcomes).toEqual(['a failed OFFLINE']);
  });

  it('resets the line when the deadline passes while bytes are still being taken', () => {
    const bench = new Bench().print('a').answer().timer('deadline a');
    expect(bench.outcomes).toEqual(['a unknown DEADLINE']);
    expect(bench.effects).toContainEqual({ kind: 'reset-link' });
  });

  it('fails a ticket whose deadline passes in the queue, or for which no connection comes', () => {
    const bench = new Bench().print('a').print('b').timer('deadline b');
    expect(bench.outcomes).toEqual(['b failed DEADLINE']);
    const away = new Bench().give({ kind: 'link-down' }).print('c').timer('link');
    expect(away.outcomes).toEqual(['c failed OFFLINE']);
  });

  it('ends everything when it is stopped: unsent failed, sent unknown', () => {
    const bench = new Bench().print('a').answer().print('b').give({ kind: 'stop' });
    expect(bench.outcomes).toEqual(['b failed CLOSED', 'a unknown CLOSED']);
  });
});
