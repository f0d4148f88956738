import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { SerialPort } from 'serialport';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { streamTransport } from './stream-transport.ts';
import type { ByteTransport, TransportFaultCode } from './transport.ts';

/**
 * How often an open port is asked whether it still exists. Reading tells at once, but not always: a terminal that
 * hangs up in the middle of a read gives 0 bytes, and serialport 13 then reads again for ever (its unix-read.ts).
 */
const STILL_THERE_MS = 2_000;

type OpenResult = Result<ByteTransport, Fault<TransportFaultCode>>;

/**
 * Opens a serial port, 8 data bits, no parity, 1 stop bit (what every device of this package speaks).
 *
 * `serialport` is loaded on first use, so that a machine without its native part still runs everything that
 * goes over TCP; the fault then names the package in `details.package`.
 */
export async function openSerial(
  spec: { readonly path: string; readonly baudRate: number },
  clock: Clock = systemClock,
): Promise<OpenResult> {
  const name = `serial ${spec.path}`;
  let library: typeof import('serialport');
  try {
    library = await import('serialport');
  } catch (cause) {
    const details = { package: 'serialport' };
    return err(fault('TRANSPORT_OPEN', `${name}: cannot load serialport: ${String(cause)}`, details));
  }
  const port = new library.SerialPort({ path: spec.path, baudRate: spec.baudRate, autoOpen: false });
  const openError = await settled((done) => port.open(done));
  if (openError !== null) return err(fault('TRANSPORT_OPEN', `${name}: ${openError.message}`));

  const modemError = await settled((done) => port.set({ dtr: true, rts: true }, done));
  if (modemError !== null && !hasNoModemLines(modemError)) {
    await settled((done) => port.close(done));
    return err(fault('TRANSPORT_OPEN', `${name}: ${modemError.message}`));
  }
  listenToBoth(port);
  watchPresence(port, clock);
  return ok(streamTransport(name, port, () => shut(port)));
}

/**
 * serialport 13 (bindings-cpp, src/poller.cpp) forgets: asked to wait until it may write, it no longer waits for
 * bytes to read, and the other way round. A printer without paper that holds its data line could then neither be
 * heard nor, when it goes on, be written to. Here each asking repeats what is waited for already.
 */
function listenToBoth(port: SerialPort): void {
  const poller = (port.port as { poller?: SerialPoller } | undefined)?.poller;
  if (poller === undefined) return;
  const poll = poller.poll.bind(poller);
  poller.poll = (flags = 0) => {
    const reads = poller.listenerCount('readable') > 0 ? UV_READABLE : 0;
    const writes = poller.listenerCount('writable') > 0 ? UV_WRITABLE : 0;
    poll(flags | reads | writes);
  };
}

/** What of the binding's poller is touched. */
interface SerialPoller {
  poll(flags?: number): void;
  listenerCount(event: 'readable' | 'writable'): number;
}

const UV_READABLE = 1;
const UV_WRITABLE = 2;

/** Any request to a hung-up terminal fails with EIO, also one that the living port only knows as ENOTTY. */
function watchPresence(port: SerialPort, clock: Clock): void {
  const probe = (): void => {
    port.get((error) => {
      if (!port.isOpen) return;
      if (error && !hasNoModemLines(error)) port.emit('error', error);
      else cancel = clock.after(STILL_THERE_MS, probe);
    });
  };
  let cancel = clock.after(STILL_THERE_MS, probe);
  port.once('close', () => cancel());
}

function shut(port: SerialPort): void {
  if (port.isOpen) port.close(() => undefined);
}

function settled(act: (done: (error?: Error | null) => void) => void): Promise<Error | null> {
  return new Promise((resolve) => act((error) => resolve(error ?? null)));
}

/** A pseudo-terminal and some USB adapters answer ENOTTY (or EINVAL) to TIOCMSET: they have no DTR and RTS. */
function hasNoModemLines(error: Error): boolean {
  return /ENOTTY|EINVAL|Inappropriate ioctl|Invalid argument/i.test(error.message);
}
