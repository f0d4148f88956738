import QRCode from 'qrcode';
import { blankRows, PrintLine, type Style } from './typesetter.ts';

/** What one command makes the mechanism do. */
export type Action =
  | { readonly kind: 'rows'; readonly rows: Uint8Array[] }
  | { readonly kind: 'cut' }
  | { readonly kind: 'automatic-status'; readonly mask: number }
  | { readonly kind: 'send-paper-status' }
  | { readonly kind: 'completion'; readonly id: Uint8Array }
  /** GS e n [m] [t]: 2 retract, 3 and 32 present by m steps, 5 eject, 6 status; t belongs to 32. */
  | { readonly kind: 'ejector'; readonly n: number; readonly steps: number; readonly timeUnits: number }
  | { readonly kind: 'nothing' };

export interface Counters {
  /** Commands that this printer does not know; they are skipped. */
  unknown: number;
  /** Characters that this printer's font lacks; they come out as `?`. */
  garbled: number;
  /** Image or QR data that looks like a real-time command. */
  realtimeInData: number;
}

interface Done {
  readonly used: number;
  readonly action: Action;
}

const NOTHING: Action = { kind: 'nothing' };
/** `ESC 2` at 203 dpi: a sixth of an inch. */
const DEFAULT_SPACING = 34;
const PLAIN: Style = { wide: 1, high: 1, bold: false, underline: false, inverse: false };

/** Parameter bytes of commands whose effect does not show on paper here. */
const SKIPPED: Readonly<Record<string, number>> = {
  ...{
    'ESC t': 1,
    'ESC R': 1,
    'ESC M': 1,
    'ESC V': 1,
    'ESC {': 1,
    'ESC =': 1,
    'ESC p': 3,
    'ESC c': 2,
    'ESC  ': 1,
  },
  ...{
    'ESC $': 2,
    'ESC \\': 2,
    'ESC S': 0,
    'ESC L': 0,
    'ESC r': 1,
    'FS S': 2,
    'FS C': 1,
    'FS -': 1,
    'GS L': 2,
  },
  ...{ 'GS W': 2, 'GS H': 1, 'GS h': 1, 'GS w': 1, 'GS f': 1, 'GS P': 2, 'GS $': 2, 'GS \\': 2, 'GS b': 1 },
  ...{ 'GS I': 1 },
};
const PREFIX: Readonly<Record<number, string>> = { 27: 'ESC', 28: 'FS', 29: 'GS' };

/**
 * The printer's own reading of the byte stream, written from the command reference and not from the driver:
 * whatever the driver gets wrong shows on this paper.
 */
export class Interpreter {
  readonly counters: Counters = { unknown: 0, garbled: 0, realtimeInData: 0 };
  private readonly widthDots: number;
  private readonly maxCommandBytes: number;
  private readonly decoder = new TextDecoder('gb18030', { fatal: true });
  private buffer = new Uint8Array(0);
  private line: PrintLine;
  private style: Style = PLAIN;
  private justify: 0 | 1 | 2 = 0;
  private spacing = DEFAULT_SPACING;
  private chinese = true;
  private qr = { module: 3, level: 'L', data: new Uint8Array(0) };
  private graphics: Uint8Array[] = [];

  constructor(widthDots: number, maxCommandBytes: number) {
    this.widthDots = widthDots;
    this.maxCommandBytes = maxCommandBytes;
    this.line = new PrintLine(widthDots);
  }

  get buffered(): number {
    return this.buffer.length;
  }

  push(bytes: Uint8Array): void {
    const joined = new Uint8Array(this.buffer.length + bytes.length);
    joined.set(this.buffer);
    joined.set(bytes, this.buffer.length);
    this.buffer = joined;
  }

  clear(): void {
    this.buffer = new Uint8Array(0);
    this.reset();
  }

  /** As after the power was away: unlike `ESC @` it also forgets what is stored. */
  powerUp(): void {
    this.clear();
    this.chinese = true;
    this.qr = { module: 3, level: 'L', data: new Uint8Array(0) };
    this.graphics = [];
  }

