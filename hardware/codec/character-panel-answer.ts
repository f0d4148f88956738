import type { CharacterTemplate } from './character-panel.ts';
import type { TemplateToken } from './character-panel-template.ts';
import { NUMBER_FORMATS } from './character-panel-template.ts';

export type CharacterDecoded =
  | {
      readonly kind: 'answer';
      readonly says: 'ack' | 'nack';
      /** `null`: the pattern holds none. */
      readonly address: number | null;
    }
  | { readonly kind: 'noise'; readonly bytes: number };

export interface CharacterAnswerDecoder {
  /** Takes bytes as they come; what begins no pattern is dropped. */
  feed(bytes: Uint8Array): CharacterDecoded[];
  reset(): void;
}

type Match = { readonly address: number | null; readonly length: number } | 'unfinished' | 'no';

/** Finds the patterns of a template's answers in a stream. */
export function createCharacterAnswerDecoder(
  template: Pick<CharacterTemplate, 'ack' | 'nack'>,
): CharacterAnswerDecoder {
  const patterns = (['ack', 'nack'] as const).flatMap((says) => {
    const tokens = template[says];
    return tokens === null ? [] : [{ says, tokens }];
  });
  let held = new Uint8Array(0);

  function firstMatch(bytes: Uint8Array) {
    let unfinished = false;
    for (const { says, tokens } of patterns) {
      const match = matchAt(tokens, bytes);
      if (match === 'unfinished') unfinished = true;
      else if (match !== 'no') return { says, ...match };
    }
    return unfinished ? 'unfinished' : 'no';
  }

  return {
    feed(bytes) {
      held = Uint8Array.from([...held, ...bytes]);
      const decoded: CharacterDecoded[] = [];
      let noise = 0;
      let at = 0;
      const tellNoise = (): void => {
        if (noise > 0) decoded.push({ kind: 'noise', bytes: noise });
        noise = 0;
      };
      while (at < held.length) {
        const rest = held.subarray(at);
        const found = firstMatch(rest);
        if (found === 'unfinished') break;
        if (found === 'no') {
          noise += 1;
          at += 1;
          continue;
        }
        tellNoise();
        decoded.push({ kind: 'answer', says: found.says, address: found.address });
        at += found.length;
      }
      tellNoise();
      held = held.slice(at);
      return decoded;
    },
    reset() {
      held = new Uint8Array(0);
    },
  };
}

function matchAt(tokens: readonly TemplateToken[], bytes: Uint8Array): Match {
  let at = 0;
  let address: number | null = null;
  for (const token of tokens) {
    if (token.kind === 'address') {
      const format = NUMBER_FORMATS[token.format];
      if (at + format.bytes > bytes.length) return 'unfinished';
      address = format.decode(bytes.subarray(at, at + format.bytes));
      if (Number.isNaN(address)) return 'no';
      at += format.bytes;
      continue;
    }
    if (at >= bytes.length) return 'unfinished';
    if (token.kind === 'byte' && token.byte !== bytes[at]) return 'no';
    at += 1;
  }
  return { address, length: at };
}
