import type { BxCommand, BxDisplay, BxModel } from '../codec/bx-command.ts';
import { BX_BRIGHTEST, BX_LIMITS } from '../codec/bx-command.ts';
import { BX_NACK } from '../codec/bx-error.ts';
import type { BxColour } from '../codec/bx-text.ts';
import { decodeBxText } from '../codec/bx-text.ts';
import type { BxTime } from '../codec/bx-time.ts';

export interface SimulatedLedArea {
  readonly id: number;
  readonly text: string;
  readonly colour?: BxColour;
  readonly display: BxDisplay;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person in front of the panel sees. */
export interface SimulatedLedFace {
  readonly areas: readonly SimulatedLedArea[];
  /** 0–15 */
  readonly brightness: number;
  readonly on: boolean;
}

export interface SimulatedLedOptions {
  /** Default `6k`. */
  readonly model?: BxModel;
  /** Pixels, default 128 × 32. */
  readonly width?: number;
  readonly height?: number;
}

/** One controller without its line: obeys commands and keeps what it would show. */
export interface SimulatedLedController {
  face(): SimulatedLedFace;
  /** What its clock was last set to. */
  clockTime(): BxTime | undefined;
  /** The error of the NACK, or `undefined` when the command was obeyed. */
  obey(command: BxCommand): number | undefined;
  /** What follows brightness in the answer to `status`: clock, programs, areas, bar code, own id. */
  statusRest(): Uint8Array;
  /** Areas live in RAM. */
  losePower(): void;
}

const DEFAULT_SIZE = { width: 128, height: 32 };
const CLOCK_AND_PROGRAMS_BYTES = 8 + 1 + 4 + 2;
const BAR_CODE_AND_ID_BYTES = 16 + 12;

export function createLedController(
  options: SimulatedLedOptions,
  changed: () => void,
): SimulatedLedController {
  const size = { width: options.width ?? DEFAULT_SIZE.width, height: options.height ?? DEFAULT_SIZE.height };
  const limits = BX_LIMITS[options.model ?? '6k'];
  const areas = new Map<number, SimulatedLedArea>();
  let brightness = BX_BRIGHTEST;
  let on = true;
  let time: BxTime | undefined;

  function obeyDynamic(command: Extract<BxCommand, { do: 'dynamic' }>): number | undefined {
    const removed = command.remove === 'all' ? [...areas.keys()] : command.remove;
    const left = new Set([...areas.keys()].filter((id) => !removed.includes(id)));
    for (const area of command.areas) left.add(area.id);
    if (left.size > limits.areas) return BX_NACK.memory;
    for (const { text, x, y, width, height } of command.areas) {
      if (text.length > limits.areaBytes) return BX_NACK.memory;
      if (x + width > size.width || y + height > size.height) return BX_NACK.block;
    }
    for (const id of removed) areas.delete(id);
    for (const { id, x, y, width, height, display, text } of command.areas) {
      areas.set(id, { id, x, y, width, height, display, ...decodeBxText(text) });
    }
    return undefined;
  }

  return {
    face: () => ({ areas: [...areas.values()].sort((a, b) => a.id - b.id), brightness, on }),
    clockTime: () => time,
    obey(command) {
      switch (command.do) {
        case 'ping':
        case 'status':
          return undefined;
        case 'time':
          time = command.time;
          return undefined;
        case 'clear':
          areas.clear();
          break;
        case 'power':
          on = command.on;
          break;
        case 'brightness':
          brightness = command.level;
          break;
        case 'dynamic': {
          const error = obeyDynamic(command);
          if (error !== undefined) return error;
        }
      }
      changed();
      return undefined;
    },
    statusRest() {
      const ids = [...areas.keys()];
      return Uint8Array.from([
        ...new Uint8Array(CLOCK_AND_PROGRAMS_BYTES),
        ...[ids.length, ...ids],
        ...new Uint8Array(BAR_CODE_AND_ID_BYTES),
      ]);
    },
    losePower() {
      areas.clear();
      brightness = BX_BRIGHTEST;
      changed();
    },
  };
}