  /** Takes one command or character off the buffer; undefined when it is incomplete. */
  step(): { readonly action: Action; readonly bytes: Uint8Array } | undefined {
    const bytes = this.buffer;
    if (bytes.length === 0) return undefined;
    const done = this.read(bytes);
    if (!done) return undefined;
    const used = Math.max(1, done.used);
    this.buffer = bytes.subarray(used);
    return { action: done.action, bytes: bytes.slice(0, used) };
  }

  private reset(): void {
    this.style = PLAIN;
    this.justify = 0;
    this.spacing = DEFAULT_SPACING;
    this.line = new PrintLine(this.widthDots);
  }

  private read(b: Uint8Array): Done | undefined {
    const first = b[0]!;
    if (first === 0x10) return this.dle(b);
    const prefix = PREFIX[first];
    if (prefix === undefined) return this.character(b);
    if (b.length < 2) return undefined;
    const name = `${prefix} ${String.fromCharCode(b[1]!)}`;
    if (name === 'GS v') return this.rasterImage(b);
    if (name === 'GS (') return this.block(b);
    if (name === 'GS V') return this.cut(b);
    if (name === 'GS k') return this.barcode(b);
    if (name === 'GS e') return ejector(b);
    if (name === 'ESC D') return untilNul(b, 2);
    const skipped = SKIPPED[name];
    if (skipped !== undefined)
      return b.length < 2 + skipped ? undefined : { used: 2 + skipped, action: NOTHING };
    return this.simple(name, b);
  }

  private simple(name: string, b: Uint8Array): Done | undefined {
    const bare = this.withoutParameter(name);
    if (bare) return { used: 2, action: bare };
    const n = b[2];
    if (n === undefined) return isKnown(name) ? undefined : this.unknown(2);
    const action = this.withParameter(name, n);
    return action ? { used: 3, action } : this.unknown(2);
  }

  private withoutParameter(name: string): Action | undefined {
    switch (name) {
      case 'ESC @':
        this.reset();
        return NOTHING;
      case 'ESC 2':
        this.spacing = DEFAULT_SPACING;
        return NOTHING;
      case 'FS &':
        this.chinese = true;
        return NOTHING;
      case 'FS .':
        this.chinese = false;
        return NOTHING;
      case 'ESC i':
      case 'ESC m':
        return { kind: 'cut' };
      default:
        return undefined;
    }
  }

  private withParameter(name: string, n: number): Action | undefined {
    switch (name) {
      case 'ESC a':
        this.justify = ([0, 1, 2] as const)[n % 48] ?? 0;
        return NOTHING;
      case 'ESC E':
      case 'ESC G':
        this.style = { ...this.style, bold: (n & 1) === 1 };
        return NOTHING;
      case 'ESC -':
        this.style = { ...this.style, underline: n % 48 !== 0 };
        return NOTHING;
      case 'GS B':
        this.style = { ...this.style, inverse: (n & 1) === 1 };
        return NOTHING;
      case 'ESC !':
      case 'FS !': {
        const isLatin = name === 'ESC !';
        const wide = (n & (isLatin ? 0x20 : 0x04)) !== 0 ? 2 : 1;
        const high = (n & (isLatin ? 0x10 : 0x08)) !== 0 ? 2 : 1;
        this.style = { ...this.style, wide, high, bold: isLatin ? (n & 0x08) !== 0 : this.style.bold };
        return NOTHING;
      }
      case 'FS W':
        this.style = { ...this.style, wide: (n & 1) + 1, high: (n & 1) + 1 };
        return NOTHING;
      case 'GS !':
        this.style = { ...this.style, wide: ((n >> 4) & 7) + 1, high: (n & 7) + 1 };
        return NOTHING;
      case 'ESC 3':
        this.spacing = n;
        return NOTHING;
      case 'ESC d':
        return { kind: 'rows', rows: [...this.flushLine(), ...blankRows(this.widthDots, n * this.spacing)] };
      case 'ESC J':
        return { kind: 'rows', rows: [...this.flushLine(), ...blankRows(this.widthDots, n)] };
      case 'GS a':
        return { kind: 'automatic-status', mask: n };
      case 'GS r':
        return { kind: 'send-paper-status' };
      default:
        return undefined;
    }
  }

  private unknown(used: number): Done {
    this.counters.unknown += 1;
    return { used, action: NOTHING };
  }

