import { err, ok } from '@hall/shared/contracts/result';
import { beforeEach, describe, expect, it } from 'vitest';
import { askFault } from '../link/server-link.ts';
import { type HelperBell, openHelperBell } from './helper-bell.ts';

describe("the helper's bell of a kiosk", () => {
  let asked: string[];
  let answers: Array<(ok: boolean) => void>;
  let timers: Array<() => void>;
  let bell: HelperBell;
  const settled = () => new Promise((done) => setImmediate(done));

  beforeEach(() => {
    asked = [];
    answers = [];
    timers = [];
    bell = openHelperBell({
      link: {
        device: 'kiosk-1',
        ask: (_command: unknown, _body: unknown, { id }: { id: string }) => {
          asked.push(id);
          return new Promise((done) =>
            answers.push((good) => done(good ? ok({ done: true }) : err(askFault('SERVER_AWAY', 'away')))),
          );
        },
      } as never,
      clock: {
        after: (_ms, run) => {
          timers.push(run);
          return () => void timers.splice(timers.indexOf(run), 1);
        },
      },
      onChange: () => undefined,
    });
  });

  it('rings once for two presses, whether the first is under way or answered', async () => {
    const first = bell.ring('press-0001');
    const second = bell.ring('press-0002');
    answers[0]?.(true);
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ ok: true });
    await bell.ring('press-0003');
    expect(asked).toHaveLength(1);
    expect(bell.view()).toEqual({ state: 'ringing', since: null });
  });

  it('says that a guide comes when the hall stops the bell, and forgets it with the visit', async () => {
    const ringing = bell.ring('press-0001');
    answers[0]?.(true);
    await ringing;
    bell.hallSays(1_000);
    expect(bell.view()).toEqual({ state: 'ringing', since: 1_000 });
    bell.hallSays(null);
    expect(bell.view()).toEqual({ state: 'coming' });
    bell.end();
    expect(bell.view()).toEqual({ state: 'off' });
  });

  it('a guide who is away too long is no promise any more', async () => {
    bell.hallSays(1_000);
    bell.hallSays(null);
    expect(timers).toHaveLength(1);
    timers[0]?.();
    expect(bell.view()).toEqual({ state: 'off' });
  });

  it('is right after a restart of the host: the hall keeps that it rings', () => {
    bell.hallSays(7_000);
    expect(bell.view()).toEqual({ state: 'ringing', since: 7_000 });
    bell.end();
    expect(bell.view().state).toBe('ringing');
  });

  it('rings no more where a guide answered while the connection was lost, and the ask is repeated', async () => {
    const ringing = bell.ring('press-0001');
    // Connected again: what the hall keeps is heard before the answer to the repeated ask.
    bell.hallSays(null);
    answers[0]?.(true);
    expect(await ringing).toMatchObject({ ok: true });
    expect(bell.view()).toEqual({ state: 'off' });
    // The same where the ask had been lost: it rings once the hall says so.
    bell.hallSays(5_000);
    expect(bell.view()).toEqual({ state: 'ringing', since: 5_000 });
  });

  it('a server that is away is said, and the next press asks anew', async () => {
    const ringing = bell.ring('press-0001');
    answers[0]?.(false);
    expect(await ringing).toMatchObject({ ok: false, error: { code: 'SERVER_AWAY' } });
    expect(bell.view()).toEqual({ state: 'off' });
    void bell.ring('press-0002');
    await settled();
    expect(new Set(asked).size).toBe(2);
  });

  it('silence that the hall kept from before says nothing while nobody rang', () => {
    bell.hallSays(null);
    expect(bell.view()).toEqual({ state: 'off' });
  });
});
