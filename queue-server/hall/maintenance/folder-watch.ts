import type { BackupTrouble } from '@hall/shared/contracts/backup';
import { err, type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { ProcessJob } from './backup-process.ts';
import type { FolderListing } from './folder.ts';
import type { RunningBackup } from './run-process.ts';

/** Somebody may pull the disk or put it back; each look is a process of its own. */
export const LIST_EVERY_MS = 5 * 60_000;
/** A disk that sleeps turns within ten seconds or so; a share that is gone never answers. */
export const LIST_TIMEOUT_MS = 20_000;
const NOTHING: FolderListing = { backups: [], personKeysAt: null };

type Listed = Result<FolderListing, Fault<BackupTrouble>>;

interface Options {
  /** Null where no backup is set up: then there is nothing, and that is known. */
  readonly folder: string | null;
  readonly hall: string;
  readonly start: (job: ProcessJob) => RunningBackup;
  readonly now: () => number;
}

/**
 * What is in the backup folder, as far as it last told. It is on another disk or on a share that may hang: another
 * process asks it, so that whoever reads this never waits.
 */
export class FolderWatch {
  readonly #options: Options;
  #listed: Listed | null = null;
  #listedAt = 0;
  #process: RunningBackup | null = null;
  #refreshing: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  get backups(): FolderListing['backups'] {
    return this.#listing.backups;
  }

  get personKeysAt(): number | null {
    return this.#listing.personKeysAt;
  }

  /** What keeps the folder from being read. */
  get trouble(): BackupTrouble | null {
    return this.#listed === null || this.#listed.ok ? null : this.#listed.error.code;
  }

  get known(): boolean {
    return this.#options.folder === null || this.#listed !== null;
  }

  get isOld(): boolean {
    return !this.known || Math.abs(this.#options.now() - this.#listedAt) >= LIST_EVERY_MS;
  }

  /** Resolves when the process that asks has ended; a disk that does not answer may hold it for ever. */
  get done(): Promise<unknown> | undefined {
    return this.#process?.done;
  }

  /** Asks, or waits for the answer that is under way. */
  async ask(): Promise<void> {
    await (this.#refreshing ?? this.refresh());
  }

  /** Asks anew; resolves when the folder has told, or has not for too long. Asked while asking, asks once more. */
  async refresh(): Promise<void> {
    const { folder } = this.#options;
    if (folder === null) return;
    const before = this.#refreshing;
    const mine = (async () => {
      await before;
      this.#listed = await this.#ask(folder);
      this.#listedAt = this.#options.now();
    })();
    this.#refreshing = mine;
    await mine.finally(() => {
      if (this.#refreshing === mine) this.#refreshing = null;
    });
  }

  kill(): void {
    this.#process?.kill();
  }

  get #listing(): FolderListing {
    return this.#listed?.ok ? this.#listed.value : NOTHING;
  }

  async #ask(folder: string): Promise<Listed> {
    const silent = err(fault('folder-missing', `${folder} does not answer: look at the disk or the share.`));
    // One that hangs is enough: another would hang beside it.
    if (this.#process) return silent;
    const asked = this.#start(folder);
    this.#process = asked;
    const ended = asked.done.finally(() => {
      this.#process = null;
    }) as Promise<Listed>;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Listed>((resolve) => {
      timer = setTimeout(() => {
        asked.kill();
        resolve(silent);
      }, LIST_TIMEOUT_MS);
    });
    return Promise.race([ended, late]).finally(() => clearTimeout(timer));
  }

  /** A machine that can start no process more does not know its backups, nothing worse. */
  #start(folder: string): RunningBackup {
    try {
      return this.#options.start({ kind: 'list', folder, hall: this.#options.hall });
    } catch (error) {
      return { done: Promise.resolve(err(fault('failed', (error as Error).message))), kill: () => {} };
    }
  }
}
