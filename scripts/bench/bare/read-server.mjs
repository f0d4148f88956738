// FROZEN BASELINE of `bench stall`: Fastify and Aedes alone, without a disk. Five times a second a board and a
// call go to every screen; HTTP answers texts as large as the hall's own.

import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const require = createRequire(new URL('../../../queue-server/package.json', import.meta.url));
const fastify = require('fastify');
const { Aedes } = await import(require.resolve('aedes'));
const { createWebSocketStream, WebSocketServer } = require('ws');

const CALLS_EVERY_MS = 200;
const HALL = {
  queues: Array.from({ length: 60 }, (_, i) => ({ id: `queue-${i}`, waiting: i, text: 'x'.repeat(200) })),
};
const DESK = { window: 'w1', waiting: 40, text: 'x'.repeat(2_000) };
const BOARD = {
  calls: Array.from({ length: 12 }, (_, i) => ({ number: `QA${1000 + i}`, window: 'w1', at: 0 })),
  text: 'x'.repeat(1_000),
};

const broker = await Aedes.createBroker({ concurrency: 600 });
const app = fastify();
app.get('/healthz', (_request, reply) => reply.send({ ok: true }));
app.get('/hall', (_request, reply) => reply.send(HALL));
app.get('/desk', (_request, reply) => reply.send(DESK));
await app.listen({ port: 0, host: '127.0.0.1' });
const sockets = new WebSocketServer({ server: app.server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => broker.handle(createWebSocketStream(socket), request));
const tcp = createServer({ noDelay: true }, (socket) => broker.handle(socket));
await new Promise((resolve) => tcp.listen(0, '127.0.0.1', resolve));

const publish = (topic, message, qos, retain) =>
  broker.publish(
    { cmd: 'publish', topic, payload: Buffer.from(JSON.stringify(message)), qos, retain, dup: false },
    () => {},
  );
let call = 0;
setInterval(() => {
  call += 1;
  publish('board', { ...BOARD, call }, 0, true);
  publish('call', { call, text: 'x'.repeat(300) }, 1, false);
}, CALLS_EVERY_MS);
console.log(JSON.stringify({ port: app.server.address().port, mqttPort: tcp.address().port }));
