import { newPairingKey, pairingCode, pairingCommitment } from '@hall/shared/contracts/pairing';
import { describe, expect, it } from 'vitest';
import { ENROLMENT_MS, Enrolments } from './enrolments.ts';

const CA = 'ab'.repeat(32);
const make = (approved: (id: string) => string | null = () => null) => new Enrolments('qingxi', CA, approved);

async function ask(enrolments: Enrolments, from = '10.0.0.1', now = 0) {
  const key = await newPairingKey();
  const commitment = await pairingCommitment(key);
  const begun = enrolments.begin({ kind: 'wall', version: '1', commitment }, from, now);
  if (!begun.ok) throw new Error(begun.error.code);
  const { verifier, nonce } = key;
  return {
    key,
    ...begun.value,
    reveal: (at = now) => enrolments.reveal({ enrolment: begun.value.enrolment, verifier, nonce }, at),
  };
}

describe('a pairing code', () => {
  it('is the same on both sides, and another for another key, nonce or CA', async () => {
    const enrolments = make();
    const asked = await ask(enrolments);
    await asked.reveal();
    const { verifier, nonce } = asked.key;
    const parts = { verifier, nonce, serverNonce: asked.serverNonce, caFingerprint: CA };
    expect(enrolments.waiting(0)[0]?.code).toBe(await pairingCode(parts));
    const others = await Promise.all([
      pairingCode({ ...parts, caFingerprint: 'ac'.repeat(32) }),
      pairingCode({ ...parts, serverNonce: '0'.repeat(32) }),
      pairingCode({ ...parts, verifier: '0'.repeat(64) }),
    ]);
    expect(new Set([...others, await pairingCode(parts)]).size).toBe(4);
  });

  // Computed with another language's SHA-256.
  it('has a known value', async () => {
    const zeros = { verifier: '0'.repeat(64), nonce: '0'.repeat(32), serverNonce: '0'.repeat(32) };
    expect(await pairingCode({ ...zeros, caFingerprint: '0'.repeat(64) })).toBe('P6RT-D6A2');
  });
});

describe('enrolments', () => {
  it('are seen by staff only once the device has opened its commitment', async () => {
    const enrolments = make();
    const asked = await ask(enrolments);
    expect(enrolments.waiting(0)).toEqual([]);
    expect(enrolments.decide(asked.enrolment, 0)).toMatchObject({
      ok: false,
      error: { code: 'ENROLMENT_UNKNOWN' },
    });
    expect(await asked.reveal()).toMatchObject({ ok: true, value: { state: 'waiting' } });
    expect(enrolments.waiting(0)).toHaveLength(1);
    // Said again, it changes nothing.
    expect(await asked.reveal()).toMatchObject({ ok: true });
    expect(enrolments.waiting(0)).toHaveLength(1);
  });

  it('end after ten minutes, the unopened ones after half of one', async () => {
    const enrolments = make();
    const opened = await ask(enrolments);
    await opened.reveal();
    const silent = await ask(enrolments);
    expect(await silent.reveal(30_001)).toMatchObject({ ok: false, error: { code: 'ENROLMENT_UNKNOWN' } });
    expect(enrolments.state(opened.enrolment, ENROLMENT_MS - 1).ok).toBe(true);
    expect(enrolments.state(opened.enrolment, ENROLMENT_MS).ok).toBe(false);
    expect(enrolments.decide(opened.enrolment, ENROLMENT_MS).ok).toBe(false);
  });

  it('are few: an address pushes out its own oldest, all together are forty', async () => {
    const enrolments = make();
    const first = await ask(enrolments);
    await first.reveal();
    for (let i = 0; i < 8; i += 1) await (await ask(enrolments)).reveal();
    expect(enrolments.waiting(0)).toHaveLength(8);
    expect(enrolments.state(first.enrolment, 0).ok).toBe(false);
    for (let i = 0; i < 39; i += 1) await (await ask(enrolments, `10.0.1.${i}`)).reveal();
    expect(enrolments.waiting(0)).toHaveLength(40);
  });

  it('cannot be used up by five addresses: a new one gets the oldest place of whoever holds most', async () => {
    const enrolments = make();
    const opened = async (from: string) => {
      const asked = await ask(enrolments, from);
      await asked.reveal();
      return asked;
    };
    const early = await opened('10.0.0.7');
    const crowd: Awaited<ReturnType<typeof opened>>[] = [];
    for (let i = 0; i < 39; i += 1) crowd.push(await opened(`10.0.1.${i % 5}`));
    // The fifth address holds seven, the others eight: the first of them gives way, the early one does not.
    const late = await opened('10.0.2.1');
    const isThere = (asked: { enrolment: string }) => enrolments.state(asked.enrolment, 0).ok;
    expect(enrolments.waiting(0)).toHaveLength(40);
    expect([early, late, crowd[0], crowd[1]].map((asked) => asked && isThere(asked))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    // What the crowd asks for again, it takes from itself.
    for (let i = 0; i < 60; i += 1) await opened(`10.0.1.${i % 5}`);
    expect([isThere(early), isThere(late)]).toEqual([true, true]);
    expect(enrolments.waiting(0)).toHaveLength(40);
  });

  it('are not pushed out by others where each address holds one, nor while somebody decides', async () => {
    const enrolments = make();
    for (let i = 0; i < 40; i += 1) await (await ask(enrolments, `10.0.1.${i}`)).reveal();
    await expect(ask(enrolments, '10.0.2.1')).rejects.toThrow('TOO_MANY_REQUESTS');
    expect(enrolments.waiting(0)).toHaveLength(40);

    const busy = make();
    const decided = await ask(busy, '10.0.0.1');
    await decided.reveal();
    expect(busy.decide(decided.enrolment, 0).ok).toBe(true);
    for (let i = 0; i < 40; i += 1) await (await ask(busy, `10.0.0.${1 + (i % 6)}`)).reveal();
    expect(busy.state(decided.enrolment, 0).ok).toBe(true);
  });

  it('are decided by one person at a time, and an undone decision is open again', async () => {
    const enrolments = make();
    const asked = await ask(enrolments);
    await asked.reveal();
    const first = enrolments.decide(asked.enrolment, 0);
    expect(enrolments.decide(asked.enrolment, 0)).toMatchObject({
      ok: false,
      error: { code: 'ENROLMENT_DECIDED' },
    });
    if (first.ok) first.value.undo();
    const second = enrolments.decide(asked.enrolment, 0);
    if (second.ok) second.value.done('wall-1');
    expect(enrolments.state(asked.enrolment, 0)).toEqual({
      ok: true,
      value: { state: 'approved', device: 'wall-1', hall: 'qingxi' },
    });
    expect(enrolments.decide(asked.enrolment, 0)).toMatchObject({
      ok: false,
      error: { details: { device: 'wall-1' } },
    });
  });

  it('that were approved are found after a restart by the credential they led to', () => {
    const enrolments = make((id) => (id === 'f'.repeat(32) ? 'wall-1' : null));
    expect(enrolments.state('f'.repeat(32), 0)).toMatchObject({ ok: true, value: { device: 'wall-1' } });
    expect(enrolments.state('e'.repeat(32), 0).ok).toBe(false);
  });
});
