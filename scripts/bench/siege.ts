import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { topicOf } from '@hall/shared/contracts/messages';
import mqtt, { type MqttClient } from 'mqtt';
import { StaffClient } from '../crowd/http-client.ts';
import { percentile } from './http-load.ts';
import { type BenchHall, diskFolder, startBenchHall } from './processes.ts';

/**
 * What the hall's own people notice while others besiege it: 5,000 connections that say nothing, requests
 * that never end, and eight programs that fight over the client id of one stolen credential. A clerk calls, 20
 * screens show it, a manager reads; first in calm, then under siege.
 */

const SCREENS = 20;
const IDLE = 5_000;
const SLOW = 500;
/** Calls in each half; two a second, as in a busy hall. */
const CALLS = 60;
const CALL_EVERY_MS = 250;
const QUEUE = 'invoices';
/** The attackers need so long to stand. */
const SIEGE_STANDS_MS = 12_000;

interface Noticed {
  readonly calls: Float64Array;
  readonly reads: Float64Array;
  readonly failed: number;
}

export async function siege(): Promise<Record<string, unknown>> {
  const folder = diskFolder();
  const hall = await startBenchHall(folder, (config) => ({
    ...config,
    calling: { ...config.calling, lockSeconds: 0 },
  }));
  const people = await peopleOf(hall);
  const attacker = fork(
    fileURLToPath(new URL('./siege-attacker.ts', import.meta.url)),
    [
      JSON.stringify({
        httpPort: hall.port,
        mqttPort: hall.mqttPort,
        device: { id: 'sound-tax', secret: hall.secret('sound-tax') },
        idle: IDLE,
        slow: SLOW,
      }),
    ],
    { execArgv: ['--disable-warning=ExperimentalWarning'] },
  );
  // It begins when it is told to: the calm half comes first.
  attacker.kill('SIGSTOP');
  try {
    const calm = await people.serve();
    attacker.kill('SIGCONT');
    let seen = { standing: 0, cutOff: 0, takeOvers: 0 };
    attacker.on('message', (message) => {
      seen = message as typeof seen;
    });
    await new Promise((resolve) => setTimeout(resolve, SIEGE_STANDS_MS));
    const besieged = await people.serve();
    console.table([
      { when: 'calm', ...rowOf(calm) },
      { when: 'under siege', ...rowOf(besieged) },
    ]);
    console.log(
      `attackers: ${seen.standing} connections stood at the end, ${seen.cutOff} were cut off, ${seen.takeOvers} take-overs got through`,
    );
    const p99 = (noticed: Noticed) =>
      round(Math.max(percentile(noticed.calls, 0.99), percentile(noticed.reads, 0.99)));
    return {
      bench: 'siege',
      p99Ms: p99(besieged),
      calmP99Ms: p99(calm),
      failed: besieged.failed,
      idle: IDLE,
      slow: SLOW,
      cutOff: seen.cutOff,
      takeOvers: seen.takeOvers,
    };
  } finally {
    attacker.disconnect();
    if (attacker.exitCode === null) await once(attacker, 'exit');
    people.close();
    await hall.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peopleOf(hall: BenchHall): Promise<{ serve(): Promise<Noticed>; close(): void }> {
  const api = `http://127.0.0.1:${hall.port}/api/v1`;
  const guide = await StaffClient.login(api, 'guide01', hall.password('guide01'));
  const clerk = await StaffClient.login(api, 'clerk01', hall.password('clerk01'));
  const manager = await StaffClient.login(api, 'manager01', hall.password('manager01'));
  const window = hall.config.windows.find((entry) => entry.queues.includes(QUEUE));
  if (!window) throw new Error(`no window serves ${QUEUE}`);
  await clerk.command('window.open', { window: window.id });
  const seen = new Map<string, number[]>();
  const board = `board-${window.zone}`;
  const screens: MqttClient[] = [];
  for (let i = 0; i < SCREENS; i += 1) {
    const client = await mqtt.connectAsync(`ws://127.0.0.1:${hall.port}/mqtt`, {
      protocolVersion: 4,
      clientId: `${board}-${i}`,
      username: board,
      password: hall.secret(board),
    });
    const own = new Set<string>();
    client.on('message', (_topic, payload) => {
      for (const [number] of payload.toString().matchAll(/G\d{3}/g)) {
        if (own.has(number)) continue;
        own.add(number);
        seen.set(number, [...(seen.get(number) ?? []), performance.now()]);
      }
    });
    await client.subscribeAsync(topicOf(hall.hall, 'board', window.zone));
    screens.push(client);
  }
  return {
    async serve() {
      const calls: number[] = [];
      const reads: number[] = [];
      let failed = 0;
      for (let i = 0; i < CALLS; i += 1) {
        await guide.command('ticket.take', { queue: QUEUE, paperless: true });
        const began = performance.now();
        const called = await clerk.command('window.call', { window: window.id });
        if (!called.ok) throw new Error(called.problem.code);
        const { number } = called.value;
        const readBegan = performance.now();
        const read = await manager.command('hall.read', {});
        reads.push(performance.now() - readBegan);
        if (!read.ok) failed += 1;
        await new Promise((resolve) => setTimeout(resolve, CALL_EVERY_MS));
        const shown = seen.get(number) ?? [];
        // A screen that has not shown the call by now has missed it.
        if (shown.length < SCREENS) failed += SCREENS - shown.length;
        calls.push(Math.max(...shown, began) - began);
        await clerk.command('window.start', { window: window.id });
        await clerk.command('window.finish', { window: window.id });
      }
      return { calls: Float64Array.from(calls).sort(), reads: Float64Array.from(reads).sort(), failed };
    },
    close() {
      for (const client of screens) client.end(true);
    },
  };
}

function rowOf(noticed: Noticed): Record<string, string | number> {
  return {
    'call → 20 screens p50 ms': percentile(noticed.calls, 0.5).toFixed(1),
    'p99 ms': percentile(noticed.calls, 0.99).toFixed(1),
    'read p50 ms': percentile(noticed.reads, 0.5).toFixed(1),
    'read p99 ms': percentile(noticed.reads, 0.99).toFixed(1),
    failed: noticed.failed,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
