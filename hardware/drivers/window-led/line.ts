import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';
import type { Heard, PanelDialect, PanelQuestion } from './dialect.ts';
import type { Asked, LinePanel, LinePanelSpec } from './line-panel.ts';
import { createLinePanel } from './line-panel.ts';
import type { LedFaultCode } from './panel.ts';
import { LED_SLOWEST_BAUD, LED_TURNAROUND_MS } from './timing.ts';
import { chooseTurn, silenceBudget } from './turns.ts';

/** 8 data bits with start and stop bit. */
const BITS_PER_BYTE = 10;
const MS_PER_SECOND = 1_000;

export interface PanelLineSettings {
  readonly open: OpenTransport;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
  /** Of the serial line, also behind a converter: how long bytes are under way. Default 9600. */
  readonly baudRate?: number;
  /** Milliseconds of silence between two exchanges; default {@link LED_TURNAROUND_MS}. */
  readonly turnaroundMs?: number;
  /** Of the line alone; each panel has its own. */
  readonly onHealth?: (health: PortHealth) => void;
}

export interface PanelLine {
  /** An address that is taken already is a bug. */
  add(spec: LinePanelSpec): LinePanel;
  remove(panel: LinePanel): void;
  /** To all panels at once, answered by none. */
  broadcast(question: PanelQuestion): Promise<Result<void, Fault<LedFaultCode>>>;
  count(): number;
  health(): PortHealth;
  close(): Promise<void>;
}

interface Exchange {
  readonly panel: LinePanel;
  readonly asked: Asked;
  readonly since: number;
  readonly cancel: () => void;
}

interface Broadcast {
  readonly question: PanelQuestion;
  readonly settle: (result: Result<void, Fault<LedFaultCode>>) => void;
}

/**
 * A line with panels of one make: one exchange at a time, the panels by turns ({@link chooseTurn}), each with its
 * own health. When none of them answers any more, the port is opened anew: a converter may have hung up.
 */
