import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Align, Line, QrLine, Raster, TextSize, TicketLayout } from './escpos-layout.ts';
import { CELL_DOTS, columnRows, GLYPH_DOTS, LINE_DOTS, SIZE_1, wrapToCells } from './escpos-layout.ts';
import { nativeTextBytes, type PrinterCharset, printableText } from './gb-text.ts';
import { QUIET_MODULES, qrRaster } from './qr-raster.ts';

/** What the encoder must know of a model; see `drivers/ticket-printer/profiles.ts`. */
export interface EscposDialect {
  readonly charset: PrinterCharset;
  readonly qr: 'native' | 'raster';
  /**
   * `avoid`: this printer takes `10 04`, `10 05` or `10 14` for a real-time command even inside an image, so
   * a dot is changed or the QR code drawn. `literal`: the printer counts data bytes properly.
   */
  readonly realtimeInData: 'avoid' | 'literal';
  /**
   * The cut. `partial`: `GS V 66`, the ticket hangs by a corner until it is taken. `total`: `ESC i`, for
   * presenters, which cannot move a ticket that still hangs on the roll.
   */
  readonly cut: 'partial' | 'total';
  /** Dots fed past the cutter before a partial cut, 0 to 255, beyond the printer's own way to it. */
  readonly cutFeedDots: number;
  /** Bytes after the cut, e.g. a presenter's; see {@link presentTicket}. */
  readonly afterCut: readonly number[];
  /** Argument of `GS a`, sent with each ticket because `ESC @` may clear it; 0 = not sent. */
  readonly automaticStatus: number;
  /** Whether `GS ( H` answers when everything before it is on paper. */
  readonly completion: boolean;
  /**
   * Whether the ticket ends with `GS r 1`, which waits its turn in the printer's buffer: its answer says that all
   * before it was read, though not that the paper has stopped.
   */
  readonly barrier: boolean;
}

export type EncodeFaultCode = 'PRINT_GLYPH_MISSING' | 'QR_TOO_LARGE' | 'IMAGE_TOO_WIDE';

/** One row of text to be drawn instead of sent. `text` is already wrapped; size multiplies 24-dot cells. */
export interface RowToDraw {
  readonly text: string;
  readonly size: TextSize;
  readonly bold: boolean;
}
export type DrawRow = (row: RowToDraw) => Result<Raster, Fault<'PRINT_GLYPH_MISSING'>>;

export interface EncodedTicket {
  readonly bytes: Uint8Array;
  /** Paper that the ticket takes, feed before the cut included; 8 dots are one millimetre. */
  readonly heightDots: number;
  /** Rows of text that were drawn because the printer has no such character. */
  readonly drawnRows: number;
}

/** Rows of one `GS v 0`: below 256 so that the height is one byte, small for printers with 4 KB buffers. */
export const RASTER_BAND_DOTS = 48;

/** Second bytes that make a `10` a real-time command (DLE EOT, DLE ENQ, DLE DC4). */
const REALTIME_SECOND = new Set([0x04, 0x05, 0x14]);

/** White between rows: without it a printer sets tall characters line upon line. */
const LEADING_DOTS = LINE_DOTS - GLYPH_DOTS;

const ALIGN = { left: 0, center: 1, right: 2 } as const;

/**
 * Bytes of one ticket: init, lines, partial cut, and the question whose answer proves the paper.
 *
 * @param completionId four characters 20–7E, echoed by `GS ( H` (Epson ESC/POS reference, GS ( H fn 48).
 */
export function encodeTicket(
  layout: TicketLayout,
  dialect: EscposDialect,
  draw: DrawRow,
  completionId: string,
): Result<EncodedTicket, Fault<EncodeFaultCode>> {
  const out = new TicketBytes(layout, dialect, draw);
  out.push(0x1b, 0x40, 0x1c, 0x26);
  if (dialect.automaticStatus !== 0) out.push(0x1d, 0x61, dialect.automaticStatus);
  for (const line of layout.lines) {
    const failure = out.line(line);
    if (failure) return err(failure);
  }
  out.push(...cutBytes(dialect), ...dialect.afterCut);
  if (dialect.barrier) out.push(0x1d, 0x72, 0x01);
  if (dialect.completion) out.push(...completionQuestion(completionId));
  const bytes = out.bytes();
  if (dialect.realtimeInData === 'avoid' && findRealtime(bytes) !== -1) {
    throw new Error('escpos-encode: a ticket holds a real-time command by accident');
  }
  return ok({ bytes, heightDots: out.heightDots + dialect.cutFeedDots, drawnRows: out.drawnRows });
}

