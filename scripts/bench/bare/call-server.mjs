// FROZEN BASELINE of `bench call-to-screen`: a POST that commits one row (FULL, in a worker) and publishes it
// retained over the embedded broker to WebSocket screens; one page that writes it into the document.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const require = createRequire(new URL('../../../queue-server/package.json', import.meta.url));

if (isMainThread) {
  const [folder] = process.argv.slice(2);
  const fastify = require('fastify');
  const { Aedes } = await import(require.resolve('aedes'));
  const { createWebSocketStream, WebSocketServer } = require('ws');
  const worker = new Worker(new URL(import.meta.url), { workerData: { folder } });
  const waiting = new Map();
  let lastId = 0;
  worker.on('message', (id) => {
    waiting.get(id)();
    waiting.delete(id);
  });
  const commit = (body) =>
    new Promise((resolve) => {
      waiting.set(++lastId, resolve);
      worker.postMessage([lastId, body]);
    });
  const broker = await Aedes.createBroker();
  const app = fastify();
  app.post('/call', async (request, reply) => {
    await commit(request.body);
    const payload = Buffer.from(JSON.stringify(request.body));
    broker.publish({ cmd: 'publish', topic: 'board', payload, qos: 0, retain: true, dup: false }, () => {});
    return reply.send({ ok: true });
  });
  const page = `<!doctype html><p id="number"></p><script src="/mqtt.js"></script><script>
    mqtt.connect('ws://' + location.host + '/mqtt', { protocolVersion: 4 })
      .on('connect', function () { this.subscribe('board'); })
      .on('message', (_topic, payload) => {
        document.getElementById('number').textContent = JSON.parse(payload.toString()).number;
      });</script>`;
  app.get('/', (_request, reply) => reply.type('text/html').send(page));
  const bundle = readFileSync(require.resolve('mqtt').replace(/mqtt\/.*$/, 'mqtt/dist/mqtt.min.js'));
  app.get('/mqtt.js', (_request, reply) => reply.type('text/javascript').send(bundle));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const sockets = new WebSocketServer({ server: app.server, perMessageDeflate: false });
  sockets.on('connection', (socket, request) => broker.handle(createWebSocketStream(socket), request));
  console.log(JSON.stringify({ port: app.server.address().port }));
} else {
  const Database = require('better-sqlite3');
  const db = new Database(`${workerData.folder}/bare-call.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE calls (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO calls (at, data) VALUES (?, ?)');
  parentPort.on('message', ([id, body]) => {
    insert.run(Date.now(), JSON.stringify(body));
    parentPort.postMessage(id);
  });
}
