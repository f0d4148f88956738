import { callToScreen } from './bench/call-to-screen.ts';
import { estimateBench } from './bench/estimate.ts';
import { kioskBench } from './bench/kiosk.ts';
import { restart } from './bench/restart.ts';
import { siege } from './bench/siege.ts';
import { stall } from './bench/stall.ts';
import { ticketDurable } from './bench/ticket-durable.ts';
import { ticketPrint } from './bench/ticket-print.ts';
import { buildPages } from './launch/pages.ts';

/** `npm run bench -- NAME`: a table, and as the last line one JSON object. */

const BENCHES: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  'ticket-durable': ticketDurable,
  'call-to-screen': callToScreen,
  estimate: estimateBench,
  kiosk: kioskBench,
  restart,
  siege,
  stall,
  'ticket-print': ticketPrint,
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (!bench) {
  console.error(`There is no bench "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
await buildPages(console.log);
console.log(JSON.stringify(await bench()));
process.exit(0);
