import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import iconv from 'iconv-lite';
import { MISSING_CHARACTER } from './bx-text.ts';
import type { CharacterGrid } from './character-panel-layout.ts';
import { cellsOf, layOutCharacters } from './character-panel-layout.ts';
import type { TemplateCharset, TemplateFaultCode, TemplateToken } from './character-panel-template.ts';
import { NUMBER_FORMATS, parseAnswerTemplate, parseFrameTemplate } from './character-panel-template.ts';
import { nativeTextBytes } from './gb-text.ts';

/** A make of character panels as a technician writes it down from its manual. */
export interface CharacterTemplateSettings {
  /** See {@link TemplateToken}. */
  readonly frame: string;
  /** What a panel answers when it took a frame; absent: it answers nothing. */
  readonly ack?: string;
  /** What it answers when it did not. */
  readonly nack?: string;
  /** Cells of a row, 2–128; absent: the text goes out as it is, as long as it is. */
  readonly columns?: number;
  /** Default 1. */
  readonly rows?: number;
  /** Default `left`; only with `columns`. */
  readonly align?: CharacterGrid['align'];
  /** What becomes of a text that does not fit: `cut` (default) shows its beginning. */
  readonly overflow?: 'cut' | 'refuse';
}

export interface CharacterTemplate {
  readonly frame: readonly TemplateToken[];
  readonly ack: readonly TemplateToken[] | null;
  readonly nack: readonly TemplateToken[] | null;
  readonly charset: TemplateCharset;
  readonly grid: CharacterGrid | null;
  readonly overflow: 'cut' | 'refuse';
  /** Bytes of the longest text. */
  readonly mostBytes: number;
  /** Bytes that would end or begin a frame: no text may hold them. */
  readonly forbidden: ReadonlySet<number>;
  /** Addresses from 0 to this; `null`: the frame names none, one panel a line. */
  readonly lastAddress: number | null;
}

/** Where a manual names no limit: what one length byte can count. */
const MOST_BYTES = 255;
const BLANK = 0x20;
/** One Chinese character. */
const LEAST_COLUMNS = 2;
const MOST_COLUMNS = 128;
const MOST_ROWS = 16;
/** U+0021–007E have their full-width forms at this distance. */
const FULL_WIDTH_OFFSET = 0xfee0;

/** Fails with `TEMPLATE_INVALID` and a sentence that begins with the setting's name. */
export function compileCharacterTemplate(
  settings: CharacterTemplateSettings,
): Result<CharacterTemplate, Fault<TemplateFaultCode>> {
  const { columns, rows = 1 } = settings;
  const frame = named('frame', parseFrameTemplate(settings.frame));
  if (!frame.ok) return frame;
  const ack = settings.ack === undefined ? ok(null) : named('ack', parseAnswerTemplate(settings.ack));
  if (!ack.ok) return ack;
  const nack = settings.nack === undefined ? ok(null) : named('nack', parseAnswerTemplate(settings.nack));
  if (!nack.ok) return nack;
  if (ack.value === null && nack.value !== null)
    return invalid('nack: a panel that refuses also acknowledges');
  if (columns === undefined && (settings.rows !== undefined || settings.align !== undefined)) {
    return invalid('columns: rows and align need it');
  }
  if (columns !== undefined && !isWhole(columns, LEAST_COLUMNS, MOST_COLUMNS)) {
    return invalid(`columns: a whole number from ${LEAST_COLUMNS} to ${MOST_COLUMNS}`);
  }
  if (!isWhole(rows, 1, MOST_ROWS)) return invalid(`rows: a whole number from 1 to ${MOST_ROWS}`);
  const tokens = frame.value;
  const at = tokens.findIndex(({ kind }) => kind === 'text');
  const text = tokens[at] as Extract<TemplateToken, { kind: 'text' }>;
  const edges = [tokens[0], tokens[at + 1]].flatMap((token) => (token?.kind === 'byte' ? [token.byte] : []));
  if (edges.includes(BLANK)) return invalid('frame: a blank (20) cannot be told from the text beside it');
  const address = numberFormat(tokens, 'address');
  const length = numberFormat(tokens, 'length');
  const mostBytes = Math.max(MOST_BYTES, columns === undefined ? 0 : columns * rows);
  if (length !== null && columns !== undefined && columns * rows > length.most) {
    return invalid(`columns: ${columns * rows} cells are more than {length:…} can say`);
  }
  if (ack.value !== null && nack.value !== null && beginAlike(ack.value, nack.value)) {
    return invalid('nack: it begins like ack, so that the two cannot be told apart');
  }
  return ok({
    ...{ frame: tokens, ack: ack.value, nack: nack.value, charset: text.charset },
    grid: columns === undefined ? null : { columns, rows, align: settings.align ?? 'left' },
    overflow: settings.overflow ?? 'cut',
    mostBytes: length === null ? mostBytes : Math.min(mostBytes, length.most),
    forbidden: new Set(edges),
    lastAddress: address?.most ?? null,
  });
}

