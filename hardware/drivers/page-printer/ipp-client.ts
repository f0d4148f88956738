import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import type { IppAttribute, IppMessage } from '../../codec/ipp.ts';
import { decodeIpp, encodeIpp, GROUP, ippAttribute } from '../../codec/ipp.ts';

/** The printer is on the LAN; a large PDF takes a few seconds. */
const RESPONSE_MS = 15_000;
/** Attributes of a printer are some 20 KB; anything far beyond is not a printer. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** IANA port of ipp and ipps. */
const IPP_PORT = 631;

/** `IPP_NOT_SENT`: no connection was made, so that the printer cannot have the request. */
export type IppClientFaultCode = 'IPP_NOT_SENT' | 'IPP_LOST' | 'IPP_ANSWER';

export interface IppClient {
  readonly uri: string;
  ask(
    operation: number,
    attributes: readonly IppAttribute[],
    job?: readonly IppAttribute[],
    data?: Uint8Array,
  ): Promise<Result<IppMessage, Fault<IppClientFaultCode>>>;
}

/** IPP over HTTP POST (RFC 8010, 4); one connection a request. `uri`: `ipp://host[:port]/path` or `ipps:`. */
export function createIppClient(uri: string, clock: Clock): IppClient {
  const target = new URL(uri);
  if (target.protocol !== 'ipp:' && target.protocol !== 'ipps:')
    throw new Error(`not an IPP address: ${uri}`);
  let nextRequest = 1;
  return {
    uri,
    async ask(operation, attributes, job = [], data = new Uint8Array(0)) {
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
      const answered = await post(target, body, clock);
      if (!answered.ok) return answered;
      const decoded = decodeIpp(answered.value);
      if (!decoded.ok) return err(fault('IPP_ANSWER', decoded.error.message));
      if (decoded.value.requestId !== requestId)
        return err(fault('IPP_ANSWER', 'the answer belongs to another request'));
      return decoded;
    },
  };
}

function post(
  target: URL,
  body: Uint8Array<ArrayBuffer>,
  clock: Clock,
): Promise<Result<Uint8Array, Fault<IppClientFaultCode>>> {
  const { promise, resolve } = Promise.withResolvers<Result<Uint8Array, Fault<IppClientFaultCode>>>();
  const send = target.protocol === 'ipps:' ? httpsRequest : httpRequest;
  let connected = false;
  const request = send({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port === '' ? IPP_PORT : Number(target.port),
    path: target.pathname,
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/ipp', 'content-length': body.length, accept: 'application/ipp' },
  });
  const cancelTimeout = clock.after(RESPONSE_MS, () =>
    request.destroy(new Error(`no answer in ${RESPONSE_MS} ms`)),
  );
  const settle = (result: Result<Uint8Array, Fault<IppClientFaultCode>>): void => {
    cancelTimeout();
    resolve(result);
  };
  request.on('socket', (socket) => socket.once('connect', () => (connected = true)));
  request.on('error', (error) => settle(err(fault(connected ? 'IPP_LOST' : 'IPP_NOT_SENT', error.message))));
  request.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
      else chunks.push(chunk);
    });
    response.on('error', (error) => settle(err(fault('IPP_LOST', error.message))));
    response.on('end', () => {
      if (response.statusCode === 200) settle(ok(Buffer.concat(chunks)));
      else settle(err(fault('IPP_ANSWER', `HTTP ${response.statusCode}`)));
    });
  });
  request.end(body);
  return promise;
}
