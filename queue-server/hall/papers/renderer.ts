import { Worker } from 'node:worker_threads';
import type { Fault, Result } from '@hall/shared/contracts/result';
import type { InsuranceCertificateInput } from './certificate.ts';
import type { FinishedPaper } from './sheet.ts';

type Drawn = Result<FinishedPaper, Fault<'FONT_MISSING'>>;
interface Reply {
  readonly id: number;
  readonly result?: Drawn;
  readonly bug?: string;
}

/** The main thread's side of `render-thread.ts`; the thread is started with the first paper. */
export class CertificateRenderer {
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #waiting = new Map<number, { resolve: (drawn: Drawn) => void; reject: (error: Error) => void }>();

  insurance(input: InsuranceCertificateInput): Promise<Drawn> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#thread().postMessage({ id, input });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#fail(new Error('the renderer was closed'));
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./render-thread.ts', import.meta.url));
    worker.on('message', ({ id, result, bug }: Reply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (result) waiting?.resolve(result);
      else waiting?.reject(new Error(bug ?? 'no result'));
    });
    worker.on('error', (error) => {
      // The next paper gets a new thread.
      this.#worker = null;
      this.#fail(error);
    });
    this.#worker = worker;
    return worker;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
