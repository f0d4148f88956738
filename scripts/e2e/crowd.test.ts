import type { HallView } from '@hall/shared/contracts/hall-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrowd } from '../crowd/crowd.ts';
import { StaffClient } from '../crowd/http-client.ts';
import { eventually, type RunningDemo, startDemo } from './demo-hall.ts';

/** The simulated residents and clerks of `npm start -- --crowd N`, in a demo hall of their own. */

const RESIDENTS = 12;

let demo: RunningDemo;
let crowd: { stop(): void };
beforeAll(async () => {
  demo = await startDemo();
  const { hall, api, mqtt, devices, surfaces } = demo.ready;
  crowd = startCrowd({ hall, api, mqtt, devices, logins: surfaces.logins as never }, RESIDENTS);
}, 60_000);
afterAll(async () => {
  crowd?.stop();
  await demo?.stop();
});

let manager: StaffClient | undefined;
async function look(): Promise<HallView | null> {
  const login = demo.ready.surfaces.logins.find(({ roles }) => roles.includes('manager'));
  if (!login) throw new Error('the demo has no manager');
  try {
    manager ??= await StaffClient.login(demo.ready.api, login.username, login.password);
    const read = await manager.command('hall.read', {});
    return read.ok ? read.value : null;
  } catch {
    return null;
  }
}

test('serves every queue, and nobody waits where no window is open', { timeout: 60_000 }, async () => {
  const served = await eventually(async () => {
    const view = await look();
    const open = view?.windows.filter(({ state }) => state === 'open').flatMap(({ serves = [] }) => serves);
    return view?.queues.every(({ id }) => open?.includes(id)) && view;
  });
  expect(served.zones.every(({ openWindows }) => openWindows > 0)).toBe(true);
  await eventually(async () => (await look())?.windows.some(({ serving }) => serving !== null));
});

test('goes on when the hall was killed', { timeout: 60_000 }, async () => {
  await eventually(async () => {
    const busy = (await look())?.windows.filter(({ serving }) => serving !== null) ?? [];
    return busy.length > 2;
  });
  const pid = demo.reread().pids['hall'] as number;
  process.kill(pid, 'SIGKILL');
  const back = await eventually(async () => demo.reread().pids['hall'] !== pid && (await look()));
  // Somebody comes in, and a clerk of before calls.
  await eventually(async () => {
    const view = await look();
    if (!view) return false;
    const issued = (one: HallView) => one.queues.reduce((sum, queue) => sum + queue.issued, 0);
    return (
      issued(view) > issued(back) && view.windows.some(({ since }) => since !== null && since > back.at + 500)
    );
  });
});
