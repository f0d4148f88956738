import { openHid } from './hid.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import type { OpenTransport, TransportSpec } from './transport.ts';
import { openUsblp } from './usblp.ts';

/** Turns a setting into something a driver can open again and again. Opens nothing by itself. */
export function openTransport(spec: TransportSpec): OpenTransport {
  switch (spec.kind) {
    case 'tcp':
      return () => openTcp(spec);
    case 'serial':
      return () => openSerial(spec);
    case 'usblp':
      return () => openUsblp(spec);
    case 'hid':
      return () => openHid(spec);
  }
}
