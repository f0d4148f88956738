import { BX_NACK } from './bx-error.ts';
import type { BxTime } from './bx-time.ts';
import { encodeBxTime, parseBxTime } from './bx-time.ts';

/**
 * Commands and answers inside BX-5K and BX-6K frames: group, command, response wish, two reserved bytes, payload.
 * Source: Onbon's published protocol of the K series (onbonlab.github.io, onbon-docs, k/potocol).
 *
 * Left out on purpose: A1 00 formats the panel and A2 01 wipes it; program files wear its flash, so that what
 * changes with every call goes into dynamic areas, which live in RAM.
 */
export type BxModel = '5k' | '6k';

/** Dynamic areas: how many, and how many bytes of text each. */
export const BX_LIMITS: Readonly<Record<BxModel, { readonly areas: number; readonly areaBytes: number }>> = {
  '5k': { areas: 8, areaBytes: 512 },
  '6k': { areas: 5, areaBytes: 1024 },
};

export const BX_BRIGHTEST = 15;

const CODES = {
  ping: [0xa2, 0x00],
  time: [0xa2, 0x03],
  status: [0xa1, 0x02],
  power: [0xa3, 0x00],
  brightness: [0xa3, 0x02],
  dynamic: [0xa3, 0x06],
  clear: [0xa3, 0x10],
} as const;

const ANSWER_GROUP = 0xa0;
const ACK = 0x00;
const NACK = 0x01;

const MUST_ANSWER = 0x01;
const NEED_NOT_ANSWER = 0x02;
const HEAD_BYTES = 5;
/** Head, on or off, brightness: what is the same in the status answers of 5K and 6K. */
const STATUS_BYTES = 7;
/** The reserved bytes of the published clock command hold the length of the time. */
const TIME_BYTES = 8;
const ALL_AREAS = 0xff;
/** Set in x and w: the number counts pixels, otherwise units of eight. */
const IN_PIXELS = 0x8000;
const MOST_PIXELS = IN_PIXELS - 1;

const DISPLAY = { static: 1, instant: 2, left: 3, right: 4, up: 5, down: 6 } as const;
export type BxDisplay = keyof typeof DISPLAY;

/** One dynamic area. Pixels; the text is in the panel's own code ({@link encodeBxText}). */
export interface BxArea {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Seconds; only run mode 2 ("expire") looks at it. */
  readonly timeoutS: number;
  /** 0 loop, 1 stay on the last page, 2 expire. */
  readonly runMode: 0 | 1 | 2;
  /** Bits 0–1: left, right, centre; bits 2–3: top, bottom, middle. */
  readonly align: number;
  readonly singleLine: boolean;
  readonly autoWrap: boolean;
  readonly display: BxDisplay;
  /** 0 is fastest. */
  readonly speed: number;
  /** Half seconds. */
  readonly stay: number;
  readonly text: Uint8Array;
}

export const BX_ALIGN_CENTRE_MIDDLE = 0x0a;

/** What the answer to `status` says on every model. */
export interface BxStatus {
  readonly on: boolean;
  /** 0–15 */
  readonly brightness: number;
}

export type BxCommand =
  | { readonly do: 'ping' | 'status' | 'clear' }
  | { readonly do: 'time'; readonly time: BxTime }
  | { readonly do: 'power'; readonly on: boolean }
  /** 0–15. */
  | { readonly do: 'brightness'; readonly level: number }
  | { readonly do: 'dynamic'; readonly remove: 'all' | readonly number[]; readonly areas: readonly BxArea[] };

/** `status` is there only where `status` was asked: it cannot be taken for the answer to anything else. */
export type BxAnswer =
  | { readonly ok: true; readonly status?: BxStatus }
  | { readonly ok: false; readonly error: number };

/**
 * The data of a frame. `answer: false` is for broadcasts alone: elsewhere a command without an answer proves
 * nothing.
 */
export function encodeBxCommand(
  command: BxCommand,
  { answer = true }: { readonly answer?: boolean } = {},
): Uint8Array {
  const [group, code] = CODES[command.do];
  const reserved = command.do === 'time' ? u16(TIME_BYTES) : [0, 0];
  return Uint8Array.from([
    ...[group, code, answer ? MUST_ANSWER : NEED_NOT_ANSWER],
    ...reserved,
    ...payload(command),
  ]);
}

function payload(command: BxCommand): number[] {
  switch (command.do) {
    case 'power':
      return [command.on ? 1 : 2];
    case 'time':
      return encodeBxTime(command.time);
    case 'brightness':
      if (!Number.isInteger(command.level) || command.level < 0 || command.level > BX_BRIGHTEST) {
        throw new RangeError(`brightness ${command.level}`);
      }
      return [0x01, command.level];
    case 'dynamic': {
      // The published list begins with response, mode, reserved: these are the last three bytes of the head.
      const remove = command.remove === 'all' ? [ALL_AREAS] : [command.remove.length, ...command.remove];
      const areas = command.areas.map(encodeArea);
      return [...remove, areas.length, ...areas.flatMap((area) => [...u16(area.length), ...area])];
    }
    default:
      return [];
  }
}

function encodeArea(area: BxArea): number[] {
  return [
    0,
    ...u16(area.x | IN_PIXELS),
    ...u16(area.y),
    ...u16(area.width | IN_PIXELS),
    ...u16(area.height),
    area.id,
    0,
    area.runMode,
    ...u16(area.timeoutS),
    0,
    0,
    area.align,
    area.singleLine ? 1 : 2,
    area.autoWrap ? 2 : 1,
    DISPLAY[area.display],
    0,
    area.speed,
    area.stay,
    ...u16(area.text.length),
    0,
    0,
    ...area.text,
  ];
}

