import { connect, type Socket } from 'node:net';
import mqtt from 'mqtt';

/**
 * The besiegers of `bench siege`, in a process of their own so that they do not slow down the measuring. They
 * come from other addresses of the loopback than the hall's own people. Says how many stand, once a second.
 */

interface Siege {
  readonly httpPort: number;
  readonly mqttPort: number;
  /** The credential of one enrolled device that has fallen into wrong hands. */
  readonly device: { readonly id: string; readonly secret: string };
  readonly idle: number;
  readonly slow: number;
}

const HOST = '127.0.0.1';
/** A header line that never ends: one byte every so often, ms. */
const SLOW_BYTE_MS = 400;
/** New connections opened at once, so that the attacker itself does not choke. */
const OPEN_AT_ONCE = 50;
const REOPEN_MS = 250;
const REPORT_MS = 1_000;
/** Connections that fight over one client id at any moment. */
const TAKE_OVERS = 8;

const siege = JSON.parse(process.argv[2] as string) as Siege;
let standing = 0;
let cutOff = 0;
let takeOvers = 0;

/** Keeps so many connections from one address open; what is cut off comes back. */
function besiege(count: number, port: number, from: string, act: (socket: Socket) => void): void {
  let open = 0;
  const fill = () => {
    for (let i = 0; i < OPEN_AT_ONCE && open < count; i += 1) {
      open += 1;
      let stood = false;
      const socket = connect({ port, host: HOST, localAddress: from });
      socket.on('connect', () => {
        stood = true;
        standing += 1;
        act(socket);
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        open -= 1;
        if (!stood) return;
        standing -= 1;
        cutOff += 1;
      });
    }
    setTimeout(fill, open < count ? 20 : REOPEN_MS);
  };
  fill();
}

function dribble(socket: Socket): void {
  socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ');
  const timer = setInterval(() => socket.write('a'), SLOW_BYTE_MS);
  socket.on('close', () => clearInterval(timer));
}

/** Whoever connects with the same id throws the former one out, which comes again at once. */
function takeOver(): void {
  const client = mqtt.connect(`mqtt://${HOST}:${siege.mqttPort}`, {
    protocolVersion: 4,
    clientId: siege.device.id,
    username: siege.device.id,
    password: siege.device.secret,
    reconnectPeriod: 1,
    connectTimeout: 5_000,
  });
  client.on('connect', () => {
    takeOvers += 1;
  });
  client.on('error', () => {});
}

const half = Math.floor(siege.idle / 2);
besiege(half, siege.httpPort, '127.0.0.3', () => {});
besiege(siege.idle - half, siege.mqttPort, '127.0.0.4', () => {});
besiege(siege.slow, siege.httpPort, '127.0.0.2', dribble);
for (let i = 0; i < TAKE_OVERS; i += 1) takeOver();
setInterval(() => process.send?.({ standing, cutOff, takeOvers }), REPORT_MS);
process.on('disconnect', () => process.exit(0));
