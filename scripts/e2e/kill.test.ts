import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '@hall/hardware/testing/seeded';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { type BenchHall, diskFolder, startBenchHall } from '../bench/processes.ts';
import { StaffClient } from '../crowd/http-client.ts';

/** A seed that ever fails is added here and stays. */
const SEEDS = [20_261_121];
const KILLS = 6;
const AT_ONCE = 8;
const QUEUES = ['invoices', 'enquiry', 'collect'];

it.each(SEEDS)(
  'killed with -9 while tickets are taken (seed %i): none lost, none twice, a repeat gets the same',
  async (seed) => {
    const folder = diskFolder();
    const random = seeded(seed);
    const hall: BenchHall = await startBenchHall(folder, (config) => ({
      ...config,
      queues: config.queues.map((queue) => ({ ...queue, digits: 4, lastNumber: 9999, dailyQuota: 9000 })),
    }));
    onTestFinished(() => hall.stop());
    // The port stays the same over restarts: clients come back as they would in a hall.
    const api = `http://127.0.0.1:${hall.port}/api/v1`;
    const guide = await StaffClient.login(api, 'guide01', hall.password('guide01'));
    const promised = new Map<string, { ticket: string; number: string; queue: string }>();
    let stop = false;
    let serial = 0;
    const residents = Array.from({ length: AT_ONCE }, async () => {
      while (!stop) {
        const key = `kill-${seed}-${++serial}`;
        const queue = QUEUES[serial % QUEUES.length] as string;
        // An answer that never came is asked for again under the same key.
        for (;;) {
          const taken = await guide.command('ticket.take', { queue, paperless: true }, key).catch(() => null);
          if (taken?.ok) {
            promised.set(key, { ticket: taken.value.ticket, number: taken.value.number, queue });
            break;
          }
          await sleep(30);
        }
      }
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(150 + random.whole(0, 600));
      const before = hall.pid();
      process.kill(before as number, 'SIGKILL');
      while (hall.pid() === before) await sleep(20);
      while (
        !(await fetch(`${api.replace('/api/v1', '')}/healthz`)
          .then((answer) => answer.ok)
          .catch(() => false))
      )
        await sleep(30);
    }
    stop = true;
    await Promise.all(residents);

    const tickets = [...promised.values()];
    expect(tickets.length).toBeGreaterThan(KILLS);
    expect(new Set(tickets.map(({ ticket }) => ticket)).size).toBe(tickets.length);
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(tickets.length);
    for (const [key, { ticket, number, queue }] of [...promised].slice(-60)) {
      const again = await guide.command('ticket.take', { queue, paperless: true }, key);
      expect(again.ok && [again.value.ticket, again.value.number]).toEqual([ticket, number]);
    }
    const view = await guide.command('hall.read', {});
    const issued = view.ok ? view.value.today.issued : 0;
    // Every ticket of the hall was promised to somebody, and every promise is a ticket of the hall.
    expect(issued).toBe(tickets.length);
    await hall.stop();
    const ledger = new Database(`${folder}/hall/ledger.db`, { readonly: true });
    expect(verifyLedger(ledger).problems).toEqual([]);
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
    console.log(`${KILLS} kills, ${tickets.length} tickets, seed ${seed}`);
  },
);
