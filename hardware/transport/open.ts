import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import type { OpenTransport, TransportSpec } from './transport.ts';

/** Turns a setting into something a driver can open again and again. Opens nothing by itself. */
export function openTransport(spec: TransportSpec): OpenTransport {
  switch (spec.kind) {
    case 'tcp':
      return () => openTcp(spec);
    case 'serial':
      return () => openSerial(spec);
  }
}
