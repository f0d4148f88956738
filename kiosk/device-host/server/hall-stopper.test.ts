import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { manualClock } from '@hall/hardware/testing/manual-clock';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import type { PowerPhase } from '../power/plan.ts';
import { HallServer, ServerUps } from '../power/settings.ts';
import { hallStopper, START_AGAIN_MS } from './hall-stopper.ts';
import { openStopMark } from './stop-mark.ts';

const TELL_MS = 30_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stopper-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function scene(more: { shutdown?: string[]; stops?: boolean; starts?: boolean[] } = {}) {
  const clock = manualClock();
  const done: string[] = [];
  const said: Array<string | null> = [];
  const mark = openStopMark(folder);
  let may = true;
  const starts = [...(more.starts ?? [])];
  const stopper = hallStopper({
    settings: {
      ups: ServerUps.parse({ name: 'ups', ...(more.shutdown ? { shutdown: more.shutdown } : {}) }),
      hallServer: HallServer.parse({ by: 'command', stop: ['/stop'] }),
    },
    mark,
    commit: () => may,
    again: () => done.push('again'),
    onChange: () => said.push(stopper.says()),
    clock,
    log: silentLog,
    steps: {
      async stop() {
        done.push(`stop, marked ${mark.isSet()}`);
        return more.stops === false ? err(fault('HALL_NOT_STOPPED', 'no')) : ok('done');
      },
      async start() {
        done.push('start');
        return (starts.shift() ?? true) ? ok('done') : err(fault('HALL_NOT_STARTED', 'no'));
      },
      async run(command) {
        done.push(command.join(' '));
        return ok(undefined);
      },
    },
  });
  const phase = (now: PowerPhase) => stopper.phase({ phase: now, reason: now === 'closing' ? 'time' : null });
  return { clock, done, said, mark, stopper, phase, mainsWereFaster: () => (may = false) };
}

describe('the hall on battery', () => {
  it('tells everybody, stops the hall a while later, and then the machine', async () => {
    const { clock, done, said, phase, mark } = scene({ shutdown: ['/sbin/poweroff', '--now'] });
    phase('battery');
    phase('closing');
    expect(said).toEqual(['hall-stops']);
    await clock.advance(TELL_MS - 1);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['stop, marked true', '/sbin/poweroff --now']);
    expect(mark.isSet()).toBe(true);
  });

  it('mains that come back before that end it', async () => {
    const { clock, done, said, phase } = scene();
    phase('battery');
    phase('closing');
    await clock.advance(TELL_MS - 1);
    phase('mains');
    await clock.advance(TELL_MS);
    expect(done).toEqual([]);
    expect(said).toEqual(['hall-stops', null]);
  });

  it('mains that come back in the same instant win', async () => {
    const { clock, done, phase, mainsWereFaster } = scene();
    phase('closing');
    mainsWereFaster();
    await clock.advance(TELL_MS);
    expect(done).toEqual([]);
  });

  it('is started when they are back, and the plan goes on', async () => {
    const { clock, done, said, phase, mark } = scene();
    phase('closing');
    await clock.advance(TELL_MS);
    phase('stopped');
    phase('back');
    await clock.advance(0);
    expect(done).toEqual(['stop, marked true', 'again', 'start']);
    expect(said).toEqual(['hall-stops', null]);
    expect(mark.isSet()).toBe(false);
  });

  it('a hall that does not start is tried again, and its start stays owed', async () => {
    const { clock, done, stopper, phase, mark } = scene({ starts: [false, true] });
    phase('closing');
    await clock.advance(TELL_MS);
    phase('back');
    await clock.advance(0);
    expect(stopper.says()).toBe('hall-not-started');
    expect(mark.isSet()).toBe(true);
    await clock.advance(START_AGAIN_MS);
    expect(done.filter((step) => step === 'start')).toHaveLength(2);
    expect(stopper.says()).toBeNull();
    expect(mark.isSet()).toBe(false);
  });

  it('a hall that does not stop is said, and the machine is switched off all the same', async () => {
    const { clock, done, stopper, phase } = scene({ stops: false, shutdown: ['/sbin/poweroff'] });
    phase('closing');
    await clock.advance(TELL_MS);
    expect(done).toEqual(['stop, marked true', '/sbin/poweroff']);
    expect(stopper.says()).toBe('hall-not-stopped');
  });

  it('a host that ends does nothing any more', async () => {
    const { clock, done, stopper, phase } = scene();
    phase('closing');
    stopper.close();
    await clock.advance(TELL_MS);
    expect(done).toEqual([]);
    expect(clock.waiting()).toEqual([]);
  });
});
