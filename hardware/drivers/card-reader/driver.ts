import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { encodeSdtCommand, parseSdtReply } from '../../codec/sdt-command.ts';
import type { SdtDecoded } from '../../codec/sdt-frame.ts';
import { createSdtDecoder } from '../../codec/sdt-frame.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';
import type { CardEvent, CardReaderEffect, CardReaderInput } from './machine.ts';
import { initialCardReaderState, stepCardReader } from './machine.ts';

export type { CardKind, IdCard, ReadIdCard } from '../../codec/sdt-card.ts';
export type { CardEvent, CardTrouble, CardTroubleAsk, CardTroubleCode } from './machine.ts';

export type CardReaderEvent = CardEvent | { readonly type: 'health'; readonly health: PortHealth };

export interface CardReaderOptions {
  readonly open: OpenTransport;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
  readonly onEvent: (event: CardReaderEvent) => void;
}

export interface CardReader {
  health(): PortHealth;
  /** Stops polling and closes the port. No event follows. */
  close(): Promise<void>;
}

/**
 * Drives one SDT / SAM_V reader (115200 8N1). Polls for a card, reads it when it is laid, tells when it is
 * lifted. Every buffer that held a card is overwritten with zeros once it is parsed; the bytes inside the `laid`
 * event's card are the only copy, and its receiver calls `clear()` on it. A card that nobody gets is cleared here.
 *
 * Health says `ready`, or that a card lies on the reader; the counters `cardsRead`, `stillThere` and `missed` say how
 * long one did.
 */
export function openCardReader(options: CardReaderOptions): CardReader {
  const clock = options.clock ?? systemClock;
  const decoder = createSdtDecoder('reply');
  let state = initialCardReaderState;
  let cancelTimer: (() => void) | undefined;
  let closed = false;

  const supervisor = supervisePort({
    open: options.open,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    stateOnOpen: 'down',
    onOpen: () => input({ type: 'opened' }),
    onLost: () => {
      decoder.wipe();
      input({ type: 'lost' });
    },
    onBytes: (bytes) => {
      const decoded = decoder.feed(bytes);
      bytes.fill(0);
      takeIn(decoded);
      if (decoder.inFrame) input({ type: 'begun' });
    },
    onHealth: (health) => {
      if (!closed) options.onEvent({ type: 'health', health });
    },
  });

  function takeIn(decoded: readonly SdtDecoded[]): void {
    for (const one of decoded) {
      if (one.kind === 'frame') {
        try {
          input({ type: 'reply', reply: parseSdtReply(one.body) });
        } finally {
          one.body.fill(0);
        }
      } else {
        supervisor.count(`dropped.${one.reason}`, one.bytes);
        if (one.reason === 'checksum') input({ type: 'garbled' });
      }
    }
  }

  function input(what: CardReaderInput): void {
    if (closed) return;
    const step = stepCardReader(state, what);
    state = step.state;
    for (const effect of step.effects) perform(effect);
  }

  function perform(effect: CardReaderEffect): void {
    // A receiver of an event may have closed the driver.
    if (closed) {
      if (effect.do === 'emit' && effect.event.type === 'laid') effect.event.card.clear();
      return;
    }
    switch (effect.do) {
      case 'send':
        // What is left of an earlier answer must not be taken for the beginning of the next.
        decoder.wipe();
        void supervisor.write(encodeSdtCommand(effect.command));
        break;
      case 'timer':
        cancelTimer?.();
        cancelTimer = clock.after(effect.ms, onTimer);
        break;
      case 'stop-timer':
        cancelTimer?.();
        break;
      case 'emit':
        if (effect.event.type === 'trouble') supervisor.count(`trouble.${effect.event.code}`);
        options.onEvent(effect.event);
        break;
      case 'clear':
        effect.card.clear();
        break;
      case 'health':
        supervisor.report(effect.state, effect.reason);
        break;
      case 'restart':
        supervisor.restart(effect.reason);
        break;
      case 'count':
        supervisor.count(effect.counter);
        break;
    }
  }

  function onTimer(): void {
    if (!decoder.inFrame) {
      input({ type: 'timer' });
      return;
    }
    // A broken length may have swallowed the answer: look inside before calling it silence.
    const before = state;
    takeIn(decoder.abandon());
    if (state === before) input({ type: 'timer' });
  }

  return {
    health: supervisor.health,
    close() {
      closed = true;
      cancelTimer?.();
      decoder.wipe();
      if (state.at === 'completing') state.card.clear();
      return supervisor.close();
    },
  };
}
