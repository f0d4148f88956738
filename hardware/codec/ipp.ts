import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

/** Internet Printing Protocol messages (RFC 8010, encoding; RFC 8011, model). Numbers are big endian. */
export interface IppMessage {
  readonly version: readonly [number, number];
  /** Operation in a request, status in an answer. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** The document of Print-Job. */
  readonly data: Uint8Array;
}

export interface IppGroup {
  readonly tag: number;
  readonly attributes: readonly IppAttribute[];
}

export interface IppAttribute {
  readonly name: string;
  readonly values: readonly IppValue[];
}

export type IppValue =
  | { readonly kind: 'integer' | 'enum'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: TextKind; readonly value: string }
  /** A job-name or status-message comes in either form, whatever was sent (RFC 8011, 5.1.2 and 5.1.3). */
  | { readonly kind: LanguageTextKind; readonly language: string; readonly value: string }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'collection'; readonly members: readonly IppAttribute[] }
  /** unsupported, unknown, no-value */
  | { readonly kind: 'out-of-band'; readonly tag: number }
  /** Everything this package does not look into: dates, resolutions. */
  | { readonly kind: 'raw'; readonly tag: number; readonly value: Uint8Array };

export type TextKind = keyof typeof TEXT_TAGS;
export type LanguageTextKind = keyof typeof LANGUAGE_TEXT_TAGS;

export const GROUP = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;