function cutBytes(dialect: EscposDialect): number[] {
  return dialect.cut === 'total' ? [0x1b, 0x69] : [0x1d, 0x56, 0x42, dialect.cutFeedDots];
}

/** `GS e 3 m`: holds the cut ticket out by m steps. A step is 0.625 mm on a KPM210, 7 mm on other models. */
export function presentTicket(steps: number): number[] {
  if (!Number.isInteger(steps) || steps < 0 || steps > 255) {
    throw new Error('escpos-encode: a presenter takes 0 to 255 steps');
  }
  return [0x1d, 0x65, 0x03, steps];
}

/** `GS e 2`: draws a ticket that nobody took back into the kiosk, where the printer is set up for that. */
export const RETRACT_TICKET: readonly number[] = [0x1d, 0x65, 0x02];
/** `GS e 5`: lets go of a ticket in the presenter. */
export const EJECT_TICKET: readonly number[] = [0x1d, 0x65, 0x05];

/**
 * What must be sent before a ticket when the one before it was cut off in the middle: zero bytes fill up an
 * image or QR code that the printer still waits for, `ESC @` forgets a half line, and a cut parts the torn half
 * from the ticket that follows. On a printer that was switched off meanwhile this is at most a cut.
 *
 * @param openBytes most bytes that one command can still be waiting for.
 */
export function afterTornTicket(dialect: EscposDialect, openBytes: number): Uint8Array {
  const tail = [0x1b, 0x40, ...cutBytes(dialect)];
  const bytes = new Uint8Array(openBytes + tail.length);
  bytes.set(tail, openBytes);
  return bytes;
}

/** `GS ( H` function 48: answered by `37 22 d1–d4 00` once everything before it is printed. */
export function completionQuestion(id: string): number[] {
  const digits = [...id].map((c) => c.charCodeAt(0));
  if (digits.length !== 4 || digits.some((d) => d < 0x20 || d > 0x7e)) {
    throw new Error('escpos-encode: a completion id is four printable ASCII characters');
  }
  return [0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...digits];
}

/** Position of the first byte pair that a printer may take for a real-time command, or -1. */
export function findRealtime(bytes: Uint8Array, from = 0): number {
  for (let i = from; i + 1 < bytes.length; i += 1) {
    if (bytes[i] === 0x10 && REALTIME_SECOND.has(bytes[i + 1]!)) return i;
  }
  return -1;
}

/**
 * Image bytes without real-time commands: the dot left of the lowest black one of the second byte is
 * blackened too (04 → 0C, 05 → 0D, 14 → 1C). One dot of an eighth of a millimetre, beside a black one.
 */
export function withoutRealtime(data: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(data);
  for (let i = findRealtime(copy); i !== -1; i = findRealtime(copy, i + 1)) copy[i + 1]! |= 0x08;
  return copy;
}

/** Native QR commands (GS ( k, cn = 49): model 2, module size, level, store, print. */
export function nativeQr(line: QrLine): number[] {
  const data = new TextEncoder().encode(line.data);
  const stored = data.length + 3;
  return [
    ...[0x1d, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, line.moduleSize],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, 0x30 + 'LMQH'.indexOf(line.level)],
    ...[0x1d, 0x28, 0x6b, stored & 0xff, stored >> 8, 0x31, 0x50, 0x30, ...data],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30],
  ];
}

class TicketBytes {
  heightDots = 0;
  drawnRows = 0;
  private readonly parts: number[] = [];
  private readonly layout: TicketLayout;
  private readonly dialect: EscposDialect;
  private readonly draw: DrawRow;

  constructor(layout: TicketLayout, dialect: EscposDialect, draw: DrawRow) {
    this.layout = layout;
    this.dialect = dialect;
    this.draw = draw;
  }

