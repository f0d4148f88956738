import type { Duplex } from 'node:stream';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { ByteTransport, TransportFaultCode } from './transport.ts';

type WriteResult = Result<void, Fault<TransportFaultCode>>;

/**
 * Wraps an open Node stream. A `data` listener is attached at once and stays: neither a socket nor a serial
 * port notices that its far side has gone unless somebody reads. Every write settles, also one that the
 * port never took: what is pending at the close resolves as `TRANSPORT_CLOSED`.
 *
 * @param shut closes the port; the stream must emit `close` (or `end`) afterwards.
 * @param receive where the bytes come from, if not as the stream's `data`; it must read all the time, too.
 */
export function streamTransport(
  name: string,
  stream: Duplex,
  shut: () => void,
  receive: (hear: (bytes: Uint8Array) => void) => void = (hear) => stream.on('data', hear),
): ByteTransport {
  let dataListener: ((bytes: Uint8Array) => void) | undefined;
  let closeListener: ((reason: string) => void) | undefined;
  let lastError: string | undefined;
  let closedReason: string | undefined;
  let closeAsked = false;
  const pendingWrites = new Set<(result: WriteResult) => void>();
  const closeWaiters: Array<() => void> = [];

  const finish = (reason: string): void => {
    if (closedReason !== undefined) return;
    closedReason = reason;
    const lost: WriteResult = err(fault('TRANSPORT_CLOSED', `${name}: ${reason}`));
    for (const settle of [...pendingWrites]) settle(lost);
    for (const done of closeWaiters.splice(0)) done();
    closeListener?.(reason);
  };
  const shutOnce = (): void => {
    if (closeAsked) return;
    closeAsked = true;
    shut();
  };

  receive((bytes) => dataListener?.(bytes));
  stream.on('error', (error: Error) => {
    lastError = gone(error);
    shutOnce();
  });
  // A serial port whose descriptor reports end of file ends its stream but stays open.
  stream.on('end', shutOnce);
  stream.on('close', (disconnected?: unknown) => {
    if (disconnected instanceof Error) lastError ??= gone(disconnected);
    finish(lastError ?? (closeAsked ? 'closed' : 'the far side closed'));
  });

  return {
    name,
    write(bytes) {
      if (closedReason !== undefined || closeAsked) {
        return Promise.resolve(err(fault('TRANSPORT_CLOSED', `${name}: ${closedReason ?? 'closing'}`)));
      }
      return new Promise((resolve) => {
        const settle = (result: WriteResult): void => {
          if (pendingWrites.delete(settle)) resolve(result);
        };
        pendingWrites.add(settle);
        stream.write(bytes, (error) => {
          if (error) settle(err(fault('TRANSPORT_WRITE', `${name}: ${error.message}`)));
          else settle(ok(undefined));
        });
      });
    },
    onData(listener) {
      dataListener = listener;
    },
    onClose(listener) {
      closeListener = listener;
      const reason = closedReason;
      if (reason !== undefined) queueMicrotask(() => listener(reason));
    },
    close() {
      if (closedReason !== undefined) return Promise.resolve();
      const closed = new Promise<void>((resolve) => closeWaiters.push(resolve));
      shutOnce();
      return closed;
    },
  };
}

function gone(error: Error): string {
  return `the device went away: ${error.message}`;
}
