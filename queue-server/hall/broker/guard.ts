import type { IncomingMessage, Server as WebServer } from 'node:http';
import type { Server as NetServer, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ConnectionGate, Entry } from './connection-gate.ts';
import { CONNECT_BYTES, INCOMING_BYTES, PACKET_BYTES } from './limits.ts';
import { PacketSize } from './packet-size.ts';
import { streamOf } from './ws-stream.ts';

/** Counts every connection of a server from its first byte on, before a TLS handshake. */
function watch(server: NetServer, gate: ConnectionGate): (socket: Socket) => Entry | undefined {
  const entries = new Map<string, Entry>();
  const bySocket = new WeakMap<Socket, Entry>();
  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    const entry = gate.enter(socket.remoteAddress ?? '', () => socket.destroy());
    if (entry === null) {
      socket.destroy();
      return;
    }
    entries.set(key, entry);
    socket.once('close', () => {
      entry.left();
      entries.delete(key);
    });
  });
  // The TLS socket of a handshake is another object than the raw one, at the same far end.
  return (socket) => {
    let entry = bySocket.get(socket);
    if (entry === undefined) {
      entry = entries.get(keyOf(socket));
      if (entry !== undefined) bySocket.set(socket, entry);
    }
    return entry;
  };
}

function keyOf(socket: Socket): string {
  return `${socket.remoteAddress}/${socket.remotePort}`;
}

/** Puts the gate before an HTTP or HTTPS server: who has sent a whole request header has proved to be a client. */
export function guardWeb(server: WebServer, gate: ConnectionGate): void {
  const entryOf = watch(server, gate);
  const proven = (request: IncomingMessage) => entryOf(request.socket)?.proven();
  server.on('request', proven);
  server.on('upgrade', proven);
}

/** The doors of the broker: every MQTT connection with its gate entry and the watch over its packets' sizes. */
export class BrokerGuard {
  readonly #gate: ConnectionGate;
  readonly #handle: (stream: Duplex, request?: IncomingMessage) => void;
  readonly #onProven = new WeakMap<Duplex, () => void>();

  constructor(gate: ConnectionGate, handle: (stream: Duplex, request?: IncomingMessage) => void) {
    this.#gate = gate;
    this.#handle = handle;
  }

  /** For a plain or TLS server; `event` is the one that hands over sockets which are ready for MQTT. */
  listenOn(server: NetServer, event: 'connection' | 'secureConnection'): void {
    const entryOf = watch(server, this.#gate);
    server.on(event, (socket: Socket) => {
      const entry = entryOf(socket);
      // Refused by the gate: destroyed already.
      if (entry === undefined) {
        socket.destroy();
        return;
      }
      const size = new PacketSize(CONNECT_BYTES);
      this.#onProven.set(socket, () => {
        entry.proven();
        size.allow(PACKET_BYTES);
      });
      this.#handle(socket);
      // The broker reads by `readable`, so this only sees what it reads, just before.
      socket.on('data', (chunk: Buffer) => {
        if (!size.take(chunk)) socket.destroy(new Error('sent more than is allowed'));
      });
    });
  }

  webSocket(socket: WebSocket, request: IncomingMessage): void {
    const entry = this.#gate.enter(request.socket.remoteAddress ?? '', () => socket.terminate());
    if (entry === null) {
      socket.terminate();
      return;
    }
    const size = new PacketSize(CONNECT_BYTES);
    const stream = streamOf(
      socket,
      (data, waiting) => size.take(data) && waiting + data.length <= INCOMING_BYTES,
    );
    socket.once('close', () => entry.left());
    this.#onProven.set(stream, () => {
      entry.proven();
      size.allow(PACKET_BYTES);
    });
    this.#handle(stream, request);
  }

  /** The device at the end of this stream has shown its credential. */
  proven(stream: Duplex): void {
    this.#onProven.get(stream)?.();
  }
}
