import { Agent, request as httpRequest } from 'node:http';

export interface LoadResult {
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly latencies: Float64Array;
}

/** A request as the load sends it. */
export interface LoadRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Load {
  readonly port: number;
  readonly atOnce: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly request: (i: number) => LoadRequest;
}

/**
 * A closed loop: so many keep-alive connections of Node's own HTTP client, one request each at a time, as in
 * the measurements that the bare stack is compared with. Throws on any answer but 200.
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let sent = 0;
  const began = performance.now();
  const measureFrom = began + load.warmUpSeconds * 1000;
  const until = measureFrom + load.seconds * 1000;
  const agent = new Agent({ keepAlive: true, maxSockets: load.atOnce });
  await Promise.all(
    Array.from({ length: load.atOnce }, async () => {
      while (performance.now() < until) {
        const start = performance.now();
        const { status, text } = await exchange(agent, load.port, load.request(sent++));
        if (status !== 200) throw new Error(`the server answered ${status}: ${text()}`);
        if (start >= measureFrom) latencies.push(performance.now() - start);
      }
    }),
  );
  agent.destroy();
  const sorted = Float64Array.from(latencies).sort();
  return { done: sorted.length, seconds: (performance.now() - measureFrom) / 1000, latencies: sorted };
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

interface Answered {
  readonly status: number;
  readonly text: () => string;
}

function exchange(agent: Agent, port: number, { path, headers, body }: LoadRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { agent, host: '127.0.0.1', port, method: 'POST', path, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: () => Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export function post(path: string, headers: Record<string, string>, content: unknown): LoadRequest {
  const body = Buffer.from(JSON.stringify(content));
  const own = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return { path, headers: { ...headers, ...own }, body };
}
