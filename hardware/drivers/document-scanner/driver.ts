import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import { pdfFromJpegs, readJpegHead } from '../../codec/jpeg-pdf.ts';
import type { SaneAbilities, SaneDevice } from '../../codec/sane-options.ts';
import { readSaneDevices, readSaneOptions, SANE_LIST_FORMAT } from '../../codec/sane-options.ts';
import type { PortHealth, PortState } from '../../supervisor.ts';
import { retryDelay } from '../../supervisor.ts';
import type { PlannedScan, ScanFormat, ScanOrder } from './order.ts';
import { badExtraOption, planScan } from './order.ts';
import { makePageFolder, sweepPageFolders } from './page-folder.ts';
import type { ScanimageRun } from './scanimage.ts';
import { runScanimage } from './scanimage.ts';
import type { DocumentScannerFaultCode } from './status.ts';

/** A page of A4 at 300 dpi takes an office scanner 5 to 30 s; a feeder of fifty sheets some minutes. */
export const DEFAULT_SCAN_DEADLINE_MS = 180_000;
/** Network backends ask the LAN for some seconds. */
export const LIST_DEADLINE_MS = 30_000;
/** Opening a device and reading its options: a lamp that warms up may answer late. */
export const OPEN_DEADLINE_MS = 20_000;
/** How often an idle device is looked at; each look opens it for a moment. */
export const LOOK_EVERY_MS = 60_000;
/** A4 in colour at 600 dpi as PNG is some 60 MB. */
const MAX_PAGE_BYTES = 96 * 1024 * 1024;
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;
export const MOST_PAGES = 100;

/** A scanned document, in memory only. */
export interface ScannedDocument {
  readonly format: ScanFormat;
  /** One PDF, or one picture a page in the order of the pages. */
  readonly files: readonly Uint8Array[];
  readonly pages: number;
  /** Dots per inch that the device took. */
  readonly resolution: number;
  /** Overwrites the files: call it when they have been handed on. */
  forget(): void;
}

export interface DocumentScanner {
  /** Never rejects. Orders are carried out one after another; one that waits is refused at its deadline. */
  scan(order?: ScanOrder): Promise<Result<ScannedDocument, Fault<DocumentScannerFaultCode>>>;
  /** What the device can do; asked anew each time. */
  abilities(): Promise<Result<SaneAbilities, Fault<DocumentScannerFaultCode>>>;
  health(): PortHealth;
  /** Ends a scan under way; resolves when nothing runs any more. */
  close(): Promise<void>;
}

export interface DocumentScannerOptions {
  /** As `scanimage -L` names it. Absent: the first that is found. */
  readonly device?: string;
  /** Settings of the device beyond what an order says, e.g. `{ swdeskew: 'yes' }`. */
  readonly extra?: Readonly<Record<string, string>>;
  /** Default `scanimage`. */
  readonly program?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Given, the device is looked at while it is idle. */
  readonly onHealth?: (health: PortHealth) => void;
}

/** Devices that SANE finds now. An empty list is no fault. */
export async function listDocumentScanners(
  options: { readonly program?: string; readonly clock?: Clock; readonly deadlineMs?: number } = {},
): Promise<Result<readonly SaneDevice[], Fault<DocumentScannerFaultCode>>> {
  const ran = await runScanimage({
    program: options.program ?? 'scanimage',
    args: ['-f', SANE_LIST_FORMAT],
    deadlineMs: options.deadlineMs ?? LIST_DEADLINE_MS,
    maxBytes: MAX_PAGE_BYTES,
    clock: options.clock ?? systemClock,
    signal: new AbortController().signal,
  });
  return ran.ok ? ok(readSaneDevices(ran.value.stdout.toString('utf8'))) : ran;
}

