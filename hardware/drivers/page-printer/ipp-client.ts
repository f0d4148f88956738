import type { ClientRequest } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import type { IppAttribute, IppMessage } from '../../codec/ipp.ts';
import { decodeIpp, encodeIpp, GROUP, ippAttribute } from '../../codec/ipp.ts';

/** The printer is on the LAN; a large PDF takes a few seconds. */
const RESPONSE_MS = 15_000;
/** However near a deadline is: a printer on the LAN that wakes from sleep takes about a second. */
const SHORTEST_RESPONSE_MS = 1_000;
/** Attributes of a printer are some 20 KB; anything far beyond is not a printer. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** IANA port of ipp and ipps. */
const IPP_PORT = 631;
const HTTP_UNAVAILABLE = 503;

/**
 * `IPP_NOT_SENT`: no connection was made, so that the printer cannot have the request. `IPP_REFUSED` and `IPP_BUSY`:
 * HTTP said no before IPP was looked at. `IPP_LOST`: sent, at least in part, and no answer came. `IPP_ANSWER`: the
 * answer makes no sense.
 */
export type IppClientFaultCode = 'IPP_NOT_SENT' | 'IPP_REFUSED' | 'IPP_BUSY' | 'IPP_LOST' | 'IPP_ANSWER';

export interface IppRequest {
  readonly attributes?: readonly IppAttribute[];
  readonly job?: readonly IppAttribute[];
  readonly data?: Uint8Array;
  /** How long the answer is waited for, ms; never more than `RESPONSE_MS`. */
  readonly withinMs?: number;
}

export interface IppClient {
  readonly uri: string;
  ask(operation: number, request?: IppRequest): Promise<Result<IppMessage, Fault<IppClientFaultCode>>>;
  /** Ends requests under way, and refuses further ones as `IPP_NOT_SENT`. */
  close(): void;
}

/**
 * IPP over HTTP POST (RFC 8010, 4); one connection a request. `uri`: `ipp://host[:port]/path` or `ipps:`; `ca`: PEM
 * of the certificate that an `ipps:` printer signed itself.
 */
export function createIppClient(uri: string, clock: Clock, ca?: string): IppClient {
  const target = new URL(uri);
  if (target.protocol !== 'ipp:' && target.protocol !== 'ipps:')
    throw new Error(`not an IPP address: ${uri}`);
  let nextRequest = 1;
  let isClosed = false;
  const running = new Set<ClientRequest>();
  return {
    uri,
    async ask(operation, { attributes = [], job = [], data = new Uint8Array(0), withinMs } = {}) {
      if (isClosed) return err(fault('IPP_NOT_SENT', 'the driver is closed'));
      const requestId = nextRequest;
      nextRequest += 1;
      const body = encodeIpp({
        version: [2, 0],
        code: operation,
        requestId,
        groups: [
          {
            tag: GROUP.operation,
            attributes: [
              // RFC 8011, 4.1.4: these two come first, the target next.
              ippAttribute('attributes-charset', 'charset', 'utf-8'),
              ippAttribute('attributes-natural-language', 'language', 'en'),
              ippAttribute('printer-uri', 'uri', uri),
              ...attributes,
            ],
          },
          ...(job.length > 0 ? [{ tag: GROUP.job, attributes: job }] : []),
        ],
        data,
      });
      const timeoutMs = Math.max(SHORTEST_RESPONSE_MS, Math.min(RESPONSE_MS, withinMs ?? RESPONSE_MS));
      const answered = await post(target, body, { clock, ca, timeoutMs, running });
      // The document is a person's paper: no copy stays behind.
      body.fill(0);
      if (!answered.ok) return answered;
      const decoded = decodeIpp(answered.value);
      if (!decoded.ok) return err(fault('IPP_ANSWER', decoded.error.message));
      if (decoded.value.requestId !== requestId)
        return err(fault('IPP_ANSWER', 'the answer belongs to another request'));
      return decoded;
    },
    close() {
      isClosed = true;
      for (const request of running) request.destroy(new Error('the driver is closed'));
    },
  };
}

interface PostOptions {
  readonly clock: Clock;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly running: Set<ClientRequest>;
}

function post(
  target: URL,
  body: Uint8Array<ArrayBuffer>,
  { clock, ca, timeoutMs, running }: PostOptions,
): Promise<Result<Uint8Array, Fault<IppClientFaultCode>>> {
  const { promise, resolve } = Promise.withResolvers<Result<Uint8Array, Fault<IppClientFaultCode>>>();
  const isSecure = target.protocol === 'ipps:';
  let connected = false;
  const request = (isSecure ? httpsRequest : httpRequest)({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port === '' ? IPP_PORT : Number(target.port),
    path: target.pathname,
    method: 'POST',
    agent: false,
    ...(ca === undefined ? {} : { ca }),
    headers: { 'content-type': 'application/ipp', 'content-length': body.length, accept: 'application/ipp' },
  });
  running.add(request);
  const cancelTimeout = clock.after(timeoutMs, () =>
    request.destroy(new Error(`no answer in ${timeoutMs} ms`)),
  );
  const settle = (result: Result<Uint8Array, Fault<IppClientFaultCode>>): void => {
    cancelTimeout();
    running.delete(request);
    resolve(result);
  };
  // Before TLS stands, nothing of the request has left.
  request.on('socket', (socket) =>
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connected = true;
    }),
  );
  request.on('error', (error) => settle(err(fault(connected ? 'IPP_LOST' : 'IPP_NOT_SENT', error.message))));
  let answered = false;
  // Not every end is an error or an answer: one that changes the protocol (HTTP 101) is only closed.
  request.on('close', () => {
    if (!answered) settle(err(fault('IPP_LOST', 'the printer ended the request without an answer')));
  });
  request.on('response', (response) => {
    answered = true;
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
      else chunks.push(chunk);
    });
    response.on('error', (error) => settle(err(fault('IPP_LOST', error.message))));
    response.on('end', () => {
      const { statusCode = 0 } = response;
      if (statusCode === 200) settle(ok(Buffer.concat(chunks)));
      else settle(err(httpFault(statusCode)));
    });
  });
  request.end(body);
  return promise;
}

const HTTP_WORDS: Readonly<Record<number, string>> = {
  401: 'it wants a password',
  403: 'it does not let this machine print',
  404: 'there is no printer at this path',
  426: 'it wants TLS: use ipps://',
};

function httpFault(status: number): Fault<IppClientFaultCode> {
  const words = `HTTP ${status}${HTTP_WORDS[status] === undefined ? '' : `: ${HTTP_WORDS[status]}`}`;
  if (status === HTTP_UNAVAILABLE) return fault('IPP_BUSY', words);
  return fault(status >= 400 && status < 500 ? 'IPP_REFUSED' : 'IPP_ANSWER', words);
}
