import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import type { PortHealth, PortState } from '../../supervisor.ts';
import type { PanelAnswer, PanelQuestion } from './dialect.ts';
import type { LedFaultCode, LedShown } from './panel.ts';
import {
  LED_BUSY_WAIT_MS,
  LED_DEADLINE_MS,
  LED_LATE_ANSWER_MS,
  LED_PING_MS,
  LED_REFRESH_MS,
  LED_REPEAT_MS,
  LED_TRIES,
} from './timing.ts';

/** What a panel should be, whether or not it is there. */
export type WantedSlot = 'content' | 'brightness';

export type Done = Pick<LedShown, 'shownAt' | 'proof'>;
export type DoneResult = Result<Done, Fault<LedFaultCode>>;

export interface LinePanelSpec {
  readonly address: number;
  /** Asked on opening and when idle; `null`: this make has no such question. */
  readonly hello: PanelQuestion | null;
  /** Asked after a question without an answer; its answer cannot be mistaken. `null`: the question is repeated. */
  readonly resync: PanelQuestion | null;
  /** No question of this panel gets an answer. */
  readonly mute?: boolean;
  readonly refreshMs?: number;
  readonly repeatMs?: number;
  readonly deadlineMs?: number;
  readonly onHealth?: (health: PortHealth) => void;
}

interface Job {
  readonly slot: WantedSlot;
  readonly question: PanelQuestion;
  readonly finish: (result: DoneResult) => void;
  tries: number;
}

/** One exchange that runs, or whose answer may still come late. */
export interface Asked {
  readonly question: PanelQuestion;
  readonly job: Job | undefined;
}

/** One panel's part in the talk on its line; {@link openPanelLine} gives it its turns. */
export interface LinePanel {
  readonly address: number;
  /** Its last question was left without an answer. */
  silent(): boolean;
  /** So many in a row that it counts as away. */
  away(): boolean;
  /** When it next has something to ask; Infinity: nothing. */
  readyAt(): number;
  /** Takes what is due. */
  ask(): Asked;
  answered(asked: Asked, answer: PanelAnswer): void;
  /** Everything was sent, and nothing comes back. */
  sent(asked: Asked): void;
  /** `damaged`: something came back, and was not to be read. */
  unanswered(asked: Asked, how: 'silence' | 'damaged'): void;
  /** An answer from its address that does not fit what it is asked now. `false`: it fits nothing. */
  lateAnswer(answer: PanelAnswer): boolean;
  opened(): void;
  lost(reason: string): void;
  want(slot: WantedSlot, question: PanelQuestion): Promise<DoneResult>;
  count(counter: string, by?: number): void;
  health(): PortHealth;
}

const AWAY = 'the panel does not answer';