/** Drives one scanner through SANE's own command, so that a backend that crashes or hangs takes nothing along. */
export function openDocumentScanner(options: DocumentScannerOptions = {}): DocumentScanner {
  const { extra = {} } = options;
  const bad = badExtraOption(extra);
  if (bad !== null) throw new Error(`not an option that can be set: ${bad}`);
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const closing = new AbortController();
  const counters: Record<string, number> = { scans: 0, pages: 0, failed: 0, looks: 0 };
  const device = options.device === undefined ? [] : [`--device-name=${options.device}`];
  let health = { state: 'down' as PortState, reason: 'opening', since: clock.now() };
  let failures = 0;
  let isBusy = false;
  let stuck: Promise<void> | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let cancelLook: () => void = () => undefined;
  sweepPageFolders();

  const snapshot = (): PortHealth => ({ ...health, counters: { ...counters } });
  function report(code: DocumentScannerFaultCode | null): void {
    failures = code === null ? 0 : failures + 1;
    const { state, reason } = healthOf(code);
    if (health.state === state && health.reason === reason) return;
    health = { state, reason, since: clock.now() };
    try {
      options.onHealth?.(snapshot());
    } catch {
      // The listener's bug must not stop the scanner; it shows as a counter.
      counters.healthListenerThrew = (counters.healthListenerThrew ?? 0) + 1;
    }
  }

  async function run(
    args: readonly string[],
    deadlineMs: number,
    onLine?: (line: string) => void,
  ): Promise<Result<ScanimageRun, Fault<DocumentScannerFaultCode>>> {
    if (stuck) return err(fault('STUCK', 'an earlier scan hangs and cannot be ended: pull the plug'));
    return runScanimage({
      program: options.program ?? 'scanimage',
      args: [...device, ...args],
      deadlineMs,
      maxBytes: MAX_PAGE_BYTES,
      clock,
      signal: closing.signal,
      ...(onLine ? { onLine } : {}),
      onStuck(gone) {
        stuck = gone;
        void gone.then(() => {
          stuck = null;
        });
      },
    });
  }

  async function abilities(
    deadlineMs = OPEN_DEADLINE_MS,
  ): Promise<Result<SaneAbilities, Fault<DocumentScannerFaultCode>>> {
    const ran = await run(['-A'], deadlineMs);
    return ran.ok ? ok(readSaneOptions(ran.value.stdout.toString('utf8'))) : ran;
  }

  async function scanNow(
    order: ScanOrder,
    deadline: number,
  ): Promise<Result<ScannedDocument, Fault<DocumentScannerFaultCode>>> {
    const left = (): number => Math.max(1, deadline - clock.now());
    const can = await abilities(Math.min(OPEN_DEADLINE_MS, left()));
    if (!can.ok) return can;
    const plan = planScan(order, can.value, extra);
    if (!plan.ok) return plan;
    const format = order.format ?? 'pdf';
    const picture = format === 'png' ? 'png' : 'jpeg';
    const taken = plan.value.isFeeder
      ? await feed(plan.value, picture, order.mostPages ?? MOST_PAGES, left())
      : await one(plan.value, picture, left());
    if (!taken.ok) return taken;
    const { resolution } = plan.value;
    const pages = taken.value;
    const damaged = pages.findIndex((page) => !isWhole(page, picture));
    if (damaged >= 0) {
      forget(pages);
      return err(fault('BAD_PICTURE', `page ${damaged + 1} is no whole ${picture}`));
    }
    if (format !== 'pdf') return ok(document(format, pages, pages.length, resolution));
    const pdf = pdfFromJpegs(pages, resolution);
    forget(pages);
    return pdf.ok
      ? ok(document('pdf', [pdf.value], pages.length, resolution))
      : err(fault('BAD_PICTURE', pdf.error.message));
  }

  /** A folder that cannot be made, or a bug: the host goes on with its other devices. */
  async function scanSafely(order: ScanOrder, deadline: number): ReturnType<typeof scanNow> {
    try {
      return await scanNow(order, deadline);
    } catch (problem) {
      return err(fault('IO_ERROR', String(problem)));
    }
  }

  async function one(
    plan: PlannedScan,
    picture: 'png' | 'jpeg',
    deadlineMs: number,
  ): Promise<Result<Uint8Array[], Fault<DocumentScannerFaultCode>>> {
    const ran = await run([...plan.args, `--format=${picture}`], deadlineMs);
    return ran.ok ? ok([ran.value.stdout]) : ran;
  }

  /** Pages of a feeder until it is empty. A jam spoils the whole document: half of one is worse than none. */
  async function feed(
    plan: PlannedScan,
    picture: 'png' | 'jpeg',
    mostPages: number,
    deadlineMs: number,
  ): Promise<Result<Uint8Array[], Fault<DocumentScannerFaultCode>>> {
    const folder = makePageFolder();
    const pages: Buffer[] = [];
    let spoilt: Fault<DocumentScannerFaultCode> | null = null;
    let size = 0;
    let taking: Promise<void> = Promise.resolve();
    const take = async (file: string): Promise<void> => {
      try {
        const page = await folder.take(file, Math.min(MAX_PAGE_BYTES, MAX_DOCUMENT_BYTES - size));
        if (page === null) spoilt ??= fault('TOO_LARGE', 'the pages are larger than a document may be');
        else {
          size += page.length;
          pages.push(page);
        }
      } catch (problem) {
        spoilt ??= fault('IO_ERROR', `a page cannot be read: ${(problem as Error).message}`);
      }
    };
    try {
      const ran = await run(
        [
          ...[...plan.args, `--format=${picture}`, `--batch=${folder.path}/%d`, '--batch-print'],
          `--batch-count=${Math.min(MOST_PAGES, Math.max(1, mostPages))}`,
        ],
        deadlineMs,
        // Each name is printed when its page is whole.
        (line) => {
          taking = taking.then(() => take(line));
        },
      );
      await taking;
      // An empty feeder ends with code 0, and with "no documents" where a count was asked for (scanimage 1.1.1).
      const isDone = ran.ok || (ran.error.code === 'NO_DOCUMENTS' && pages.length > 0);
      if (isDone && pages.length === 0) spoilt ??= fault('NO_DOCUMENTS', 'the feeder is empty');
      const failed = isDone ? spoilt : fault(ran.error.code, ran.error.message, { pages: pages.length });
      if (failed === null) return ok(pages);
      forget(pages);
      return err(failed);
    } finally {
      await folder.remove();
    }
  }

  async function look(): Promise<void> {
    if (!isBusy) {
      counters.looks = (counters.looks ?? 0) + 1;
      const seen = await inTurn(() => abilities());
      if (seen.ok || seen.error.code !== 'CLOSED') report(seen.ok ? null : seen.error.code);
    }
    if (closing.signal.aborted) return;
    const waitMs =
      failures === 0 ? LOOK_EVERY_MS : Math.max(OPEN_DEADLINE_MS, retryDelay(failures - 1, random()));
    cancelLook = clock.after(waitMs, () => void look());
  }

  /** SANE devices are opened by one program at a time. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = tail.then(run);
    tail = turn.catch(() => undefined);
    return turn;
  }

  if (options.onHealth) queueMicrotask(() => void (closing.signal.aborted || look()));

  return {
    async scan(order = {}) {
      const deadlineMs = order.deadlineMs ?? DEFAULT_SCAN_DEADLINE_MS;
      const deadline = clock.now() + deadlineMs;
      let hasBegun = false;
      const late = Promise.withResolvers<Result<ScannedDocument, Fault<DocumentScannerFaultCode>>>();
      const cancelLate = clock.after(deadlineMs, () => {
        if (!hasBegun) late.resolve(err(fault('BUSY', 'others came first')));
      });
      const scanning = inTurn(async () => {
        if (closing.signal.aborted) return err(fault('CLOSED' as const, 'the driver is closed'));
        if (clock.now() >= deadline) return err(fault('BUSY' as const, 'others came first'));
        hasBegun = true;
        isBusy = true;
        try {
          const scanned = await scanSafely(order, deadline);
          counters.scans = (counters.scans ?? 0) + 1;
          if (scanned.ok) counters.pages = (counters.pages ?? 0) + scanned.value.pages;
          else counters.failed = (counters.failed ?? 0) + 1;
          if (scanned.ok || scanned.error.code !== 'CLOSED') report(scanned.ok ? null : scanned.error.code);
          return scanned;
        } finally {
          isBusy = false;
        }
      });
      const result = await Promise.race([scanning, late.promise]);
      cancelLate();
      return result;
    },
    abilities: () => inTurn(() => abilities()),
    health: snapshot,
    async close() {
      cancelLook();
      closing.abort();
      await tail;
      health = { state: 'down', reason: 'closed', since: clock.now() };
    },
  };
}

/** What a person does wrong or left open is no defect of the device. */
function healthOf(code: DocumentScannerFaultCode | null): { state: PortState; reason: string } {
  if (code === null || code === 'NO_DOCUMENTS' || code === 'CANCELED')
    return { state: 'up', reason: 'ready' };
  if (code === 'UNSUPPORTED' || code === 'TOO_LARGE' || code === 'BUSY' || code === 'WARMING_UP')
    return { state: 'degraded', reason: code };
  return { state: 'down', reason: code };
}

const PNG_HEAD = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** The last chunk, IEND, of length 0 with its CRC (PNG specification, 11.2.5). */
const PNG_END = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

function isWhole(picture: Uint8Array, kind: 'png' | 'jpeg'): boolean {
  if (kind === 'jpeg') return readJpegHead(picture).ok;
  return startsWith(picture, PNG_HEAD) && startsWith(picture.subarray(-PNG_END.length), PNG_END);
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return bytes.length >= head.length && head.every((byte, at) => bytes[at] === byte);
}

function forget(files: readonly Uint8Array[]): void {
  for (const file of files) file.fill(0);
}

function document(
  format: ScanFormat,
  files: readonly Uint8Array[],
  pages: number,
  resolution: number,
): ScannedDocument {
  return { format, files, pages, resolution, forget: () => forget(files) };
}
