import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { createLineControl } from './faulty-line.ts';
import type { LineFaults } from './line-faults.ts';

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
  readonly clock?: Clock;
  /** Of the damage that line faults do. */
  readonly seed?: number;
}

/** What a hand can do to the cable and the plug of any simulated device, whatever it speaks. */
export interface SimulatorLines {
  readonly faults: LineFaults | null;
  readonly powered: boolean;
  setFaults(faults: LineFaults | null): void;
  /** Cuts every line, as a pulled cable does; the device goes on listening. */
  cut(): void;
  /**
   * The device is without power: lines are cut and connections are refused, for good or for `forMs`
   * milliseconds. What the device itself forgets with its power is the simulator's business.
   */
  powerOff(forMs?: number): Promise<void>;
  /** Listens again, at the same port. */
  powerOn(): Promise<void>;
  /** Called after each change; the returned function ends it. */
  onChange(listener: () => void): () => void;
}

export interface SimulatorPort {
  readonly address: SimulatorAddress;
  readonly lines: SimulatorLines;
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
  const lines = await listenWithFaults(options, (stream) => attachWrapped(stream), cut);

  function attachWrapped(stream: Duplex): void {
    const line: SimulatorLine = {
      write: (bytes) => {
        if (stream.writable) stream.write(bytes);
      },
    };
    const take = options.onLine(line);
    streams.set(stream, line);
    stream.on('data', (bytes: Uint8Array) => take(bytes));
    stream.on('error', () => stream.destroy());
    stream.on('close', () => {
      if (streams.delete(stream)) options.onLineClosed?.(line);
    });
  }

  function cut(): void {
    for (const stream of streams.keys()) stream.destroy();
  }

  return {
    address: lines.address,
    lines,
    attach: (stream) => attachWrapped(lines.wrap(stream)),
    broadcast(bytes) {
      for (const line of streams.values()) line.write(bytes);
    },
    cut,
    close: lines.close,
  };
}

/** A listening port whose lines can be spoilt and whose power can go. */
export interface FaultyListener extends SimulatorLines {
  readonly address: SimulatorAddress;
  /** For a line that did not come through the port. */
  wrap(stream: Duplex): Duplex;
  close(): Promise<void>;
}

/**
 * For simulators that handle their streams themselves (an HTTP server, a printer that serves one host at a time).
 *
 * @param accept gets each new line, faults included.
 * @param cut destroys all lines that were accepted.
 */
export async function listenWithFaults(
  options: Pick<SimulatorPortOptions, 'host' | 'port' | 'clock' | 'seed'>,
  accept: (stream: Duplex) => void,
  cut: () => void,
): Promise<FaultyListener> {
  const clock = options.clock ?? systemClock;
  const host = options.host ?? '127.0.0.1';
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const control = createLineControl({
    clock,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    onChange: changed,
  });
  let server: Server | undefined;
  let port = options.port ?? 0;
  let cancelPowerOn: (() => void) | undefined;
  let closed = false;

  async function listen(): Promise<void> {
    const next = createServer({ noDelay: true }, (socket: Socket) => accept(control.wrap(socket)));
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(port, host, resolve);
    });
    ({ port } = next.address() as AddressInfo);
    server = next;
  }
  async function stopListening(): Promise<void> {
    cancelPowerOn?.();
    cancelPowerOn = undefined;
    const stopping = server;
    server = undefined;
    const stopped = new Promise<void>((resolve) => (stopping ? stopping.close(() => resolve()) : resolve()));
    cut();
    await stopped;
  }
  async function powerOn(): Promise<void> {
    cancelPowerOn?.();
    cancelPowerOn = undefined;
    if (server !== undefined || closed) return;
    await listen();
    changed();
  }

  await listen();
  return {
    address: { host, port },
    get faults() {
      return control.faults;
    },
    get powered() {
      return server !== undefined;
    },
    setFaults: control.setFaults,
    wrap: control.wrap,
    cut,
    async powerOff(forMs) {
      await stopListening();
      changed();
      if (forMs === undefined) return;
      cancelPowerOn = clock.after(forMs, () => {
        // Somebody took the port meanwhile: the device stays off, and `powered` says so.
        powerOn().catch(() => undefined);
      });
    },
    powerOn,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      await stopListening();
    },
  };
}
