import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { streamTransport } from './stream-transport.ts';
import type { ByteTransport, TransportFaultCode } from './transport.ts';

/**
 * How often a printer that said nothing, or took nothing, is asked again. Node cannot wait on this descriptor:
 * libuv polls terminals, pipes and sockets only. A status byte takes a USB frame of 1 ms to arrive, and drivers
 * give a printer hundreds of milliseconds to answer.
 */
export const USBLP_POLL_MS = 20;

/** The kernel driver's own block (USBLP_BUF_SIZE of drivers/usb/class/usblp.c): one write is one transfer. */
const WRITE_BLOCK_BYTES = 8_192;

/** One bulk packet of high-speed USB holds 512 bytes; status replies have a few. */
const READ_BYTES = 1_024;

/** Never blocks a thread, and a terminal that stands in for the device does not become ours. */
const OPEN_FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;

/** What of a file handle is used, so that tests can put a kernel driver of their own in its place. */
export type UsblpFile = Pick<FileHandle, 'read' | 'write' | 'stat' | 'close'>;
export type OpenUsblpFile = (path: string, flags: number) => Promise<UsblpFile>;

type OpenResult = Result<ByteTransport, Fault<TransportFaultCode>>;

/**
 * Opens a USB printer of the kernel's `usblp` driver, e.g. `/dev/usb/lp0`, for both directions.
 *
 * A write resolves when the printer has taken the last block, so that closing afterwards loses nothing: the
 * kernel kills a transfer that is under way when the descriptor is closed (usblp_release).
 */
export async function openUsblp(
  spec: { readonly path: string },
  clock: Clock = systemClock,
  openFile: OpenUsblpFile = open,
): Promise<OpenResult> {
  const name = `usblp ${spec.path}`;
  const refused = (why: string): OpenResult => err(fault('TRANSPORT_OPEN', `${name}: ${why}`));
  let file: UsblpFile;
  try {
    file = await openFile(spec.path, OPEN_FLAGS);
  } catch (cause) {
    return refused(whyNotOpened(cause));
  }
  try {
    // `cp ticket /dev/usb/lp0` while no printer is plugged in leaves a file of that name, which takes everything.
    if ((await file.stat()).isCharacterDevice()) {
      const stream = deviceStream(file, clock);
      return ok(streamTransport(name, stream, () => stream.destroy()));
    }
    await file.close();
    return refused('not a device: something else has its name and must be removed');
  } catch (cause) {
    return refused(String(cause));
  }
}

function whyNotOpened(cause: unknown): string {
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return 'no such printer: unplugged, switched off, or another number';
    case 'EBUSY':
      return 'another program has the printer open (CUPS, a second host)';
    case 'EACCES':
    case 'EPERM':
      return 'no permission: the account must be in the group lp';
    default:
      return String(cause);
  }
}

/** Reads and writes without ever waiting inside the kernel; what waits is only a timer, which ends with the stream. */
function deviceStream(file: UsblpFile, clock: Clock): Duplex {
  const waits = new Set<() => void>();
  const later = (run: () => void): void => {
    const cancel = clock.after(USBLP_POLL_MS, () => {
      waits.delete(cancel);
      run();
    });
    waits.add(cancel);
  };

  const read = async (): Promise<void> => {
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, null);
      if (stream.destroyed) return;
      if (bytesRead > 0) {
        stream.push(buffer.subarray(0, bytesRead));
        return;
      }
      // Nothing, though not "try again": an empty USB packet, or a terminal that has hung up. Only a write tells.
      await takenSoFar(file);
    } catch (cause) {
      if (!isTryAgain(cause)) {
        stream.destroy(readFailure(cause));
        return;
      }
    }
    if (!stream.destroyed) later(() => void read());
  };

  const write = async (bytes: Uint8Array, done: (error?: Error) => void): Promise<void> => {
    let rest = bytes;
    try {
      while (rest.length > 0 && !stream.destroyed) {
        const { bytesWritten } = await file.write(rest, 0, Math.min(rest.length, WRITE_BLOCK_BYTES), null);
        rest = rest.subarray(bytesWritten);
      }
      if (!stream.destroyed) await takenSoFar(file);
    } catch (cause) {
      if (!isTryAgain(cause)) stream.destroy(cause as Error);
      else if (!stream.destroyed) later(() => void write(rest, done));
      return;
    }
    done();
  };

  const stream = new Duplex({
    read: () => void read(),
    write: (chunk: Uint8Array, _, done) => void write(chunk, done),
    destroy(error, done) {
      for (const cancel of waits) cancel();
      waits.clear();
      // Waits for the call that is in the kernel just now: it returns at once.
      file.close().then(
        () => done(error),
        () => done(error),
      );
    },
  });
  return stream;
}

/** usblp_write sends nothing for 0 bytes, but fails: EAGAIN while a block is under way, ENODEV without a printer. */
async function takenSoFar(file: UsblpFile): Promise<void> {
  // Node answers an empty buffer by itself: one byte is shown, none is written.
  await file.write(Buffer.alloc(1), 0, 0, null);
}

function readFailure(cause: unknown): Error {
  if (codeOf(cause) !== 'EINVAL') return cause as Error;
  return new Error('a one-way printer interface: its status cannot be read');
}

function isTryAgain(cause: unknown): boolean {
  return codeOf(cause) === 'EAGAIN' || codeOf(cause) === 'EINTR';
}

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException | undefined)?.code;
}