export const OPERATION = {
  printJob: 0x0002,
  validateJob: 0x0004,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

export const STATUS = {
  ok: 0x0000,
  okIgnored: 0x0001,
  badRequest: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  documentFormatNotSupported: 0x040a,
  attributesNotSupported: 0x040b,
  internalError: 0x0500,
  operationNotSupported: 0x0501,
  serviceUnavailable: 0x0502,
  versionNotSupported: 0x0503,
  deviceError: 0x0504,
  temporaryError: 0x0505,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;

export const JOB_STATE = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

const TEXT_TAGS = {
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
  memberName: 0x4a,
} as const;
const TEXT_KINDS = new Map<number, TextKind>(
  (Object.entries(TEXT_TAGS) as [TextKind, number][]).map(([kind, tag]) => [tag, kind]),
);
const LANGUAGE_TEXT_TAGS = { textWithLanguage: 0x35, nameWithLanguage: 0x36 } as const;
const LANGUAGE_TEXT_KINDS = new Map<number, LanguageTextKind>(
  (Object.entries(LANGUAGE_TEXT_TAGS) as [LanguageTextKind, number][]).map(([kind, tag]) => [tag, kind]),
);
const INTEGER = 0x21;
const BOOLEAN = 0x22;
const ENUM = 0x23;
const RANGE = 0x33;
const BEGIN_COLLECTION = 0x34;
const END_COLLECTION = 0x37;
/** Tags below are groups, tags from here on are values (RFC 8010, 3.5). */
const FIRST_VALUE_TAG = 0x10;
const FIRST_TYPED_TAG = 0x20;
/** Deeper than any printer nests media-col. */
const MAX_DEPTH = 8;

export function ippAttribute(name: string, kind: TextKind, ...values: string[]): IppAttribute {
  return { name, values: values.map((value) => ({ kind, value })) };
}

export function encodeIpp(message: IppMessage): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const head = Buffer.alloc(8);
  head.set(message.version);
  head.writeUInt16BE(message.code, 2);
  head.writeInt32BE(message.requestId, 4);
  parts.push(head);
  for (const group of message.groups) {
    parts.push(Buffer.of(group.tag));
    for (const attribute of group.attributes) encodeAttribute(attribute, parts);
  }
  parts.push(Buffer.of(GROUP.end), Buffer.from(message.data));
  return new Uint8Array(Buffer.concat(parts));
}

function encodeAttribute(attribute: IppAttribute, parts: Buffer[]): void {
  attribute.values.forEach((value, index) => {
    encodeValue(index === 0 ? attribute.name : '', value, parts);
  });
}

function encodeValue(name: string, value: IppValue, parts: Buffer[]): void {
  switch (value.kind) {
    case 'integer':
      field(INTEGER, name, int32(value.value), parts);
      return;
    case 'enum':
      field(ENUM, name, int32(value.value), parts);
      return;
    case 'boolean':
      field(BOOLEAN, name, Buffer.of(value.value ? 1 : 0), parts);
      return;
    case 'range':
      field(RANGE, name, Buffer.concat([int32(value.low), int32(value.high)]), parts);
      return;
    case 'out-of-band':
      field(value.tag, name, Buffer.alloc(0), parts);
      return;
    case 'raw':
      field(value.tag, name, Buffer.from(value.value), parts);
      return;
    case 'textWithLanguage':
    case 'nameWithLanguage': {
      const [language, text] = [Buffer.from(value.language), Buffer.from(value.value)];
      const bytes = Buffer.concat([uint16(language.length), language, uint16(text.length), text]);
      field(LANGUAGE_TEXT_TAGS[value.kind], name, bytes, parts);
      return;
    }
    case 'collection':
      field(BEGIN_COLLECTION, name, Buffer.alloc(0), parts);
      for (const member of value.members) {
        field(TEXT_TAGS.memberName, '', Buffer.from(member.name), parts);
        for (const memberValue of member.values) encodeValue('', memberValue, parts);
      }
      field(END_COLLECTION, '', Buffer.alloc(0), parts);
      return;
    default:
      field(TEXT_TAGS[value.kind], name, Buffer.from(value.value), parts);
      return;
  }
}

function field(tag: number, name: string, value: Buffer, parts: Buffer[]): void {
  const nameBytes = Buffer.from(name);
  parts.push(Buffer.of(tag), uint16(nameBytes.length), nameBytes, uint16(value.length), value);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export type IppFaultCode = 'IPP_TRUNCATED' | 'IPP_MALFORMED';

/** Reads one message; whatever follows the end tag is `data`. Never throws. */
export function decodeIpp(bytes: Uint8Array): Result<IppMessage, Fault<IppFaultCode>> {
  const reader = new Reader(bytes);
  try {
    return ok(reader.message());
  } catch (failure) {
    if (failure instanceof Malformed) return err(fault(failure.code, failure.message));
    throw failure;
  }
}

/** Carries a failure out of the nested reading; never leaves this file. */
class Malformed extends Error {
  readonly code: IppFaultCode;

  constructor(code: IppFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

interface Field {
  readonly tag: number;
  readonly name: string;
  readonly value: Buffer;
}

class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  message(): IppMessage {
    const head = this.take(8);
    const groups: IppGroup[] = [];
    let attributes: { name: string; values: IppValue[] }[] | undefined;
    for (;;) {
      const tag = this.take(1)[0]!;
      if (tag === GROUP.end) break;
      if (tag < FIRST_VALUE_TAG) {
        attributes = [];
        groups.push({ tag, attributes });
        continue;
      }
      if (!attributes) throw new Malformed('IPP_MALFORMED', 'a value stands before the first group');
      const read = this.field(tag);
      const value = this.value(read, 0);
      const last = attributes.at(-1);
      if (read.name !== '') attributes.push({ name: read.name, values: [value] });
      else if (last) last.values.push(value);
      else throw new Malformed('IPP_MALFORMED', 'a further value without an attribute');
    }
    return {
      version: [head[0]!, head[1]!],
      code: head.readUInt16BE(2),
      requestId: head.readInt32BE(4),
      groups,
      data: new Uint8Array(this.bytes.subarray(this.at)),
    };
  }

  private field(tag: number): Field {
    const name = this.take(this.take(2).readUInt16BE()).toString('utf8');
    return { tag, name, value: this.take(this.take(2).readUInt16BE()) };
  }

  private value({ tag, value }: Field, depth: number): IppValue {
    if (tag < FIRST_TYPED_TAG) return { kind: 'out-of-band', tag };
    if (tag === INTEGER || tag === ENUM) {
      return { kind: tag === INTEGER ? 'integer' : 'enum', value: sized(value, 4).readInt32BE() };
    }
    if (tag === BOOLEAN) return { kind: 'boolean', value: sized(value, 1)[0] !== 0 };
    if (tag === RANGE)
      return { kind: 'range', low: sized(value, 8).readInt32BE(), high: value.readInt32BE(4) };
    if (tag === BEGIN_COLLECTION) return { kind: 'collection', members: this.members(depth + 1) };
    const languageText = LANGUAGE_TEXT_KINDS.get(tag);
    if (languageText) return { kind: languageText, ...withLanguage(value) };
    const text = TEXT_KINDS.get(tag);
    if (text) return { kind: text, value: value.toString('utf8') };
    return { kind: 'raw', tag, value: new Uint8Array(value) };
  }

  private members(depth: number): IppAttribute[] {
    if (depth > MAX_DEPTH) throw new Malformed('IPP_MALFORMED', 'collections are nested too deep');
    const members: { name: string; values: IppValue[] }[] = [];
    for (;;) {
      const read = this.field(this.take(1)[0]!);
      if (read.tag === END_COLLECTION) return members;
      if (read.tag === TEXT_TAGS.memberName) {
        members.push({ name: read.value.toString('utf8'), values: [] });
        continue;
      }
      const member = members.at(-1);
      if (!member || read.tag < FIRST_VALUE_TAG) {
        throw new Malformed('IPP_MALFORMED', 'a collection holds a value without a member name');
      }
      member.values.push(this.value(read, depth));
    }
  }

  private take(count: number): Buffer {
    const end = this.at + count;
    if (end > this.bytes.length)
      throw new Malformed('IPP_TRUNCATED', `${end - this.bytes.length} bytes are missing`);
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
}

function sized(value: Buffer, length: number): Buffer {
  if (value.length !== length)
    throw new Malformed('IPP_MALFORMED', `a value of ${value.length} bytes, not ${length}`);
  return value;
}

/** Two strings with a length each (RFC 8010, 3.9). */
function withLanguage(value: Buffer): { language: string; value: string } {
  const language = value.length >= 2 ? value.readUInt16BE() : value.length;
  const textAt = 2 + language;
  const text = value.length >= textAt + 2 ? value.readUInt16BE(textAt) : -1;
  if (text < 0 || value.length !== textAt + 2 + text)
    throw new Malformed('IPP_MALFORMED', 'a text with language whose lengths do not fit');
  return {
    language: value.toString('utf8', 2, textAt),
    value: value.toString('utf8', textAt + 2),
  };
}

/** First group of a kind, e.g. the job of an answer to Print-Job. */
export function ippGroup(message: IppMessage, tag: number): IppGroup | undefined {
  return message.groups.find((group) => group.tag === tag);
}

/** All texts of an attribute; empty when it is absent. */
export function ippTexts(group: IppGroup | undefined, name: string): string[] {
  return valuesOf(group, name).flatMap((value) =>
    'value' in value && typeof value.value === 'string' ? value.value : [],
  );
}

/** First number of an attribute. */
export function ippNumber(group: IppGroup | undefined, name: string): number | undefined {
  const [value] = valuesOf(group, name);
  return value?.kind === 'integer' || value?.kind === 'enum' ? value.value : undefined;
}

export function ippBoolean(group: IppGroup | undefined, name: string): boolean | undefined {
  const [value] = valuesOf(group, name);
  return value?.kind === 'boolean' ? value.value : undefined;
}

function valuesOf(group: IppGroup | undefined, name: string): readonly IppValue[] {
  return group?.attributes.find((attribute) => attribute.name === name)?.values ?? [];
}
