import { describe, expect, it } from 'vitest';
import { Readiness } from './readiness.ts';

function readiness(probe: { ok: boolean; code?: string } = { ok: true }) {
  const world = { probes: 0, at: 0, broker: true, vault: true, probe };
  const made = new Readiness({
    probe: async () => {
      world.probes += 1;
      return world.probe;
    },
    brokerListening: () => world.broker,
    vaultOpen: () => world.vault,
    monotonic: () => world.at,
  });
  return { world, made };
}

describe('readiness', () => {
  it('costs no write while all is well', async () => {
    const { world, made } = readiness();
    made.committed(null);
    expect(await made.reasons()).toEqual([]);
    expect(world.probes).toBe(0);
  });

  it('names a full disk, asks it again at intervals, and recovers by itself', async () => {
    const { world, made } = readiness({ ok: false, code: 'STORAGE_FULL' });
    made.committed('STORAGE_FULL');
    expect(await made.reasons()).toEqual(['STORAGE_FULL']);
    expect(await made.reasons()).toEqual(['STORAGE_FULL']);
    expect(world.probes).toBe(1);
    world.at += 5_000;
    world.probe = { ok: true };
    expect(await made.reasons()).toEqual([]);
  });

  it('names broker and vault', async () => {
    const { world, made } = readiness();
    world.broker = false;
    world.vault = false;
    expect(await made.reasons()).toEqual(['BROKER_DOWN', 'VAULT_CLOSED']);
    made.writerFailed();
    expect(await made.reasons()).toContain('WRITER_FAILED');
  });
});
