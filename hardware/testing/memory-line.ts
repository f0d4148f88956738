import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import { ok } from '@hall/shared/contracts/result';
import { streamTransport } from '../transport/stream-transport.ts';
import type { OpenTransport } from '../transport/transport.ts';

/**
 * An opener whose far side is given to `attach`, e.g. a simulator's: bytes pass in memory and in order, with no
 * socket and no real time, so that a test on a manual clock is exact. Either side's end closes the other.
 */
export function memoryLine(attach: (farSide: Duplex) => void): OpenTransport {
  return () => {
    const [near, far] = duplexPair();
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    attach(far);
    return Promise.resolve(ok(streamTransport('memory', near, () => near.destroy())));
  };
}
