import { connect } from 'node:net';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { streamTransport } from './stream-transport.ts';
import type { ByteTransport, TransportFaultCode } from './transport.ts';

/** A device on the hall's LAN answers a SYN within milliseconds; the kernel alone would try for two minutes. */
const CONNECT_TIMEOUT_MS = 3_000;

/** First keep-alive probe on an idle line, so that a converter that lost power is noticed. */
const KEEP_ALIVE_MS = 10_000;

/**
 * What is received at once; the kernel keeps the rest meanwhile. More than the longest frame of any device here
 * (BX, 10 KiB), and far less than the 64 KiB that Node takes for each read of a socket without a buffer of its own.
 */
const RECEIVE_BYTES = 16 * 1024;

/**
 * Connects to a device, a serial-to-LAN converter or a simulator.
 *
 * Bytes are received into one buffer, which is overwritten with zeros after each call of the listener: the receive
 * buffers that Node makes by itself are freed as they are, and would hold a card until they are used again.
 */
export function openTcp(
  spec: { readonly host: string; readonly port: number },
  clock: Clock = systemClock,
): Promise<Result<ByteTransport, Fault<TransportFaultCode>>> {
  const name = `tcp ${spec.host}:${spec.port}`;
  return new Promise((resolve) => {
    let settled = false;
    let cancelTimeout = (): void => {};
    let hear: ((bytes: Uint8Array) => void) | undefined;
    const onread = {
      buffer: new Uint8Array(RECEIVE_BYTES),
      callback: (count: number, buffer: Uint8Array): boolean => {
        const bytes = buffer.subarray(0, count);
        try {
          hear?.(bytes);
        } finally {
          bytes.fill(0);
        }
        return true;
      },
    };
    const socket = connect({ host: spec.host, port: spec.port, noDelay: true, onread });
    const refuse = (message: string): void => {
      if (settled) return;
      settled = true;
      cancelTimeout();
      socket.destroy();
      resolve(err(fault('TRANSPORT_OPEN', `${name}: ${message}`)));
    };
    socket.on('error', (error) => refuse(error.message));
    cancelTimeout = clock.after(CONNECT_TIMEOUT_MS, () =>
      refuse(`no connection within ${CONNECT_TIMEOUT_MS} ms`),
    );
    socket.once('connect', () => {
      if (settled) return;
      settled = true;
      cancelTimeout();
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      const receive = (to: (bytes: Uint8Array) => void): void => {
        hear = to;
        // Without it the far side's end would wait for somebody who reads.
        socket.resume();
      };
      resolve(ok(streamTransport(name, socket, () => socket.destroy(), receive)));
    });
  });
}
