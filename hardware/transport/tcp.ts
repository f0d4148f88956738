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

/** Connects to a device, a serial-to-LAN converter or a simulator. */
export function openTcp(
  spec: { readonly host: string; readonly port: number },
  clock: Clock = systemClock,
): Promise<Result<ByteTransport, Fault<TransportFaultCode>>> {
  const name = `tcp ${spec.host}:${spec.port}`;
  return new Promise((resolve) => {
    let settled = false;
    let cancelTimeout = (): void => {};
    const socket = connect({ host: spec.host, port: spec.port, noDelay: true });
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
      resolve(ok(streamTransport(name, socket, () => socket.destroy())));
    });
  });
}
