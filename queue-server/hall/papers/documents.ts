/** A printed page is personal: it lives in memory, for one device, for one fetch, for a minute. */
const KEEP_MS = 60_000;

interface Kept {
  readonly device: string;
  readonly pdf: Buffer;
  readonly until: number;
}

export class DocumentStore {
  readonly #kept = new Map<string, Kept>();

  put(certificate: string, device: string, pdf: Uint8Array, now: number): void {
    this.#sweep(now);
    this.#kept.set(certificate, { device, pdf: Buffer.from(pdf), until: now + KEEP_MS });
  }

  takeOnce(certificate: string, device: string, now: number): Buffer | null {
    this.#sweep(now);
    const kept = this.#kept.get(certificate);
    if (!kept || kept.device !== device) return null;
    this.#kept.delete(certificate);
    return kept.pdf;
  }

  #sweep(now: number): void {
    for (const [certificate, kept] of this.#kept) if (kept.until < now) this.#kept.delete(certificate);
  }
}
