import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type BackupReport, type BackupSettings, BackupTrouble } from '@hall/shared/contracts/backup';
import { err, type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AuditNote } from '../domain/events.ts';
import type { BackupJob, BackupMade } from './backup.ts';
import type { ProcessJob } from './backup-process.ts';
import { isDue, LATE_AFTER_MS, nextDue, RETRY_MS } from './due.ts';
import { replaceFile } from './durable.ts';
import { FolderWatch } from './folder-watch.ts';
import type { RunningBackup } from './run-process.ts';

const LOOK_EVERY_MS = 30_000;
/** A pause of the disk after each megabyte: a gigabyte takes some seconds more, a commit waits no longer. */
const PAUSE_MS = 4;
/** A process that a hung share holds does not even end when it is killed. */
const STOP_WAIT_MS = 5000;

type Kind = 'backup' | 'person-keys';

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
  readonly #folder: FolderWatch;
  #lastTry: LastTry | null;
  #running: RunningBackup | null = null;
  #looking = false;
  #keysWanted = false;
  #keysTriedAt: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: BackupServiceOptions) {
    this.#options = options;
    const { settings, hall, now } = options;
    this.#folder = new FolderWatch({ folder: settings?.folder ?? null, hall, start: options.start, now });
    this.#lastTry = readLastTry(this.#stateFile);
  }

  start(): void {
    // A backup disk may fail in any way; residents are served all the same.
    const failed = ({ message: reason }: Error) =>
      this.#options.log.error({ event: 'backup.look-failed', reason }, 'backups were not looked after');
    this.#timer = setInterval(() => void this.look().catch(failed), LOOK_EVERY_MS);
    this.known().catch(failed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#running?.kill();
    this.#folder.kill();
    let timer: NodeJS.Timeout | undefined;
    const long = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_WAIT_MS);
    });
    await Promise.race([Promise.all([this.#running?.done, this.#folder.done]), long]);
    clearTimeout(timer);
  }

  get running(): boolean {
    return this.#running !== null;
  }

  get configured(): boolean {
    return this.#options.settings !== undefined;
  }

  /** What is in the backup folder is known when this resolves, or that it does not answer. */
  async known(): Promise<void> {
    if (!this.#folder.known) await this.#folder.ask();
  }

  /** Starts what is due, by what is in the folder. */
  async look(): Promise<void> {
    if (this.#looking || this.#running || this.#stopped) return;
    this.#looking = true;
    try {
      if (this.#folder.isOld) await this.#folder.ask();
      this.#startDue();
    } finally {
      this.#looking = false;
    }
  }

  #startDue(): void {
    const { settings, now, timeZone } = this.#options;
    if (!settings || this.#running || this.#stopped) return;
    const plan = { at: settings.at, timeZone };
    if (isDue(plan, this.#lastGood(), this.#lastTry?.at ?? null, now())) this.begin('hall');
    else if (this.#keysWanted && now() - (this.#keysTriedAt ?? 0) >= RETRY_MS) this.#refresh();
  }

  /** Starts a backup; where one is being made, that one is as good. False where none is set up. */
  begin(actor: string): boolean {
    if (!this.configured || this.#stopped) return false;
    if (!this.#running) this.#launch('backup', actor);
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
    const { trouble } = this.#folder;
    return {
      configured: this.configured,
      lastAt: this.#lastGood(),
      lastFailure: trouble ?? this.#lastTry?.trouble ?? null,
    };
  }

  report(): BackupReport {
    const { settings, now, timeZone, restored } = this.#options;
    const { backups, trouble, personKeysAt } = this.#folder;
    return {
      state: trouble === null ? this.#state() : 'failed',
      running: this.running,
      folder: settings?.folder ?? null,
      next: settings
        ? nextDue({ at: settings.at, timeZone }, this.#lastGood(), this.#lastTry?.at ?? null, now())
        : null,
      keepDaily: settings?.keepDaily ?? 0,
      keepWeekly: settings?.keepWeekly ?? 0,
      lastTry: trouble === null ? this.#lastTry : { at: now(), trouble },
      backups: [...backups],
      personKeysAt,
      restored,
    };
  }

  #state(): BackupReport['state'] {
    const now = this.#options.now();
    if (!this.configured) return 'off';
    if (this.#lastTry?.trouble) return 'failed';
    // A clock was wrong: somebody has to look which one.
    if ((this.#folder.backups[0]?.at ?? 0) > now) return 'late';
    const newest = this.#lastGood();
    if (newest === null) return 'never';
    return now - newest > LATE_AFTER_MS ? 'late' : 'good';
  }

  /** When the newest backup was made whose time has come; until the folder has answered, as far as is remembered. */
  #lastGood(): number | null {
    if (!this.#folder.known) return this.#lastTry?.trouble === null ? this.#lastTry.at : null;
    const now = this.#options.now();
    return this.#folder.backups.find(({ at }) => at <= now)?.at ?? null;
  }

  #refresh(): void {
    this.#keysTriedAt = this.#options.now();
    this.#launch('person-keys', 'hall');
  }

  #launch(kind: Kind, actor: string): void {
    this.#run(kind, actor).catch((error: Error) => {
      this.#running = null;
      this.#options.log.error({ event: `${kind}.failed`, reason: error.message }, 'bug');
    });
  }

  /** A machine that can start no process more has a failed backup, nothing worse. */
  #start(job: ProcessJob): RunningBackup {
    try {
      return this.#options.start(job);
    } catch (error) {
      return { done: Promise.resolve(err(fault('failed', (error as Error).message))), kill: () => {} };
    }
  }

  async #run(kind: Kind, actor: string): Promise<void> {
    const { log, now, onChange } = this.#options;
    const startedAt = now();
    const job = this.#job();
    this.#running = this.#start(kind === 'backup' ? { kind, job, at: startedAt } : { kind, job });
    // Whoever is forgotten from here on may still be in this copy.
    const wanted = this.#keysWanted || kind === 'person-keys';
    this.#keysWanted = false;
    onChange();
    const outcome = await this.#running.done;
    if (!this.#stopped) await this.#folder.refresh();
    this.#running = null;
    if (this.#stopped) return;
    if (outcome.ok) log.info({ event: `${kind}.copied`, ms: now() - startedAt }, 'backup made');
    else {
      log.error({ event: `${kind}.failed`, trouble: outcome.error.code }, outcome.error.message);
      this.#keysWanted ||= wanted;
    }
    if (kind === 'backup') await this.#tell(outcome as Result<BackupMade, Fault<BackupTrouble>>, actor);
    onChange();
    if (this.#keysWanted && outcome.ok) this.#refresh();
  }

  async #tell(outcome: Result<BackupMade, Fault<BackupTrouble>>, actor: string): Promise<void> {
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
