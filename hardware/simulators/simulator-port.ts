import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';

/** Where a simulator listens, to be put into a TCP transport setting. */
export interface SimulatorAddress {
  readonly host: string;
  readonly port: number;
}

/** One line to whoever drives the simulated device. */
export interface SimulatorLine {
  write(bytes: Uint8Array): void;
}

export interface SimulatorPortOptions {
  /** Default 127.0.0.1: simulators are nobody's business but this machine's. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Called for each new line; returns what takes the bytes that arrive on it. */
  readonly onLine: (line: SimulatorLine) => (bytes: Uint8Array) => void;
  readonly onLineClosed?: (line: SimulatorLine) => void;
}

export interface SimulatorPort {
  readonly address: SimulatorAddress;
  /** Uses any open stream (a PTY, an in-memory pair) as one more line. */
  attach(stream: Duplex): void;
  /** Sends on every open line. */
  broadcast(bytes: Uint8Array): void;
  /** Cuts every line, as a pulled plug does; the simulator goes on listening. */
  cut(): void;
  close(): Promise<void>;
}

/** The byte end that all simulators share: TCP, or any duplex stream. */
export async function startSimulatorPort(options: SimulatorPortOptions): Promise<SimulatorPort> {
  const streams = new Map<Duplex, SimulatorLine>();
  const attach = (stream: Duplex): void => {
    const line: SimulatorLine = {
      write: (bytes) => {
        if (stream.writable) stream.write(bytes);
      },
    };
    const take = options.onLine(line);
    streams.set(stream, line);
    stream.on('data', (bytes: Uint8Array) => take(bytes));
    // A driver that goes away resets the line; for the device that is only a line that closed.
    stream.on('error', () => stream.destroy());
    stream.on('close', () => {
      if (streams.delete(stream)) options.onLineClosed?.(line);
    });
  };
  const server = createServer({ noDelay: true }, (socket: Socket) => attach(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const stream of streams.keys()) stream.destroy();
  };
  return {
    address: { host: address, port },
    attach,
    broadcast(bytes) {
      for (const line of streams.values()) line.write(bytes);
    },
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