export function openPanelLine(settings: PanelLineSettings, dialect: PanelDialect): PanelLine {
  const clock = settings.clock ?? systemClock;
  const byteMs = (BITS_PER_BYTE * MS_PER_SECOND) / (settings.baudRate ?? LED_SLOWEST_BAUD);
  const turnaroundMs = settings.turnaroundMs ?? LED_TURNAROUND_MS;
  /** In the order of their last turns: who waited longest stands first. */
  const panels: LinePanel[] = [];
  let broadcasts: Broadcast[] = [];
  let budget = silenceBudget();
  let current: Exchange | undefined;
  let last: LinePanel | undefined;
  let quietUntil = Number.NEGATIVE_INFINITY;
  let cancelWait: (() => void) | undefined;
  let closed = false;

  const supervisor = supervisePort({
    open: settings.open,
    clock,
    ...(settings.random === undefined ? {} : { random: settings.random }),
    onHealth(health) {
      settings.onHealth?.(health);
      // A try that failed is the panels' reason, too.
      if (health.state === 'down') for (const panel of panels) panel.lost(health.reason);
    },
    onOpen() {
      budget = silenceBudget();
      quietUntil = Number.NEGATIVE_INFINITY;
      for (const panel of panels) panel.opened();
      pump();
    },
    onBytes(bytes) {
      for (const heard of dialect.hear(bytes)) hear(heard);
      pump();
    },
    onLost(reason) {
      stopExchange();
      for (const panel of panels) panel.lost(reason);
    },
  });

  function stopExchange(): void {
    cancelWait?.();
    cancelWait = undefined;
    current?.cancel();
    current?.asked.job?.finish(err(fault('LED_OFFLINE', 'no line to the panel')));
    current = undefined;
    dialect.reset();
    for (const { settle } of broadcasts.splice(0)) settle(err(fault('LED_OFFLINE', 'no line to the panels')));
  }

  function later(at: number, run: () => void): void {
    cancelWait?.();
    cancelWait = clock.after(Math.max(0, at - clock.now()), () => {
      cancelWait = undefined;
      run();
    });
  }

  /** Begins the next exchange when the line is free, or waits until something is due. */
  function pump(): void {
    if (closed || current !== undefined || !supervisor.isOpen()) return;
    cancelWait?.();
    cancelWait = undefined;
    const now = clock.now();
    if (now < quietUntil) {
      later(quietUntil, pump);
      return;
    }
    const everyone = broadcasts.shift();
    if (everyone !== undefined) {
      tell(everyone);
      return;
    }
    const turn = chooseTurn(
      panels.map((panel) => ({ readyAt: panel.readyAt(), silent: panel.silent() })),
      now,
      budget.freeAt(now),
    );
    if ('ask' in turn) {
      const [panel] = panels.splice(turn.ask, 1);
      panels.push(panel!);
      begin(panel!);
    } else if (turn.waitUntil !== Number.POSITIVE_INFINITY) later(turn.waitUntil, pump);
  }

  function tell({ question, settle }: Broadcast): void {
    const wireMs = Math.ceil(question.bytes.length * byteMs);
    void supervisor.write(question.bytes);
    quietUntil = clock.now() + wireMs + turnaroundMs;
    settle(ok(undefined));
    pump();
  }

  function begin(panel: LinePanel): void {
    const asked = panel.ask();
    const { bytes, answerMs } = asked.question;
    const wireMs = Math.ceil(bytes.length * byteMs);
    const cancel = clock.after(wireMs + (answerMs ?? 0), () => {
      if (answerMs === null) end((exchange) => exchange.panel.sent(exchange.asked));
      else end((exchange) => exchange.panel.unanswered(exchange.asked, 'silence'));
      pump();
    });
    current = { panel, asked, since: clock.now(), cancel };
    last = panel;
    // Not awaited: a line that takes no bytes must end in the same time-out as a panel that does not answer. A write
    // that fails closes the port, and with it the exchange.
    void supervisor.write(bytes);
  }

  function end(how: (exchange: Exchange) => void): void {
    if (current === undefined) return;
    const exchange = current;
    current = undefined;
    exchange.cancel();
    quietUntil = clock.now() + turnaroundMs;
    how(exchange);
    if (exchange.panel.silent()) budget.spend(clock.now(), clock.now() - exchange.since);
    if (panels.length > 0 && panels.every((panel) => panel.away())) {
      supervisor.restart(panels.length === 1 ? 'the panel does not answer' : 'no panel on the line answers');
    }
  }

  function hear(heard: Heard): void {
    if (heard.kind === 'dropped') {
      supervisor.count(`dropped.${heard.reason}`, heard.bytes);
      if (heard.damaged && current?.asked.question.answerMs !== null) {
        end((exchange) => exchange.panel.unanswered(exchange.asked, 'damaged'));
      }
      return;
    }
    if (heard.kind === 'foreign') {
      supervisor.count('foreignFrames');
      return;
    }
    const { from, answer } = heard;
    const isFrom = (panel: LinePanel): boolean => dialect.isFrom(panel.address, from, panels.length === 1);
    if (current !== undefined && isFrom(current.panel) && current.asked.question.fits(answer)) {
      end((exchange) => exchange.panel.answered(exchange.asked, answer));
      return;
    }
    // An answer that does not say whose it is belongs to who was asked last.
    const owner = from === null ? last : panels.find(isFrom);
    if (owner === undefined) supervisor.count('strayAnswers');
    else if (!owner.lateAnswer(answer)) owner.count('staleAnswers');
  }

  return {
    add(spec) {
      if (panels.some(({ address }) => address === spec.address)) {
        throw new RangeError(`two panels with the address ${spec.address} on one line`);
      }
      const panel = createLinePanel(spec, {
        clock,
        isOpen: () => supervisor.isOpen() && !closed,
        counters: () => supervisor.health().counters,
        wake: pump,
      });
      panels.push(panel);
      if (supervisor.isOpen()) {
        panel.opened();
        pump();
      }
      return panel;
    },
    remove(panel) {
      const at = panels.indexOf(panel);
      if (at < 0) return;
      if (last === panel) last = undefined;
      panels.splice(at, 1);
      if (current?.panel === panel) {
        const { asked } = current;
        current.cancel();
        current = undefined;
        asked.job?.finish(err(fault('LED_OFFLINE', 'closed')));
        quietUntil = clock.now() + turnaroundMs;
      }
      panel.lost('closed');
      pump();
    },
    broadcast(question) {
      if (closed || !supervisor.isOpen()) {
        return Promise.resolve(err(fault('LED_OFFLINE', 'no line to the panels')));
      }
      return new Promise((settle) => {
        broadcasts = [...broadcasts, { question, settle }];
        pump();
      });
    },
    count: () => panels.length,
    health: supervisor.health,
    async close() {
      closed = true;
      stopExchange();
      for (const panel of panels) panel.lost('closed');
      await supervisor.close();
    },
  };
}