/** What a panel makes of a frame's data: the command, or the error that its NACK names. For simulators. */
export function parseBxCommand(
  data: Uint8Array,
):
  | { readonly ok: true; readonly command: BxCommand; readonly answer: boolean }
  | { readonly ok: false; readonly error: number } {
  if (data.length < HEAD_BYTES) return { ok: false, error: BX_NACK.command };
  const known = Object.entries(CODES);
  if (!known.some(([, [group]]) => group === data[0])) return { ok: false, error: BX_NACK.group };
  const name = known.find(([, [group, code]]) => group === data[0] && code === data[1])?.[0];
  if (name === undefined) return { ok: false, error: BX_NACK.command };
  const command = parsePayload(name as BxCommand['do'], data.subarray(HEAD_BYTES));
  if (command === undefined) return { ok: false, error: name === 'time' ? BX_NACK.date : BX_NACK.block };
  return { ok: true, command, answer: data[2] === MUST_ANSWER };
}

function parsePayload(name: BxCommand['do'], bytes: Uint8Array): BxCommand | undefined {
  switch (name) {
    case 'power':
      if (bytes.length !== 1 || (bytes[0] !== 1 && bytes[0] !== 2)) return undefined;
      return { do: name, on: bytes[0] === 1 };
    case 'time': {
      const time = parseBxTime(bytes);
      return time === undefined ? undefined : { do: name, time };
    }
    case 'brightness':
      if (bytes.length !== 2 || bytes[0] !== 1 || bytes[1]! > BX_BRIGHTEST) return undefined;
      return { do: name, level: bytes[1]! };
    case 'dynamic':
      return parseDynamic(bytes);
    default:
      return bytes.length === 0 ? { do: name } : undefined;
  }
}

function parseDynamic(bytes: Uint8Array): BxCommand | undefined {
  const reader = createReader(bytes);
  const removeCount = reader.u8();
  const remove = removeCount === ALL_AREAS ? 'all' : [...reader.take(removeCount)];
  const count = reader.u8();
  const areas: BxArea[] = [];
  for (let one = 0; one < count && !reader.failed(); one += 1) {
    const area = parseArea(reader.take(reader.u16()));
    if (area === undefined) return undefined;
    areas.push(area);
  }
  return reader.failed() || reader.left() > 0 ? undefined : { do: 'dynamic', remove, areas };
}

function parseArea(bytes: Uint8Array): BxArea | undefined {
  const reader = createReader(bytes);
  if (reader.u8() !== 0) return undefined;
  const x = pixels(reader.u16());
  const y = reader.u16();
  const width = pixels(reader.u16());
  const height = reader.u16();
  const id = reader.u8();
  reader.u8();
  const runMode = reader.u8();
  const timeoutS = reader.u16();
  reader.take(2);
  const align = reader.u8();
  const line = reader.u8();
  const wrap = reader.u8();
  const displayCode = reader.u8();
  reader.u8();
  const speed = reader.u8();
  const stay = reader.u8();
  const length = reader.u16() + reader.u16() * 0x1_0000;
  const text = reader.take(length);
  const display = Object.entries(DISPLAY).find(([, code]) => code === displayCode)?.[0];
  if (reader.failed() || reader.left() > 0 || display === undefined) return undefined;
  if ((runMode !== 0 && runMode !== 1 && runMode !== 2) || ![1, 2].includes(line) || ![1, 2].includes(wrap)) {
    return undefined;
  }
  if (width === 0 || height === 0 || width > MOST_PIXELS || x > MOST_PIXELS) return undefined;
  return {
    ...{ id, x, y, width, height, timeoutS, runMode, align, speed, stay, text: text.slice() },
    ...{ singleLine: line === 1, autoWrap: wrap === 2, display: display as BxDisplay },
  };
}

export function encodeBxAnswer(answer: BxAnswer): Uint8Array {
  return answer.ok
    ? Uint8Array.of(ANSWER_GROUP, ACK, 0, 0, 0)
    : Uint8Array.of(ANSWER_GROUP, NACK, answer.error, 0, 0);
}

/** The answer to `status`, as far as every model has it; the rest (clock, programs, areas) is not needed here. */
export function encodeBxStatus(
  { on, brightness }: BxStatus,
  rest: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return Uint8Array.from([...CODES.status, 0, 0, 0, on ? 1 : 2, brightness, ...rest]);
}

/** `undefined` if the data is no answer. */
export function parseBxAnswer(data: Uint8Array): BxAnswer | undefined {
  if (data.length >= STATUS_BYTES && data[0] === CODES.status[0] && data[1] === CODES.status[1]) {
    if (data[2] !== 0) return { ok: false, error: data[2]! };
    return { ok: true, status: { on: data[5] === 1, brightness: data[6]! } };
  }
  if (data.length < HEAD_BYTES || data[0] !== ANSWER_GROUP) return undefined;
  if (data[1] === ACK) return { ok: true };
  return data[1] === NACK ? { ok: false, error: data[2]! } : undefined;
}

function u16(value: number): [number, number] {
  return [value & 0xff, (value >> 8) & 0xff];
}

function pixels(coded: number): number {
  return coded & IN_PIXELS ? coded & 0x7fff : coded * 8;
}

/** Reads on with zeros past the end and remembers that it did. */
function createReader(bytes: Uint8Array) {
  let at = 0;
  let overrun = false;
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) overrun = true;
    const part = bytes.subarray(at, at + count);
    at = Math.min(bytes.length, at + count);
    return part;
  };
  const u8 = (): number => take(1)[0] ?? 0;
  return { take, u8, u16: () => u8() + u8() * 0x100, failed: () => overrun, left: () => bytes.length - at };
}
