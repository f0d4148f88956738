import type { LedgerClient } from '../ledger/client.ts';

/** Why a hall server is not ready, by code; texts for people are on the health page. */
export type NotReady = 'STORAGE_FULL' | 'STORAGE_FAILED' | 'WRITER_FAILED' | 'BROKER_DOWN' | 'VAULT_CLOSED';

/** After a failed commit the ledger is asked again this often at most, and only while somebody asks. */
const PROBE_EVERY_MS = 5_000;

interface Options {
  /** A write that changes nothing but must reach the disk. */
  readonly probe: () => Promise<{ readonly ok: boolean; readonly code?: string }>;
  readonly brokerListening: () => boolean;
  readonly vaultOpen: () => boolean;
  readonly monotonic?: () => number;
}

/**
 * Whether the hall can keep its promises now. What the last commit said is remembered, so asking costs
 * nothing while all is well; after a failure the disk is tried again.
 */
export class Readiness {
  readonly #options: Options;
  #failure: 'STORAGE_FULL' | 'STORAGE_FAILED' | null = null;
  #writerFailed = false;
  #probedAt = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Told after each batch: the storage code of its answers, or null where they are on disk. */
  committed(code: string | null): void {
    if (code === 'STORAGE_FULL' || code === 'STORAGE_FAILED') this.#failure = code;
    else if (code === null) this.#failure = null;
  }

  writerFailed(): void {
    this.#writerFailed = true;
  }

  get storageFailure(): string | null {
    return this.#writerFailed ? 'WRITER_FAILED' : this.#failure;
  }

  async reasons(): Promise<NotReady[]> {
    const { probe, brokerListening, vaultOpen, monotonic = () => performance.now() } = this.#options;
    if (this.#failure !== null && monotonic() - this.#probedAt >= PROBE_EVERY_MS) {
      this.#probedAt = monotonic();
      const tried = await probe();
      this.committed(tried.ok ? null : (tried.code ?? this.#failure));
    }
    const reasons: NotReady[] = [];
    if (this.#writerFailed) reasons.push('WRITER_FAILED');
    if (this.#failure !== null) reasons.push(this.#failure);
    if (!brokerListening()) reasons.push('BROKER_DOWN');
    if (!vaultOpen()) reasons.push('VAULT_CLOSED');
    return reasons;
  }
}

/** A commit of nothing but the request itself: the smallest write that proves the disk. */
export function ledgerProbe(ledger: LedgerClient, newId: () => string): Options['probe'] {
  return async () => {
    const answer = await ledger.submit('day.begin', {}, 'hall', `probe-${newId()}`);
    return answer.ok ? { ok: true } : { ok: false, code: answer.error.code };
  };
}
