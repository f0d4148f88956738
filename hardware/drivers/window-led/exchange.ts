import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import type { BxAnswer, BxCommand } from '../../codec/bx-command.ts';
import { BX_NACK, bxErrorName, encodeBxCommand, parseBxAnswer } from '../../codec/bx-command.ts';
import { BX_ANY, BX_HOST, createBxDecoder, encodeBxFrame } from '../../codec/bx-frame.ts';
import type { PortSupervisor } from '../../supervisor.ts';

/** Not published: chosen as long as the maker's refresh interval, so that a redrawing panel can still answer. */
export const LED_ANSWER_TIMEOUT_MS = 1_000;
/** One byte at 9600 baud, 8N1, the slowest line these panels use: a full text area takes a second to send. */
const SLOWEST_BYTE_MS = 10_000 / 9_600;
/** A panel that says "busy" is redrawing; the maker asks for at most one refresh a second. */
export const LED_BUSY_WAIT_MS = 1_000;
/** One try, one more for a lost frame, one more for a busy panel. */
export const LED_TRIES = 3;

export type LedFaultCode =
  /** Newer content was given before this was sent. */
  | 'LED_SUPERSEDED'
  /** More bytes than one area of this model holds; `details` has `bytes` and `limit`. */
  | 'LED_TEXT_TOO_LONG'
  /** No line to the panel. What was wanted last is shown when it is back. */
  | 'LED_OFFLINE'
  | 'LED_NO_ANSWER'
  /** The panel answered with an error; `details.error` is its name. */
  | 'LED_REFUSED';

export interface LedExchange {
  /** Sends a command and waits for its answer. One at a time: the caller never overlaps two. */
  ask(command: BxCommand): Promise<Result<void, Fault<LedFaultCode>>>;
  feed(bytes: Uint8Array): void;
  /** The port is gone: the open question ends now. */
  lost(): void;
}

/** Question and answer with one panel. Answers carry no number, so there is never more than one question. */
export function createLedExchange(
  port: Pick<PortSupervisor, 'write' | 'count'>,
  address: number,
  clock: Clock,
): LedExchange {
  const decoder = createBxDecoder();
  let waiting: ((answer: BxAnswer | 'silence' | 'lost') => void) | undefined;
  let cancelWait: (() => void) | undefined;

  function answerWithin(ms: number): Promise<BxAnswer | 'silence' | 'lost'> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => waiting?.('silence'));
      waiting = (answer) => {
        waiting = undefined;
        cancel();
        resolve(answer);
      };
    });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => cancelWait?.());
      cancelWait = () => {
        cancelWait = undefined;
        cancel();
        resolve();
      };
    });
  }

  async function tryOnce(frame: Uint8Array): Promise<BxAnswer | 'silence' | 'lost'> {
    decoder.reset();
    const answered = answerWithin(LED_ANSWER_TIMEOUT_MS + Math.ceil(frame.length * SLOWEST_BYTE_MS));
    // Not awaited: a line that takes no bytes must end in the same time-out as a panel that does not answer.
    void port.write(frame).then((written) => {
      if (!written.ok) waiting?.('lost');
    });
    return await answered;
  }

  return {
    async ask(command) {
      const frame = encodeBxFrame({ dst: address, src: BX_HOST, data: encodeBxCommand(command) });
      let last: BxAnswer | 'silence' | 'lost' = 'silence';
      for (let attempt = 1; attempt <= LED_TRIES; attempt += 1) {
        last = await tryOnce(frame);
        if (last === 'lost') return err(fault('LED_OFFLINE', `${command.do}: the line is gone`));
        if (last === 'silence') {
          port.count('silences');
          continue;
        }
        if (last.ok) return ok(undefined);
        port.count(`nack.${bxErrorName(last.error)}`);
        // A damaged frame is worth another try at once; anything else but "busy" stays as it is.
        if (last.error === BX_NACK.crc) continue;
        if (last.error !== BX_NACK.busy) break;
        if (attempt < LED_TRIES) await pause(LED_BUSY_WAIT_MS);
      }
      if (last === 'silence')
        return err(fault('LED_NO_ANSWER', `${command.do}: no answer in ${LED_TRIES} tries`));
      const name = typeof last === 'string' || last.ok ? last : bxErrorName(last.error);
      return err(fault('LED_REFUSED', `${command.do}: the panel answered ${name}`, { error: name }));
    },
    feed(bytes) {
      for (const decoded of decoder.feed(bytes)) {
        if (decoded.kind === 'dropped') {
          port.count(`dropped.${decoded.reason}`, decoded.bytes);
          continue;
        }
        const { frame } = decoded;
        const mine =
          frame.dst === BX_HOST && (address === BX_ANY || frame.src === address || frame.src === BX_ANY);
        const answer = mine ? parseBxAnswer(frame.data) : undefined;
        if (answer === undefined || waiting === undefined) port.count('strayFrames');
        else waiting(answer);
      }
    },
    lost() {
      decoder.reset();
      waiting?.('lost');
      cancelWait?.();
    },
  };
}
