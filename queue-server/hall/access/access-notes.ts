import { randomUUID } from 'node:crypto';
import type { AuditNote } from '../domain/events.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { LoginNotes } from './login.ts';

/** One note a minute and account about wrong passwords: whoever guesses cannot fill the disk. */
const EVERY_MS = 60_000;

interface Failures {
  since: number;
  /** Not noted yet. */
  count: number;
}

/** What happens at the door, for the auditor. Names that are no account are never written down. */
export class AccessNotes implements LoginNotes {
  readonly #ledger: Pick<LedgerClient, 'submit'>;
  readonly #now: () => number;
  readonly #failures = new Map<string | null, Failures>();

  constructor(ledger: Pick<LedgerClient, 'submit'>, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  failed(known: string | null): void {
    const open = this.#failures.get(known);
    if (open) {
      open.count += 1;
      return;
    }
    this.#failures.set(known, { since: this.#now(), count: 0 });
    this.#note('login.failed', known, { count: 1 });
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
    for (const [known, open] of this.#failures) {
      if (!everything && this.#now() - open.since < EVERY_MS) continue;
      this.#failures.delete(known);
      if (open.count === 0) continue;
      this.#note('login.failed', known, { count: open.count });
      // The next failure waits for its own minute, too.
      if (!everything) this.#failures.set(known, { since: this.#now(), count: 0 });
    }
  }

  #note(act: string, subject: string | null, detail: NonNullable<AuditNote['detail']>): void {
    // Nobody waits for these; a ledger that cannot write says so to those who ask for something.
    void this.#ledger.submit('audit.note', { act, subject, detail }, 'hall', `note-${randomUUID()}`);
  }
}
