import type { BxAnswer, BxCommand } from '../../codec/bx-command.ts';
import { encodeBxCommand, parseBxAnswer } from '../../codec/bx-command.ts';
import { BX_NACK, bxErrorMeaning, bxErrorName, bxErrorRetry } from '../../codec/bx-error.ts';
import { BX_ANY, BX_BROADCAST, BX_HOST, createBxDecoder, encodeBxFrame } from '../../codec/bx-frame.ts';
import type { PanelAnswer, PanelDialect, PanelQuestion } from './dialect.ts';
import { LED_ANSWER_TIMEOUT_MS } from './timing.ts';

/** A frame with the wrong sum or length was an answer once; the other drops are noise beside one. */
const DAMAGED = ['crc', 'length', 'escape'];

export function bxDialect(): PanelDialect {
  const decoder = createBxDecoder();
  return {
    hear: (bytes) =>
      decoder.feed(bytes).map((decoded) => {
        if (decoded.kind === 'dropped') {
          const { reason, bytes: count } = decoded;
          return { kind: 'dropped', reason, bytes: count, damaged: DAMAGED.includes(reason) };
        }
        const { dst, src, data } = decoded.frame;
        const answer = dst === BX_HOST ? parseBxAnswer(data) : undefined;
        if (answer === undefined) return { kind: 'foreign' };
        return { kind: 'answer', from: src, answer: judged(answer) };
      }),
    reset: () => decoder.reset(),
    // A panel answers under the address it was asked by; FFFE from it (k/potocol, 4) says nothing among several.
    isFrom: (panel, from, alone) => panel === BX_ANY || from === panel || (alone && from === BX_ANY),
  };
}

function judged(answer: BxAnswer): PanelAnswer {
  if (answer.ok) return { kind: answer.status === undefined ? 'acknowledged' : 'status' };
  return {
    ...{ kind: 'refused', nack: answer.error, error: bxErrorName(answer.error) },
    ...{ meaning: bxErrorMeaning(answer.error), retry: bxErrorRetry(answer.error) },
  };
}

/** A command to one panel. `status` has an answer of its own; a panel that does not know it says so. */
export function bxQuestion(address: number, command: BxCommand): PanelQuestion {
  const ownAnswer = command.do === 'status';
  return {
    name: command.do,
    bytes: encodeBxFrame({ dst: address, src: BX_HOST, data: encodeBxCommand(command) }),
    answerMs: LED_ANSWER_TIMEOUT_MS,
    fits: (answer) =>
      ownAnswer
        ? answer.kind === 'status' || (answer.kind === 'refused' && isUnknownCommand(answer.nack))
        : answer.kind !== 'status',
  };
}

/** To every panel at once; none answers (k/potocol, 4). */
export function bxBroadcast(command: BxCommand): PanelQuestion {
  const data = encodeBxCommand(command, { answer: false });
  return {
    ...{ name: command.do, answerMs: null, fits: () => false },
    bytes: encodeBxFrame({ dst: BX_BROADCAST, src: BX_HOST, data }),
  };
}

function isUnknownCommand(nack: number | undefined): boolean {
  return nack === BX_NACK.group || nack === BX_NACK.command;
}
