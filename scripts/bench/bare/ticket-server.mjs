// FROZEN BASELINE of `bench ticket-durable`: what the bare stack can do. The same HTTP library, the same
// SQLite settings, one insert a ticket, group commit in a worker thread; no login, validation, rules or log.
// With --commits 2 each batch commits to two databases in turn, as a real-name ticket does.
import { createRequire } from 'node:module';
import { isMainThread, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';

const require = createRequire(new URL('../../../queue-server/package.json', import.meta.url));

if (isMainThread) {
  const [folder, commits] = process.argv.slice(2);
  const fastify = require('fastify');
  const worker = new Worker(new URL(import.meta.url), { workerData: { folder, commits: Number(commits) } });
  const waiting = new Map();
  let batch = [];
  let lastId = 0;
  worker.on('message', (answers) => {
    for (const [id, number] of answers) {
      waiting.get(id)(number);
      waiting.delete(id);
    }
  });
  const submit = (body) =>
    new Promise((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      if (batch.length === 0) {
        setImmediate(() => {
          worker.postMessage(batch);
          batch = [];
        });
      }
      batch.push([id, body]);
    });
  const app = fastify();
  app.post('/tickets', async (request, reply) => {
    const number = await submit(request.body);
    return reply.type('application/json').send(JSON.stringify({ number, queue: request.body.queue }));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  console.log(JSON.stringify({ port: app.server.address().port }));
} else {
  const Database = require('better-sqlite3');
  const databases = Array.from({ length: workerData.commits }, (_, i) => {
    const db = new Database(`${workerData.folder}/bare-${i}.db`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(
      'CREATE TABLE tickets (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, queue TEXT NOT NULL, data TEXT NOT NULL)',
    );
    return { db, insert: db.prepare('INSERT INTO tickets (at, queue, data) VALUES (?, ?, ?)') };
  });
  parentPort.on('message', (first) => {
    const batch = [...first];
    for (let more = receiveMessageOnPort(parentPort); more; more = receiveMessageOnPort(parentPort))
      batch.push(...more.message);
    let answers = [];
    for (const { db, insert } of databases) {
      db.exec('BEGIN IMMEDIATE');
      answers = batch.map(([id, body]) => [
        id,
        `G${insert.run(Date.now(), body.queue, JSON.stringify(body)).lastInsertRowid}`,
      ]);
      db.exec('COMMIT');
    }
    parentPort.postMessage(answers);
  });
}