  /** Real-time commands were obeyed on arrival; here they only have to be stepped over. */
  private dle(b: Uint8Array): Done | undefined {
    if (b.length < 2) return undefined;
    if (b[1] === 0x04 || b[1] === 0x05) return b.length < 3 ? undefined : { used: 3, action: NOTHING };
    if (b[1] !== 0x14) return this.unknown(1);
    if (b.length < 3) return undefined;
    const length = b[2] === 0x08 ? 10 : 5;
    return b.length < length ? undefined : { used: length, action: NOTHING };
  }

  private character(b: Uint8Array): Done | undefined {
    const first = b[0]!;
    if (first === 0x0a) {
      return { used: 1, action: { kind: 'rows', rows: this.line.take(this.justify, this.spacing) } };
    }
    if (first < 0x20 || first === 0x7f) return { used: 1, action: NOTHING };
    if (first < 0x80 || !this.chinese || first === 0x80 || first === 0xff) {
      return { used: 1, action: this.place(first < 0x80 ? String.fromCharCode(first) : undefined, false) };
    }
    const second = b[1];
    if (second === undefined) return undefined;
    if (second < 0x40 || second === 0x7f || second === 0xff) {
      // The lead of a four-byte character: a printer's font knows none, its digits then print as they are.
      return { used: 1, action: this.place(undefined, false) };
    }
    return { used: 2, action: this.place(this.glyph(first, second), true) };
  }

  private glyph(lead: number, trail: number): string | undefined {
    try {
      const text = this.decoder.decode(Uint8Array.of(lead, trail));
      const code = text.codePointAt(0)!;
      return code >= 0xe000 && code <= 0xf8ff ? undefined : text;
    } catch {
      return undefined;
    }
  }

  private place(text: string | undefined, isFull: boolean): Action {
    const rows = this.line.fits(isFull, this.style) ? [] : this.flushLine();
    if (text === undefined) this.counters.garbled += 1;
    this.line.add(text ?? '?', isFull, this.style);
    return rows.length > 0 ? { kind: 'rows', rows } : NOTHING;
  }

  private flushLine(): Uint8Array[] {
    return this.line.isEmpty ? [] : this.line.take(this.justify, this.spacing);
  }

  private cut(b: Uint8Array): Done | undefined {
    const mode = b[2];
    if (mode === undefined) return undefined;
    if (mode !== 0x41 && mode !== 0x42) return { used: 3, action: { kind: 'cut' } };
    return b.length < 4 ? undefined : { used: 4, action: { kind: 'cut' } };
  }

  private barcode(b: Uint8Array): Done | undefined {
    const system = b[2];
    if (system === undefined) return undefined;
    this.counters.unknown += 1;
    if (system <= 6) return untilNul(b, 3);
    const length = b[3];
    return length === undefined || b.length < 4 + length ? undefined : { used: 4 + length, action: NOTHING };
  }

  private rasterImage(b: Uint8Array): Done | undefined {
    if (b.length < 8) return undefined;
    const across = b[4]! + 256 * b[5]!;
    const down = b[6]! + 256 * b[7]!;
    const size = 8 + across * down;
    if (b[2] !== 0x30 || size > this.maxCommandBytes) return this.unknown(2);
    if (b.length < size) return undefined;
    const data = b.subarray(8, size);
    this.countRealtime(data);
    const rows = this.imageRows(data, across, down, (b[3]! & 1) + 1, ((b[3]! >> 1) & 1) + 1);
    return { used: size, action: { kind: 'rows', rows: [...this.flushLine(), ...rows] } };
  }

  private imageRows(
    data: Uint8Array,
    across: number,
    down: number,
    wide: number,
    high: number,
  ): Uint8Array[] {
    const isBlack = (x: number, y: number): boolean => {
      const column = Math.floor(x / wide);
      return (data[Math.floor(y / high) * across + (column >> 3)]! & (0x80 >> (column & 7))) !== 0;
    };
    return this.dotRows(across * 8 * wide, down * high, isBlack);
  }

  /** Dots placed by `ESC a`, cut off at the paper's edge. */
  private dotRows(width: number, height: number, isBlack: (x: number, y: number) => boolean): Uint8Array[] {
    const free = Math.max(0, this.widthDots - width);
    const left = this.justify === 0 ? 0 : this.justify === 1 ? free >> 1 : free;
    return Array.from({ length: height }, (_, y) => {
      const row = new Uint8Array(this.widthDots >> 3);
      for (let x = 0; x < Math.min(width, this.widthDots - left); x += 1) {
        if (isBlack(x, y)) row[(left + x) >> 3]! |= 0x80 >> ((left + x) & 7);
      }
      return row;
    });
  }

