import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.ts';
import type { IppMessage } from '../../codec/ipp.ts';
import { decodeIpp, encodeIpp } from '../../codec/ipp.ts';
import type { FaultyListener } from '../simulator-port.ts';
import { listenWithFaults } from '../simulator-port.ts';

/** A certificate is well below; more is refused with HTTP 413. */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;

export interface IppServerOptions {
  readonly port: number;
  readonly clock: Clock;
  /** Null breaks the connection instead; a number is an HTTP status without a body. */
  readonly answer: (request: IppMessage) => IppMessage | number | null;
}

/** IPP over HTTP (RFC 8010, 4) on 127.0.0.1, behind a line that can be spoilt. */
export function startIppServer(options: IppServerOptions): Promise<FaultyListener> {
  const connections = new Set<Duplex>();
  const server = createServer((request, response) => void serve(request, response, options.answer));
  // A host that goes away in the middle of a request: nothing is left to answer.
  server.on('clientError', (_error, connection) => connection.destroy());
  return listenWithFaults(
    { port: options.port, clock: options.clock },
    (connection) => {
      connections.add(connection);
      connection.once('close', () => connections.delete(connection));
      // Any duplex stream can be handed to a server of node:http in this way (its documentation, 'connection').
      server.emit('connection', connection);
    },
    () => {
      for (const connection of connections) connection.destroy();
    },
  );
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answerTo: IppServerOptions['answer'],
): Promise<void> {
  const refuse = (status: number): void => void response.writeHead(status).end();
  if (request.method !== 'POST') return refuse(405);
  if (request.headers['content-type'] !== 'application/ipp') return refuse(415);
  const body = await readBody(request);
  if (body === 'gone') return void request.socket.destroy();
  if (body === 'too-long') return refuse(413);
  const decoded = decodeIpp(body);
  if (!decoded.ok) return refuse(400);
  const answer = answerTo(decoded.value);
  if (answer === null) return void request.socket.destroy();
  if (typeof answer === 'number') return refuse(answer);
  response.writeHead(200, { 'content-type': 'application/ipp' }).end(encodeIpp(answer));
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too-long' | 'gone'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_REQUEST_BYTES) return 'too-long';
      chunks.push(chunk);
    }
  } catch {
    // The client went away in the middle of its request.
    return 'gone';
  }
  return Buffer.concat(chunks);
}
