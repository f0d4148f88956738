import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Catalogue } from '@hall/shared/contracts/commands';
import { HallOffset } from '@hall/shared/contracts/hall-offset';
import type { Message } from '@hall/shared/contracts/messages';
import { InfoMessage, QueueMessage, SettingsMessage } from '@hall/shared/contracts/messages';
import { z } from 'zod';
import type { HostLog } from '../log.ts';
import type { OfflineHall } from './issue.ts';

/**
 * [N4] What the hall said last, on disk: a kiosk that is switched on before its server knows queues, hours, ranges and
 * the hall's time. Nothing personal. A copy that cannot be written or read costs only what it would have spared.
 */

const SAID_FILE = 'hall-said.json';
const HEARD_FILE = 'hall-heard.json';
/** Queues and time change all the time: they are written this often at most. */
const HEARD_EVERY_MS = 30_000;

const Said = z.strictObject({
  info: InfoMessage.nullable(),
  catalogue: Catalogue.nullable(),
  settings: SettingsMessage.nullable(),
});
const Heard = z.strictObject({
  at: z.number(),
  /** The machine's clock less the hall's. */
  skewMs: z.number(),
  queues: z.array(QueueMessage),
  /** First characters of the newest signed head: the short code of papers. */
  shortCode: z.string().regex(/^[0-9A-F]{6}$/),
});
type Said = z.infer<typeof Said>;
type Heard = z.infer<typeof Heard>;

/** Of a kiosk that has heard of no head yet. */
const NO_SHORT_CODE = '000000';

export interface HallCopy {
  readonly said: Said;
  readonly queues: readonly Message<'queue'>[];
  readonly shortCode: string;
  info(info: Message<'info'>): void;
  catalogue(catalogue: Catalogue): void;
  settings(settings: Message<'settings'>): void;
  queue(queue: Message<'queue'>): void;
  head(hash: string): void;
  /** A live heartbeat of `at`, heard when this machine's clock said `clockNow`. */
  beat(beat: Pick<Message<'server'>, 'at' | 'heartbeatMs'>, clockNow: number): void;
  /** Hall time as far as this machine can tell. */
  hallNow(clockNow: number): number;
  /** All that is needed to give numbers; null while something was never heard. */
  offlineHall(): OfflineHall | null;
}

export function openHallCopy(folder: string, log: HostLog): HallCopy {
  let said: Said = read(folder, SAID_FILE, Said) ?? { info: null, catalogue: null, settings: null };
  const heard: Heard = read(folder, HEARD_FILE, Heard) ?? {
    at: 0,
    skewMs: 0,
    queues: [],
    shortCode: NO_SHORT_CODE,
  };
  const queues = new Map(heard.queues.map((queue) => [queue.queue, queue]));
  let { at: heardAt, skewMs, shortCode } = heard;
  const hallOffset = new HallOffset();
  let heardKept = heardAt;

  const keep = (file: string, what: object): void => {
    try {
      write(folder, file, JSON.stringify(what));
    } catch (problem) {
      log.warn({ problem: String(problem) }, 'the copy of what the hall said cannot be written');
    }
  };
  const change = (more: Partial<Said>): void => {
    said = { ...said, ...more };
    keep(SAID_FILE, said);
  };

  return {
    get said() {
      return said;
    },
    get queues() {
      return [...queues.values()];
    },
    get shortCode() {
      return shortCode;
    },
    info: (info) => change({ info }),
    catalogue: (catalogue) => change({ catalogue }),
    settings: (settings) => change({ settings }),
    queue: (queue) => void queues.set(queue.queue, queue),
    head(hash) {
      shortCode = hash.slice(0, 6).toUpperCase();
    },
    beat(beat, clockNow) {
      const { at } = beat;
      heardAt = at;
      skewMs = -hallOffset.hear(beat, clockNow);
      if (Math.abs(at - heardKept) < HEARD_EVERY_MS) return;
      heardKept = at;
      keep(HEARD_FILE, { at, skewMs, queues: [...queues.values()], shortCode } satisfies Heard);
    },
    hallNow: (clockNow) => Math.max(0, Math.round(clockNow - skewMs)),
    offlineHall() {
      const { info, catalogue, settings } = said;
      if (info === null || catalogue === null || !settings?.numbers || !settings.offline) return null;
      const { numbers, offline } = settings;
      return { timeZone: info.timeZone, catalogue, numbers, offline, queues: [...queues.values()], heardAt };
    },
  };
}

function read<T>(folder: string, file: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Never written, or damaged: the hall says it again.
    return null;
  }
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const aside = path.join(folder, `${file}.new`);
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, path.join(folder, file));
}
