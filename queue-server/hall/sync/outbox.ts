import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Person } from '@hall/shared/contracts/identity';
import { PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import type { Logger } from 'pino';
import type { StaffLookup } from '../access/directory.ts';
import type { StoredEvent } from '../domain/events.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { OutboxRow } from '../ledger/reader.ts';
import type { PlatformClient, PlatformFault } from './platform-client.ts';
import { caseRecord, ratingRecord, servedAs, withdrawnCase } from './records.ts';
import { RowBackOff } from './row-back-off.ts';

/** After a success more may wait; after a failure the platform gets time. */
const IDLE_MS = 5_000;
const MAX_BACK_OFF_MS = 60_000;
const BATCH = 50;
/** Events after which there is something to send. */
const NEWS: ReadonlySet<StoredEvent['type']> = new Set(['ticket.finished', 'rating.given', 'window.undone']);

interface OutboxOptions {
  readonly ledger: LedgerClient;
  readonly platform: PlatformClient;
  /** As it was at an instant: what a case was about may be gone from the settings by now. */
  readonly configAt: (instant: number) => HallConfig;
  readonly staff: StaffLookup;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Brings cases and ratings to the platform, in order, each until it was accepted. What is accepted is an
 * event of the ledger; a kill between acceptance and event sends the same record again, which the platform
 * answers as before.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #again = false;
  #stopped = false;
  #failures = 0;
  readonly #refused = new RowBackOff();
  /** The last row that was tried, or passed over, in this round. */
  #after: OutboxRow | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.ledger.onEvents((events) => {
      const news = events.some((event) => NEWS.has(event.type));
      if (news && this.#failures === 0) this.#soon(0);
    });
  }

  start(): void {
    this.#soon(0);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #soon(delayMs: number): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#again = false;
    let away = false;
    let full = false;
    try {
      const rows = this.#options.ledger.reader.outbox(BATCH, this.#after);
      full = rows.length === BATCH;
      for (const row of rows) {
        if (this.#stopped) return;
        // Judged before anything is read: each look into the vault is a line in its access log.
        if (this.#refused.isDue(row, this.#options.now())) {
          const outcome = await this.#send(row);
          away = outcome === 'PLATFORM_AWAY';
          if (away) break;
          if (outcome === 'accepted') this.#refused.accepted(row);
          else this.#refused.refused(row, this.#options.now());
        }
        this.#after = row;
      }
      // At the end of the list it begins anew: what was refused is tried again when it is due, and has held nobody up.
      if (!full && !away) this.#after = null;
    } catch (error) {
      away = true;
      this.#options.log.error({ event: 'sync.failed', reason: (error as Error).message }, 'bug');
    } finally {
      this.#failures = away ? this.#failures + 1 : 0;
      this.#running = false;
      const backOff = Math.min(MAX_BACK_OFF_MS, IDLE_MS * 2 ** Math.min(this.#failures, 6));
      this.#soon(away ? backOff : this.#again ? 0 : full ? IDLE_MS / 5 : IDLE_MS);
    }
  }

  async #send(row: OutboxRow): Promise<'accepted' | PlatformFault['code']> {
    const { ledger, platform, log } = this.#options;
    const path = row.kind === 'case' ? PLATFORM_PATHS.case : PLATFORM_PATHS.rating;
    const id = row.record.slice(row.kind.length + 1);
    const record = await this.#record(row);
    if (record === null) {
      log.error({ event: 'sync.without-record', kind: row.kind }, 'nothing to send for an outbox row');
      return 'PLATFORM_REFUSED';
    }
    const answer = await platform.put(path, id, record);
    if (!answer.ok) {
      log.warn(
        { event: 'sync.waiting', kind: row.kind, code: answer.error.code, reason: answer.error.message },
        'waiting',
      );
      return answer.error.code;
    }
    const { record: name, version } = row;
    await ledger.submit(
      'platform.accept',
      { record: name, version },
      'sync',
      `accept-${version}-${id}`.slice(0, 64),
    );
    log.info({ event: 'sync.accepted', kind: row.kind }, 'accepted');
    return 'accepted';
  }

  async #record(row: OutboxRow): Promise<unknown> {
    const { ledger, configAt, staff, now } = this.#options;
    // From the same database as the row: the state in memory may be a moment older.
    const ticket = ledger.reader.ticket(row.ticket);
    if (!ticket) return null;
    const id = row.record.slice(row.kind.length + 1);
    if (row.kind === 'case') {
      const served = servedAs(ticket, id);
      // As they were when the person was called: an item may be gone from the settings since.
      const config = configAt(served?.calledAt ?? ticket.arrival);
      const about = { config, staff, version: row.version, batchAt: now() };
      if (served === null) return withdrawnCase(ticket, id, ledger.reader.storyOf(ticket), about);
      const person = ticket.personRef
        ? ((await ledger.read('person', ticket.personRef, 'sync-case')) as Person | null)
        : null;
      return caseRecord(ticket, id, person, about);
    }
    const given = ledger.reader
      .storyOf(ticket)
      .find((event) => event.type === 'rating.given' && event.data.rating === id);
    if (given?.type !== 'rating.given') return null;
    const { commentRef } = given.data;
    const comment = commentRef
      ? ((await ledger.read('text', commentRef, 'sync-rating')) as string | null)
      : null;
    return ratingRecord(ticket, given.data, given.at, comment, now());
  }
}
