import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HallAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface HallRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON to send. */
  readonly json?: unknown;
  /** PEM of the hall's CA; absent: the machine's own list of CAs. */
  readonly ca?: string | undefined;
  /** Only for what is checked by its own hash: the CA's certificate itself. */
  readonly unverified?: boolean;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** One request to the hall server, whole answer in memory; redirects are not followed. Rejects where it is away. */
export function askHall(url: URL, options: HallRequest): Promise<HallAnswer> {
  const body = options.json === undefined ? null : Buffer.from(JSON.stringify(options.json));
  const headers = {
    ...options.headers,
    ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    let answered = false;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: options.method,
        headers,
        signal: AbortSignal.timeout(options.timeoutMs),
        // A kept connection could outlive a changed certificate.
        agent: false,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
        ...(options.unverified === true ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        answered = true;
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > options.maxBytes) response.destroy(new Error('too large'));
          else chunks.push(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    // What changes the protocol (HTTP 101) is only closed, and no time-out comes after that.
    request.on('close', () => {
      if (!answered) reject(new Error('closed without an answer'));
    });
    request.end(body ?? undefined);
  });
}
