import { randomUUID } from 'node:crypto';
import type { AuditNote } from '../domain/events.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { LoginNotes } from './login.ts';

/** One note a minute and account about wrong passwords or codes: whoever guesses cannot fill the disk. */
const EVERY_MS = 60_000;

interface Failures {
  readonly act: string;
  readonly known: string | null;
  since: number;
  /** Not noted yet. */
  count: number;
}

/** What happens at the door, for the auditor. Names that are no account are never written down. */
export class AccessNotes implements LoginNotes {
  readonly #ledger: Pick<LedgerClient, 'submit'>;
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();

  constructor(ledger: Pick<LedgerClient, 'submit'>, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  failed(known: string | null): void {
    this.#count('login.failed', known);
  }

  /** Somebody tried a set-up code that is not it. */
  setupRefused(): void {
    this.#count('setup.code-wrong', null);
  }

  /** The set-up is open again, because somebody at the machine asked for it. */
  setupReopened(): void {
    this.#note('setup.reopened', null, {});
  }

  /** An account was disabled at the start, because nobody may bear its name. */
  nameReserved(username: string): void {
    this.#note('account.changed', username, { state: 'disabled', why: 'reserved-name' });
  }

  locked(known: string | null, minutes: number): void {
    // Invented names can be locked without end; the count of their failures says enough.
    if (known !== null) this.#note('account.locked', known, { minutes });
  }

  recovered(username: string, left: number): void {
    this.#note('totp.recovery-code-used', username, { left });
  }

  sessionOver(username: string, why: 'idle' | 'expired'): void {
    this.#note('session.expired', username, { why });
  }

  /** Notes what has gathered since the first failure of each account, a minute at a time. */
  sweep(everything = false): void {
    for (const [key, open] of this.#failures) {
      if (!everything && this.#now() - open.since < EVERY_MS) continue;
      this.#failures.delete(key);
      if (open.count === 0) continue;
      this.#note(open.act, open.known, { count: open.count });
      // The next failure waits for its own minute, too.
      if (!everything) this.#failures.set(key, { ...open, since: this.#now(), count: 0 });
    }
  }

  #count(act: string, known: string | null): void {
    const key = `${act} ${known ?? ''}`;
    const open = this.#failures.get(key);
    if (open) {
      open.count += 1;
      return;
    }
    this.#failures.set(key, { act, known, since: this.#now(), count: 0 });
    this.#note(act, known, { count: 1 });
  }

  #note(act: string, subject: string | null, detail: NonNullable<AuditNote['detail']>): void {
    // Nobody waits for these; a ledger that cannot write says so to those who ask for something.
    void this.#ledger.submit('audit.note', { act, subject, detail }, 'hall', `note-${randomUUID()}`);
  }
}