  /** `GS ( X pL pH …`. */
  private block(b: Uint8Array): Done | undefined {
    if (b.length < 5) return undefined;
    const size = 5 + b[3]! + 256 * b[4]!;
    if (b.length < size) return undefined;
    const data = b.subarray(5, size);
    switch (String.fromCharCode(b[2]!)) {
      case 'k':
        return { used: size, action: this.symbol(data) };
      case 'L':
        return { used: size, action: this.graphic(data) };
      case 'H':
        return {
          used: size,
          action: data.length === 6 ? { kind: 'completion', id: data.slice(2) } : NOTHING,
        };
      default:
        return this.unknown(size);
    }
  }

  private symbol(data: Uint8Array): Action {
    const [kind, fn, value] = data;
    if (kind !== 0x31 || value === undefined) {
      this.counters.unknown += 1;
      return NOTHING;
    }
    if (fn === 0x43) this.qr.module = Math.max(1, Math.min(16, value));
    else if (fn === 0x45) this.qr.level = 'LMQH'[value - 0x30] ?? 'L';
    else if (fn === 0x50) {
      this.countRealtime(data);
      this.qr.data = data.slice(3);
    } else if (fn === 0x51) return { kind: 'rows', rows: [...this.flushLine(), ...this.qrRows()] };
    return NOTHING;
  }

  private qrRows(): Uint8Array[] {
    const { module, level, data } = this.qr;
    try {
      const { modules } = QRCode.create([{ data, mode: 'byte' }], {
        errorCorrectionLevel: level as 'L' | 'M' | 'Q' | 'H',
      });
      const side = modules.size * module;
      return this.dotRows(side, side, (x, y) =>
        Boolean(modules.get(Math.floor(y / module), Math.floor(x / module))),
      );
    } catch {
      // Nothing stored, or too much: a printer prints no symbol.
      return [];
    }
  }

  /** Stored graphics: function 112 keeps an image, function 50 prints it. */
  private graphic(data: Uint8Array): Action {
    if (data[1] === 0x70 && data.length >= 10) {
      const across = Math.ceil((data[6]! + 256 * data[7]!) / 8);
      const down = data[8]! + 256 * data[9]!;
      const image = data.subarray(10);
      if (image.length >= across * down) {
        this.graphics = this.imageRows(image, across, down, data[3] === 2 ? 2 : 1, data[4] === 2 ? 2 : 1);
      }
      return NOTHING;
    }
    if (data[1] !== 0x32 && data[1] !== 0x02) return NOTHING;
    const rows = this.graphics;
    this.graphics = [];
    return { kind: 'rows', rows: [...this.flushLine(), ...rows] };
  }

  private countRealtime(data: Uint8Array): void {
    for (let i = 0; i + 1 < data.length; i += 1) {
      if (data[i] === 0x10 && (data[i + 1] === 4 || data[i + 1] === 5 || data[i + 1] === 0x14)) {
        this.counters.realtimeInData += 1;
      }
    }
  }
}

const ONE_PARAMETER = new Set(
  'ESC a|ESC E|ESC G|ESC -|GS B|ESC !|FS !|FS W|GS !|ESC 3|ESC d|ESC J|GS a|GS r'.split('|'),
);

function isKnown(name: string): boolean {
  return ONE_PARAMETER.has(name);
}

function ejector(b: Uint8Array): Done | undefined {
  const [, , n, steps = 0, timeUnits = 0] = b;
  if (n === undefined) return undefined;
  const used = n === 32 ? 5 : n === 3 ? 4 : 3;
  if (b.length < used) return undefined;
  return {
    used,
    action: { kind: 'ejector', n, steps: used > 3 ? steps : 0, timeUnits: used > 4 ? timeUnits : 0 },
  };
}

function untilNul(b: Uint8Array, from: number): Done | undefined {
  const end = b.indexOf(0, from);
  return end === -1 ? undefined : { used: end + 1, action: NOTHING };
}
