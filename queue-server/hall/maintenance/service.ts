import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type BackupEntry,
  type BackupReport,
  type BackupSettings,
  BackupTrouble,
} from '@hall/shared/contracts/backup';
import type { Fault, Result } from '@hall/shared/contracts/result';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AuditNote } from '../domain/events.ts';
import type { BackupJob } from './backup.ts';
import type { ProcessJob } from './backup-process.ts';
import { isDue, LATE_AFTER_MS, nextDue, RETRY_MS } from './due.ts';
import { replaceFile } from './durable.ts';
import { backupsIn, personKeysAt } from './folder.ts';
import type { RunningBackup } from './run-process.ts';

const LOOK_EVERY_MS = 30_000;
/** A pause of the disk after each megabyte: a gigabyte takes some seconds more, a commit waits no longer. */
const PAUSE_MS = 4;

const LastTry = z.strictObject({ at: z.number().int(), trouble: BackupTrouble.nullable() });
type LastTry = z.infer<typeof LastTry>;

export interface BackupServiceOptions {
  readonly settings: BackupSettings | undefined;
  readonly hall: string;
  readonly timeZone: string;
  readonly program: string;
  readonly data: string;
  readonly hallKeyFile: string;
  readonly config: string | null;
  readonly restored: BackupReport['restored'];
  readonly start: (job: ProcessJob) => RunningBackup;
  /** Notes an act in the ledger; resolves when it is on disk. */
  readonly note: (note: AuditNote, actor: string) => Promise<unknown>;
  readonly onChange: () => void;
  readonly log: Logger;
  readonly now: () => number;
}

/** What the health page and the metrics know of backups. */
export interface BackupFacts {
  readonly configured: boolean;
  /** When the newest good backup was made, ms. */
  readonly lastAt: number | null;
  /** Why the last try failed; null where it did not. */
  readonly lastFailure: BackupTrouble | null;
}

/** The hall's own backups: every day at the set time, when somebody asks, and whenever a person is forgotten. */
export class BackupService {
  readonly #options: BackupServiceOptions;
  #lastTry: LastTry | null;
  #running: RunningBackup | null = null;
  #keysWanted = false;
  #keysTriedAt: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: BackupServiceOptions) {
    this.#options = options;
    this.#lastTry = readLastTry(this.#stateFile);
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#running?.kill();
    await this.#running?.done;
  }

  get running(): boolean {
    return this.#running !== null;
  }

  get configured(): boolean {
    return this.#options.settings !== undefined;
  }

  /** Starts what is due. */
  look(): void {
    const { settings, now, timeZone } = this.#options;
    if (!settings || this.#running || this.#stopped) return;
    const plan = { at: settings.at, timeZone };
    if (isDue(plan, this.#newest()?.at ?? null, this.#lastTry?.at ?? null, now())) this.begin('hall');
    else if (this.#keysWanted && now() - (this.#keysTriedAt ?? 0) >= RETRY_MS) this.#refresh();
  }

  /** Starts a backup; where one is being made, that one is as good. False where none is set up. */
  begin(actor: string): boolean {
    if (!this.configured || this.#stopped) return false;
    if (!this.#running) void this.#run('backup', actor);
    return true;
  }

  /**
   * To be called whenever somebody was forgotten: the copy of the keys of persons in the backup folder is made
   * anew at once, and tried again until it is. Costs nothing where no backup is set up.
   */
  refreshPersonKeys(): void {
    if (!this.configured) return;
    this.#keysWanted = true;
    this.#keysTriedAt = null;
    if (!this.#running && !this.#stopped) this.#refresh();
  }

  facts(): BackupFacts {
    return {
      configured: this.configured,
      lastAt: this.#newest()?.at ?? null,
      lastFailure: this.#lastTry?.trouble ?? null,
    };
  }

  report(): BackupReport {
    const { settings, hall, now, timeZone, restored } = this.#options;
    const backups = settings ? backupsIn(settings.folder, hall).map(({ sha256: _, ...entry }) => entry) : [];
    const newest = backups[0]?.at ?? null;
    return {
      state: this.#state(newest),
      running: this.running,
      folder: settings?.folder ?? null,
      next: settings
        ? nextDue({ at: settings.at, timeZone }, newest, this.#lastTry?.at ?? null, now())
        : null,
      keepDaily: settings?.keepDaily ?? 0,
      keepWeekly: settings?.keepWeekly ?? 0,
      lastTry: this.#lastTry,
      backups,
      personKeysAt: settings ? personKeysAt(settings.folder, hall) : null,
      restored,
    };
  }

  #state(newest: number | null): BackupReport['state'] {
    if (!this.configured) return 'off';
    if (this.#lastTry?.trouble) return 'failed';
    if (newest === null) return 'never';
    return this.#options.now() - newest > LATE_AFTER_MS ? 'late' : 'good';
  }

  #newest(): BackupEntry | undefined {
    const { settings, hall } = this.#options;
    return settings ? backupsIn(settings.folder, hall)[0] : undefined;
  }

  #refresh(): void {
    this.#keysTriedAt = this.#options.now();
    void this.#run('person-keys', 'hall');
  }

  async #run(kind: ProcessJob['kind'], actor: string): Promise<void> {
    const { start, log, now, onChange } = this.#options;
    const startedAt = now();
    this.#running = start({ kind, job: this.#job() });
    // Whoever is forgotten from here on may still be in this copy.
    const wanted = this.#keysWanted || kind === 'person-keys';
    this.#keysWanted = false;
    onChange();
    const outcome = await this.#running.done;
    this.#running = null;
    if (this.#stopped) return;
    if (outcome.ok) log.info({ event: `${kind}.copied`, ms: now() - startedAt }, 'backup made');
    else {
      log.error({ event: `${kind}.failed`, trouble: outcome.error.code }, outcome.error.message);
      this.#keysWanted ||= wanted;
    }
    if (kind === 'backup') await this.#tell(outcome as Result<BackupEntry, Fault<BackupTrouble>>, actor);
    onChange();
    if (this.#keysWanted && outcome.ok) this.#refresh();
  }

  async #tell(outcome: Result<BackupEntry, Fault<BackupTrouble>>, actor: string): Promise<void> {
    const { log, note, now } = this.#options;
    this.#lastTry = {
      at: outcome.ok ? outcome.value.at : now(),
      trouble: outcome.ok ? null : outcome.error.code,
    };
    try {
      replaceFile(this.#stateFile, JSON.stringify(this.#lastTry));
    } catch (error) {
      log.warn({ event: 'backup.state', reason: (error as Error).message }, 'not kept over a restart');
    }
    await note(
      outcome.ok
        ? {
            act: 'backup.made',
            subject: outcome.value.file,
            detail: { bytes: outcome.value.bytes, seq: outcome.value.seq },
          }
        : { act: 'backup.failed', subject: null, detail: { trouble: outcome.error.code } },
      actor,
    );
  }

  #job(): BackupJob {
    const { settings, hall, timeZone, program, data, hallKeyFile, config } = this.#options;
    const { folder, recipient, sameDisk, keepDaily, keepWeekly } = settings as BackupSettings;
    return {
      ...{ hall, timeZone, program, data, hallKeyFile, config },
      ...{ folder, recipient, sameDisk, keepDaily, keepWeekly, pauseMs: PAUSE_MS },
    };
  }

  get #stateFile(): string {
    return path.join(this.#options.data, 'backup-state.json');
  }
}

function readLastTry(file: string): LastTry | null {
  try {
    if (!existsSync(file)) return null;
    const parsed = LastTry.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
