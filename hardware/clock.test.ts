import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from './clock.ts';

/** Nothing in this process moves meanwhile. */
function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

it('after a standstill an answer that came in time is heard before its deadline', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const near = connect(port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  onTestFinished(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  for (let round = 0; round < 5; round += 1) {
    const order: string[] = [];
    near.once('data', () => order.push('answer'));
    const deadline = new Promise<void>((resolve) => {
      systemClock.after(20, () => {
        order.push('deadline');
        resolve();
      });
    });
    far.write('x');
    standStill(200);
    await deadline;
    expect(order).toEqual(['answer', 'deadline']);
  }
});

it('is cancelled also in the turn that a late timer waits', async () => {
  let ran = false;
  const cancel = systemClock.after(1, () => {
    ran = true;
  });
  setTimeout(cancel, 2);
  standStill(120);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toBe(false);
});
