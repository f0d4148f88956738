import { setTimeout as sleep } from 'node:timers/promises';
import { type HeadContradiction, judgeHead, type LedgerHead } from '@hall/shared/contracts/ledger-heads';
import type { Logger } from 'pino';
import type { PlatformClient } from '../sync/platform-client.ts';
import type { LedgerClient } from './client.ts';
import type { HeadSigner } from './signing-key.ts';

/** What a rewriter could change unseen is at most what happened since the last head. */
const SIGN_EVERY_MS = 3_600_000;
/** The platform is asked again this long after it was away. */
const RETRY_MS = 60_000;
/** Newest heads of the platform that the ledger is held against at the start; and own ones that wait to be sent. */
const COMPARED = 200;
/** A clean stop waits no longer than this for the platform. */
const FAREWELL_MS = 1_500;

/** The ledger and what others keep of it do not fit together: somebody must look, the hall goes on. */
export interface HeadTrouble {
  readonly reason: HeadContradiction | 'refused';
  /** Ledger position of the head that was kept, or refused. */
  readonly seq: number;
  /** Since when it is known, hall time, ms. */
  readonly at: number;
}

export interface HeadKeeperOptions {
  readonly hall: string;
  readonly ledger: LedgerClient;
  readonly signer: HeadSigner;
  /** Null where the hall has no platform. */
  readonly platform: Pick<PlatformClient, 'head' | 'heads'> | null;
  /** To the devices, retained. */
  readonly publish: (head: LedgerHead) => void;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Signs the ledger's head at the start, every hour, at each change of day and at a clean stop; keeps it in the
 * database, publishes it to the devices and sends it to the platform. Before it sends, it holds the ledger
 * against what the platform keeps: a machine that was rolled back is found at its next start.
 */
export class HeadKeeper {
  readonly #options: HeadKeeperOptions;
  #newest: LedgerHead | null;
  #trouble: HeadTrouble | null = null;
  #anchoredAt: number | null = null;
  #unsent: LedgerHead[] = [];
  #compared = false;
  #sending: Promise<void> | null = null;
  #signing: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: HeadKeeperOptions) {
    this.#options = options;
    this.#newest = options.ledger.reader.newestHead();
    options.ledger.onEvents((events) => {
      if (events.some((event) => event.type === 'day.began')) void this.sign();
    });
  }

  /** Null while all fits, and until the platform could be asked. */
  get trouble(): HeadTrouble | null {
    return this.#trouble;
  }

  /** When the platform last kept a head, ms; null: never, as far as is known; undefined: there is no platform. */
  get anchoredAt(): number | null | undefined {
    return this.#options.platform === null ? undefined : this.#anchoredAt;
  }

  start(): void {
    void this.sign();
    this.#timer = setInterval(() => void this.sign(), SIGN_EVERY_MS);
  }

  /** Signs what is on disk now; nothing where that was signed already. */
  sign(): Promise<void> {
    this.#signing = this.#signing
      .then(() => this.#sign())
      .catch((error: Error) => {
        this.#options.log.error(
          { event: 'ledger.head-unsigned', reason: error.message },
          'no head was signed',
        );
      });
    return this.#signing;
  }

  /** The last head of a clean stop; call it while devices and platform can still be reached. */
  async stop(): Promise<void> {
    await this.sign();
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    if (this.#retry) clearTimeout(this.#retry);
    await Promise.race([this.#sending, sleep(FAREWELL_MS, undefined, { ref: false })]);
  }

  async #sign(): Promise<void> {
    const { ledger, signer, hall, publish, now } = this.#options;
    const { seq, day } = ledger.state;
    if (seq === 0 || day === null) return;
    const { epoch, head: hash } = ledger;
    if (this.#newest?.epoch === epoch && this.#newest.seq === seq) {
      publish(this.#newest);
      this.#send();
      return;
    }
    const head = signer.sign({ hall, epoch, seq, hash, at: now(), day });
    // On disk before anyone else has it: what others keep, the hall knows that it gave.
    if (!(await ledger.keepHead(head))) throw new Error('the head could not be kept');
    this.#newest = head;
    publish(head);
    this.#unsent = [...this.#unsent, head].slice(-COMPARED);
    this.#send();
  }

  #send(): void {
    const { platform } = this.#options;
    if (platform === null || this.#sending || this.#stopped) return;
    this.#sending = this.#sendAll(platform)
      .catch((error: Error) => {
        this.#options.log.error({ event: 'ledger.head-unsent', reason: error.message }, 'bug');
        return false;
      })
      .then((done) => {
        this.#sending = null;
        if (this.#stopped) return;
        if (!done) this.#retry = setTimeout(() => this.#send(), RETRY_MS).unref();
        else if (this.#unsent.length > 0) this.#send();
      });
  }

  /** True when nothing is left to send. */
  async #sendAll(platform: Pick<PlatformClient, 'head' | 'heads'>): Promise<boolean> {
    if (!this.#compared && !(await this.#compare(platform))) return false;
    for (let head = this.#unsent[0]; head; head = this.#unsent[0]) {
      const answer = await platform.head(head);
      if (!answer.ok && answer.error.code === 'PLATFORM_AWAY') return false;
      if (answer.ok) this.#anchoredAt = this.#options.now();
      else if (answer.error.code === 'HEAD_CONFLICT') this.#report('refused', head.seq);
      else this.#options.log.warn({ event: 'ledger.head-refused', reason: answer.error.message }, 'refused');
      this.#unsent = this.#unsent.slice(1);
    }
    return true;
  }

  /** False where the platform could not be asked. */
  async #compare(platform: Pick<PlatformClient, 'heads'>): Promise<boolean> {
    const { ledger, hall } = this.#options;
    const answer = await platform.heads(COMPARED);
    if (!answer.ok) return answer.error.code !== 'PLATFORM_AWAY';
    const kept = answer.value.filter((head) => head.hall === hall);
    const newest = this.#newest;
    const reason = newest && judgeHead(kept, newest);
    if (newest && reason) this.#report(reason, kept.at(-1)?.seq ?? newest.seq);
    const ofEpoch = kept.filter((head) => head.epoch === ledger.epoch);
    const other = ofEpoch.find((head) => {
      const hash = ledger.reader.hashOf(head.seq);
      return hash !== null && hash !== head.hash;
    });
    if (other) this.#report('other-hash', other.seq);
    const known = ofEpoch.at(-1)?.seq ?? 0;
    const waiting = ledger.reader.headsOf(ledger.epoch, known).slice(-COMPARED);
    // In trouble the newest goes out all the same: the platform refuses it, and says so on its page.
    this.#unsent = waiting.length === 0 && this.#trouble && newest ? [newest] : waiting;
    this.#anchoredAt = kept.at(-1)?.at ?? null;
    this.#compared = true;
    return true;
  }

  #report(reason: HeadTrouble['reason'], seq: number): void {
    const { ledger, log, now } = this.#options;
    log.fatal(
      { event: 'ledger.head-contradiction', reason, seq },
      'the ledger contradicts what others keep of it',
    );
    if (this.#trouble) return;
    const at = now();
    this.#trouble = { reason, seq, at };
    const note = { act: 'ledger.head-contradicted', subject: 'platform', detail: { reason, seq } };
    void ledger.submit('audit.note', note, 'hall', `head-${reason}-${seq}-${at}`);
  }
}
