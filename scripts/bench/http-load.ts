import { connect, type Socket } from 'node:net';

export interface LoadResult {
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly latencies: Float64Array;
}

/** `next(i)` is the whole request as bytes. */
export interface Load {
  readonly port: number;
  readonly atOnce: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly request: (i: number) => Buffer;
}

const CRLF2 = Buffer.from('\r\n\r\n');

/**
 * A closed loop of keep-alive connections, one request each at a time, read by content-length: as little
 * work as a client can do, so that two cores go to the server. Throws on any answer but 200.
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let sent = 0;
  const began = performance.now();
  const measureFrom = began + load.warmUpSeconds * 1000;
  const until = measureFrom + load.seconds * 1000;
  await Promise.all(
    Array.from({ length: load.atOnce }, async () => {
      const wire = await Wire.open(load.port);
      while (performance.now() < until) {
        const start = performance.now();
        const status = await wire.exchange(load.request(sent++));
        if (status !== 200) throw new Error(`the server answered ${status}: ${wire.lastBody}`);
        if (start >= measureFrom) latencies.push(performance.now() - start);
      }
      wire.close();
    }),
  );
  const sorted = Float64Array.from(latencies).sort();
  return { done: sorted.length, seconds: (performance.now() - measureFrom) / 1000, latencies: sorted };
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

class Wire {
  readonly #socket: Socket;
  #buffer: Buffer = Buffer.alloc(0);
  #resolve: ((status: number) => void) | null = null;
  #reject: ((error: Error) => void) | null = null;
  lastBody = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#reject?.(error));
    socket.on('close', () => this.#reject?.(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(new Wire(socket)));
      socket.once('error', reject);
    });
  }

  exchange(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#reject = null;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const end = this.#buffer.indexOf(CRLF2);
    if (end < 0) return;
    const head = this.#buffer.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#buffer.length < end + 4 + length) return;
    const status = Number(head.slice(9, 12));
    if (status !== 200) this.lastBody = this.#buffer.toString('utf8', end + 4, end + 4 + length);
    this.#buffer = Buffer.alloc(0);
    this.#resolve?.(status);
  }
}

export function post(path: string, headers: Record<string, string>, body: unknown): Buffer {
  const text = JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${lines.join('')}\r\n${text}`,
  );
}