function numberFormat(tokens: readonly TemplateToken[], kind: 'address' | 'length') {
  for (const token of tokens) {
    if ((token.kind === 'address' || token.kind === 'length') && token.kind === kind) {
      return NUMBER_FORMATS[token.format];
    }
  }
  return null;
}

/** By the shorter one's length; an open byte is like any. */
function beginAlike(one: readonly TemplateToken[], other: readonly TemplateToken[]): boolean {
  return one.every((token, at) => {
    const beside = other[at];
    return beside?.kind !== 'byte' || token.kind !== 'byte' || token.byte === beside.byte;
  });
}

export interface CharacterText {
  readonly bytes: Uint8Array;
  readonly replaced: readonly string[];
  readonly cut: boolean;
}

/**
 * A text in the panel's own code and size. What its font does not have is written as 〓 (`?` on ASCII panels) and
 * named; an ASCII character that would end or begin a frame becomes its full-width form. Fails with
 * `LED_TEXT_TOO_LONG`.
 */
export function encodeCharacterText(
  template: CharacterTemplate,
  text: string,
): Result<CharacterText, Fault<'LED_TEXT_TOO_LONG'>> {
  const replaced: string[] = [];
  let shown = '';
  for (const character of text.normalize('NFC')) {
    const can = representable(template, character);
    if (can === null) replaced.push(character);
    shown += can ?? (template.charset === 'ascii' ? '?' : MISSING_CHARACTER);
  }
  const laid = template.grid === null ? null : layOutCharacters(shown, template.grid);
  if (laid?.cut === true && template.overflow === 'refuse') {
    const limit = template.grid!.columns * template.grid!.rows;
    return err(fault('LED_TEXT_TOO_LONG', `${laid.cells} cells`, { cells: laid.cells, limit }));
  }
  const fits = laid?.text ?? shortened(shown, template.mostBytes, template.overflow);
  const bytes = iconv.encode(fits, 'gb18030');
  if (bytes.length > template.mostBytes) {
    const details = { bytes: bytes.length, limit: template.mostBytes };
    return err(fault('LED_TEXT_TOO_LONG', `${bytes.length} bytes`, details));
  }
  const cut = laid?.cut ?? fits.length < shown.length;
  return ok({ bytes: Uint8Array.from(bytes), replaced, cut });
}

/** @param address ignored where the frame names none. */
export function encodeCharacterFrame(
  template: CharacterTemplate,
  address: number,
  text: Uint8Array,
): Uint8Array {
  const bytes: number[] = [];
  for (const token of template.frame) {
    switch (token.kind) {
      case 'byte':
        bytes.push(token.byte);
        break;
      case 'address':
        bytes.push(...NUMBER_FORMATS[token.format].encode(address));
        break;
      case 'length':
        bytes.push(...NUMBER_FORMATS[token.format].encode(text.length));
        break;
      case 'text':
        bytes.push(...text);
        break;
      case 'sum':
        bytes.push(bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0));
        break;
      case 'xor':
        bytes.push(bytes.reduce((sum, byte) => sum ^ byte, 0));
    }
  }
  return Uint8Array.from(bytes);
}

/** As it can be shown, or `null`. */
function representable({ charset, forbidden }: CharacterTemplate, character: string): string | null {
  const point = character.codePointAt(0)!;
  if (point < 0x20 || point === 0x7f) return ' ';
  if (!character.isWellFormed()) return null;
  const bytes = nativeTextBytes(character, charset);
  if (bytes === null) return null;
  if (!bytes.some((byte) => forbidden.has(byte))) return character;
  if (charset === 'ascii' || point > 0x7e) return null;
  const wide = String.fromCodePoint(point + FULL_WIDTH_OFFSET);
  const wideBytes = nativeTextBytes(wide, charset);
  return wideBytes === null || wideBytes.some((byte) => forbidden.has(byte)) ? null : wide;
}

function shortened(text: string, mostBytes: number, overflow: 'cut' | 'refuse'): string {
  if (overflow === 'refuse') return text;
  let cells = 0;
  let kept = '';
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > mostBytes) return kept;
    kept += character;
  }
  return kept;
}

function named<T>(
  setting: string,
  result: Result<T, Fault<TemplateFaultCode>>,
): Result<T, Fault<TemplateFaultCode>> {
  return result.ok ? result : invalid(`${setting}: ${result.error.message}`);
}

function invalid(sentence: string): Result<never, Fault<TemplateFaultCode>> {
  return err(fault('TEMPLATE_INVALID', sentence));
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