  push(...bytes: number[]): void {
    for (const byte of bytes) this.parts.push(byte);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.parts);
  }

  line(line: Line): Fault<EncodeFaultCode> | undefined {
    switch (line.kind) {
      case 'text':
        return this.rows(
          wrapToCells(line.text, this.cells(line.size)),
          line.size ?? SIZE_1,
          line.bold ?? false,
          line.align ?? 'left',
        );
      case 'columns':
        return this.rows(
          columnRows(printableText(line.left), printableText(line.right), this.cells(line.size)),
          line.size ?? SIZE_1,
          line.bold ?? false,
          'left',
        );
      case 'rule':
        this.image(ruleRaster(this.layout.widthDots), 'left');
        return undefined;
      case 'qr':
        return this.qr(line);
      case 'image':
        if (line.raster.widthDots > this.layout.widthDots) {
          return fault(
            'IMAGE_TOO_WIDE',
            `image of ${line.raster.widthDots} dots on ${this.layout.widthDots}`,
          );
        }
        this.image(line.raster, line.align ?? 'left');
        return undefined;
      case 'feed': {
        const lines = Math.max(1, Math.min(255, Math.trunc(line.lines)));
        this.push(0x1b, 0x33, LINE_DOTS, 0x1b, 0x64, lines);
        this.heightDots += lines * LINE_DOTS;
        return undefined;
      }
    }
  }

  private cells(size: TextSize = SIZE_1): number {
    return Math.floor(this.layout.widthDots / (CELL_DOTS * size.w));
  }

  private rows(
    rows: readonly string[],
    size: TextSize,
    bold: boolean,
    align: Align,
  ): Fault<EncodeFaultCode> | undefined {
    for (const row of rows) {
      const text = printableText(row);
      const native = nativeTextBytes(text, this.dialect.charset);
      if (native) {
        const pitch = GLYPH_DOTS * size.h + LEADING_DOTS;
        this.push(0x1b, 0x61, ALIGN[align], 0x1b, 0x45, bold ? 1 : 0, 0x1b, 0x33, pitch);
        this.push(0x1d, 0x21, ((size.w - 1) << 4) | (size.h - 1), ...native, 0x0a);
        this.heightDots += pitch;
        continue;
      }
      const drawn = this.draw({ text, size, bold });
      if (!drawn.ok) return drawn.error;
      this.drawnRows += 1;
      this.image(drawn.value, align);
      this.push(0x1b, 0x4a, LEADING_DOTS);
      this.heightDots += LEADING_DOTS;
    }
    return undefined;
  }

  private qr(line: QrLine): Fault<EncodeFaultCode> | undefined {
    // The drawn symbol also says how much paper the printer's own one takes, and whether it fits at all.
    const drawn = qrRaster(line, this.layout.widthDots);
    if (!drawn.ok) return drawn.error;
    const align = line.align ?? 'center';
    // Non-ASCII data has no agreed encoding in printers.
    const isAscii = [...line.data].every((c) => c.codePointAt(0)! < 0x80);
    if (this.dialect.qr === 'native' && isAscii) {
      const bytes = nativeQr(line);
      if (this.dialect.realtimeInData === 'literal' || findRealtime(Uint8Array.from(bytes)) === -1) {
        const quiet = [0x1b, 0x4a, QUIET_MODULES * line.moduleSize];
        this.push(0x1b, 0x61, ALIGN[align], ...quiet, ...bytes, ...quiet);
        this.heightDots += drawn.value.heightDots;
        return undefined;
      }
    }
    this.image(drawn.value, align);
    return undefined;
  }

  /** `GS v 0` in bands, placed by blank bytes: many printers ignore `ESC a` for images. */
  private image(raster: Raster, align: Align): void {
    const stride = Math.ceil(raster.widthDots / 8);
    const free = (this.layout.widthDots >> 3) - stride;
    const indent = align === 'left' ? 0 : align === 'right' ? free : free >> 1;
    const width = indent + stride;
    this.push(0x1b, 0x61, 0x00);
    for (let top = 0; top < raster.heightDots; top += RASTER_BAND_DOTS) {
      const height = Math.min(RASTER_BAND_DOTS, raster.heightDots - top);
      const band = new Uint8Array(width * height);
      for (let y = 0; y < height; y += 1) {
        band.set(raster.data.subarray((top + y) * stride, (top + y + 1) * stride), y * width + indent);
      }
      this.push(0x1d, 0x76, 0x30, 0x00, width & 0xff, width >> 8, height & 0xff, height >> 8);
      this.push(...(this.dialect.realtimeInData === 'avoid' ? withoutRealtime(band) : band));
    }
    this.heightDots += raster.heightDots;
  }
}

/** A line of two dots with white above and below. */
function ruleRaster(widthDots: number): Raster {
  const stride = widthDots >> 3;
  const heightDots = 18;
  const data = new Uint8Array(stride * heightDots);
  data.fill(0xff, 8 * stride, 10 * stride);
  return { widthDots, heightDots, data };
}