export function createLinePanel(
  spec: LinePanelSpec,
  line: {
    readonly clock: Clock;
    readonly isOpen: () => boolean;
    readonly counters: () => Readonly<Record<string, number>>;
    /** Something has become due. */
    readonly wake: () => void;
  },
): LinePanel {
  const { clock } = line;
  const refreshMs = spec.refreshMs ?? LED_REFRESH_MS;
  const repeatMs = spec.repeatMs ?? LED_REPEAT_MS;
  const resyncIsSure = spec.resync?.fits({ kind: 'acknowledged' }) === false;
  const counters: Record<string, number> = {};
  const wanted = new Map<WantedSlot, PanelQuestion>();
  /** What is still to be sent. */
  const jobs = new Map<WantedSlot, Job>();
  /** By what was refused: English words. */
  const refusals = new Map<WantedSlot | 'hello', string>();
  let late: { readonly asked: Asked; readonly until: number } | undefined;
  let misses = 0;
  let away = false;
  let helloDue = false;
  let resyncDue = false;
  let holdUntil = Number.NEGATIVE_INFINITY;
  let refreshAt = Number.NEGATIVE_INFINITY;
  let lastExchange = clock.now();
  let lastContent = clock.now();
  let health = { state: 'down' as PortState, reason: 'opening', since: clock.now() };

  const count = (counter: string, by = 1): void => {
    counters[counter] = (counters[counter] ?? 0) + by;
  };
  const snapshot = (): PortHealth => ({ ...health, counters: { ...line.counters(), ...counters } });
  const tellHealth = (): void => {
    try {
      spec.onHealth?.(snapshot());
    } catch {
      count('healthListenerThrew');
    }
  };
  const setHealth = (state: PortState, reason: string): void => {
    if (health.state === state && health.reason === reason) return;
    health = { state, reason, since: clock.now() };
    tellHealth();
  };
  const judgeHealth = (): void => {
    const [refusal] = refusals.values();
    if (refusal !== undefined) setHealth('degraded', refusal);
    else setHealth('up', spec.mute === true ? 'open; this panel answers nothing' : 'ready');
  };

  function makeJob(slot: WantedSlot, question: PanelQuestion, settle?: (result: DoneResult) => void): Job {
    let open = settle !== undefined;
    const finish = (result: DoneResult): void => {
      if (!open) return;
      open = false;
      cancelDeadline?.();
      settle?.(result);
    };
    const cancelDeadline = open
      ? clock.after(spec.deadlineMs ?? LED_DEADLINE_MS, () =>
          finish(err(fault('LED_DEADLINE', `${question.name}: not taken in time, it is still sent`))),
        )
      : undefined;
    return { slot, question, finish, tries: 0 };
  }

  /** What was wanted is sent again, unless something newer waits already. */
  function again(): void {
    for (const [slot, question] of wanted) if (!jobs.has(slot)) jobs.set(slot, makeJob(slot, question));
  }

  function putBack(job: Job | undefined): void {
    if (job === undefined) return;
    if (jobs.has(job.slot)) job.finish(superseded(job.slot));
    else jobs.set(job.slot, job);
  }

  function endJobs(result: DoneResult): void {
    for (const job of jobs.values()) job.finish(result);
    jobs.clear();
  }

  /** @returns what is due next, and when. */
  function next(): { readonly at: number; readonly what: 'resync' | 'hello' | 'again' | WantedSlot } {
    const probe = resyncDue ? (spec.resync ?? spec.hello) : null;
    if (probe !== null) return { at: holdUntil, what: 'resync' };
    if (helloDue && spec.hello !== null) return { at: holdUntil, what: 'hello' };
    if (jobs.has('brightness')) return { at: holdUntil, what: 'brightness' };
    if (jobs.has('content')) return { at: Math.max(holdUntil, refreshAt), what: 'content' };
    const helloAt = spec.hello === null ? Number.POSITIVE_INFINITY : lastExchange + LED_PING_MS;
    const againAt = wanted.has('content') ? Math.max(lastContent + repeatMs, refreshAt) : helloAt;
    if (wanted.has('content') && (away || againAt <= helloAt)) {
      return { at: Math.max(holdUntil, away ? refreshAt : againAt), what: 'again' };
    }
    return { at: Math.max(holdUntil, helloAt), what: 'hello' };
  }

  /** Whatever the answer was: the panel is there. */
  function isThere(asked: Asked): void {
    const missed = misses > 0;
    const wasAway = away;
    misses = 0;
    away = false;
    late = undefined;
    lastExchange = clock.now();
    holdUntil = clock.now();
    helloDue = false;
    // Its answer came: nothing is left to be cleared up.
    resyncDue = false;
    const { job } = asked;
    // Whatever was the matter, its areas may be gone; a late answer only says that it is slow.
    if (wasAway || (missed && job === undefined)) again();
    if (job === undefined) return;
    if (jobs.get(job.slot) === job) jobs.delete(job.slot);
    if (job.slot === 'content') noteContent();
  }

  function noteContent(): void {
    lastContent = clock.now();
    refreshAt = clock.now() + refreshMs;
  }

  function finished({ job }: Asked, proof: Done['proof']): void {
    refusals.delete('hello');
    if (job !== undefined) refusals.delete(job.slot);
    if (job?.slot === 'content') count('shown');
    judgeHealth();
    job?.finish(ok({ shownAt: clock.now(), proof }));
  }

  function refused({ job, question }: Asked, answer: Extract<PanelAnswer, { kind: 'refused' }>): void {
    count(`nack.${answer.error}`);
    if (answer.retry === 'later') holdUntil = clock.now() + LED_BUSY_WAIT_MS;
    if (job === undefined) {
      // Who does not know the question has answered it all the same.
      if (question === spec.hello) refusals.set('hello', words(question, answer));
      judgeHealth();
      return;
    }
    if (answer.retry !== 'never' && job.tries < LED_TRIES) {
      putBack(job);
      return;
    }
    refusals.set(job.slot, words(question, answer));
    judgeHealth();
    const details = { error: answer.error, ...(answer.nack === undefined ? {} : { nack: answer.nack }) };
    job.finish(err(fault('LED_REFUSED', words(question, answer), details)));
  }

  function answered(asked: Asked, answer: PanelAnswer): void {
    isThere(asked);
    if (answer.kind === 'refused') refused(asked, answer);
    else finished(asked, 'acknowledged');
  }

  return {
    address: spec.address,
    silent: () => misses > 0,
    away: () => away,
    readyAt: () => (line.isOpen() ? next().at : Number.POSITIVE_INFINITY),
    ask() {
      const { what } = next();
      if (what !== 'resync' || !resyncIsSure) late = undefined;
      if (what === 'again') again();
      if (what === 'resync') return { question: (spec.resync ?? spec.hello)!, job: undefined };
      if (what === 'hello') return { question: spec.hello!, job: undefined };
      const slot = what !== 'again' ? what : jobs.has('brightness') ? 'brightness' : 'content';
      const job = jobs.get(slot)!;
      jobs.delete(slot);
      job.tries += 1;
      if (slot === 'content') count('refreshes');
      return { question: job.question, job };
    },
    answered,
    sent(asked) {
      isThere(asked);
      finished(asked, 'sent');
    },
    unanswered(asked, how) {
      count(how === 'silence' ? 'silences' : 'damagedAnswers');
      misses += 1;
      lastExchange = clock.now();
      holdUntil = clock.now();
      if (how === 'silence') {
        late ??= { asked, until: clock.now() + LED_LATE_ANSWER_MS };
        // A question whose answer cannot be mistaken may follow at once; any other waits for the late answer.
        if (!resyncIsSure) holdUntil = late.until;
      }
      resyncDue = true;
      helloDue = false;
      if (asked.job?.slot === 'content') noteContent();
      putBack(asked.job);
      if (misses < LED_TRIES) return;
      away = true;
      endJobs(err(fault('LED_NO_ANSWER', `${asked.question.name}: no answer in ${LED_TRIES} tries`)));
      setHealth('down', AWAY);
    },
    lateAnswer(answer) {
      if (late === undefined || clock.now() > late.until || !late.asked.question.fits(answer)) return false;
      count('lateAnswers');
      const { asked } = late;
      late = undefined;
      answered(asked, answer);
      return true;
    },
    opened() {
      misses = 0;
      away = false;
      late = undefined;
      resyncDue = false;
      helloDue = spec.hello !== null;
      holdUntil = Number.NEGATIVE_INFINITY;
      refusals.clear();
      again();
      if (spec.mute === true) judgeHealth();
      else setHealth('down', 'waiting for an answer');
    },
    lost(reason) {
      late = undefined;
      endJobs(offline());
      setHealth('down', reason);
    },
    want(slot, question) {
      wanted.set(slot, question);
      jobs.get(slot)?.finish(superseded(slot));
      jobs.delete(slot);
      if (!line.isOpen()) return Promise.resolve(offline());
      if (away) return Promise.resolve(err(fault('LED_NO_ANSWER', `${question.name}: ${AWAY}`)));
      return new Promise((resolve) => {
        jobs.set(slot, makeJob(slot, question, resolve));
        line.wake();
      });
    },
    count,
    health: snapshot,
  };
}

function superseded(slot: WantedSlot): DoneResult {
  return err(fault('LED_SUPERSEDED', `newer ${slot} was given`));
}

function offline(): DoneResult {
  return err(fault('LED_OFFLINE', 'no line to the panel'));
}

function words({ name }: PanelQuestion, { meaning }: { readonly meaning: string }): string {
  return `the panel refused ${name}: ${meaning}`;
}
