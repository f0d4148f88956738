import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSigned, type LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { HeadMessage, topicOf } from '@hall/shared/contracts/messages';
import { err, fault, ok } from '@hall/shared/contracts/result';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CREDENTIAL, startPlatform } from '../../platform/testing.ts';
import { hallClock } from '../clock.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { startTestServer } from '../testing/server.ts';
import { LedgerClient } from './client.ts';
import { HeadKeeper, type HeadKeeperOptions } from './head-keeper.ts';
import { loadSigner } from './signing-key.ts';

const LOOK_MS = 20;
const config = testConfig();

async function eventually<T>(
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(LOOK_MS);
  }
}

describe('HeadKeeper', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let ledger: LedgerClient;
  const published: LedgerHead[] = [];
  const logged: Record<string, unknown>[] = [];

  beforeEach(async () => {
    folder = scratchFolder();
    published.length = 0;
    logged.length = 0;
    ledger = await LedgerClient.open(
      {
        ledgerFile: path.join(folder.path, 'ledger.db'),
        vaultFile: path.join(folder.path, 'vault.db'),
        hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
        config,
      },
      (notBefore) => hallClock(notBefore, () => MONDAY_9),
    );
  });
  afterEach(async () => {
    await ledger.close();
    folder.remove();
  });

  const keeper = (platform: HeadKeeperOptions['platform']) =>
    new HeadKeeper({
      hall: config.id,
      ledger,
      signer: loadSigner(path.join(folder.path, 'keys')),
      platform,
      publish: (head) => published.push(head),
      log: pino({}, { write: (line: string) => logged.push(JSON.parse(line)) }),
      now: () => MONDAY_9,
    });

  it('signs at the change of day, keeps the head before it tells it, and signs nothing twice', async () => {
    const heads = keeper(null);
    await heads.sign();
    expect(published).toEqual([]);
    await ledger.submit('day.begin', {}, 'hall', 'day-1-begins');
    await heads.sign();
    await heads.sign();
    expect(new Set(published.map(({ seq }) => seq))).toEqual(new Set([1]));
    expect(published[0]).toMatchObject({ hash: ledger.head, epoch: ledger.epoch, day: '2026-11-23' });
    expect(await isSigned(published[0] as LedgerHead)).toBe(true);
    expect(ledger.reader.newestHead()).toEqual(published[0]);
    expect(ledger.reader.headsOf(ledger.epoch, 0)).toHaveLength(1);
    expect([heads.trouble, heads.anchoredAt]).toEqual([null, undefined]);
    await heads.stop();
  });

  it('waits for a platform that is away, and then sends what it missed in order', async () => {
    const sent: number[] = [];
    let away = true;
    const heads = keeper({
      heads: async () => (away ? err(fault('PLATFORM_AWAY', 'away')) : ok([])),
      head: async ({ seq }) => {
        sent.push(seq);
        return ok(null);
      },
    });
    await ledger.submit('day.begin', {}, 'hall', 'day-1-begins');
    await heads.sign();
    await ledger.submit('audit.note', { act: 'test.noted', subject: null }, 'hall', 'note-0001');
    away = false;
    await heads.stop();
    // The farewell could not wait for the next try; the next start sends everything.
    const next = keeper({ heads: async () => ok([]), head: async ({ seq }) => ok(sent.push(seq)) });
    sent.length = 0;
    await next.sign();
    await eventually(() => sent.length === 2);
    expect(sent).toEqual([1, 2]);
    expect(next.anchoredAt).toBe(MONDAY_9);
    await next.stop();
  });

  it.each([
    ['a head behind the end of this ledger', 'went-back', { seq: 9_000 }],
    ['another hash for an event of this ledger', 'other-hash', { hash: 'ab'.repeat(32) }],
  ] as const)('finds at the start that the platform keeps %s', async (_what, reason, change) => {
    await ledger.submit('day.begin', {}, 'hall', 'day-1-begins');
    const first = keeper(null);
    await first.sign();
    const own = published[0] as LedgerHead;
    await ledger.submit('audit.note', { act: 'test.noted', subject: null }, 'hall', 'note-0001');
    const heads = keeper({
      heads: async () => ok([{ ...own, ...change }]),
      head: async () => err(fault('HEAD_CONFLICT', 'refused')),
    });
    await heads.sign();
    await eventually(() => heads.trouble);
    expect(heads.trouble).toEqual({ reason, seq: { ...own, ...change }.seq, at: MONDAY_9 });
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'ledger.head-contradiction', level: 60, reason }),
    );
    const noted = await eventually(() =>
      ledger.reader.after(2, 10).find((event) => event.type === 'audit.noted'),
    );
    expect(noted.data).toMatchObject({ act: 'ledger.head-contradicted', detail: { reason } });
    await heads.stop();
    await first.stop();
  });

  it('takes a refusal of the platform for what it is', async () => {
    await ledger.submit('day.begin', {}, 'hall', 'day-1-begins');
    const heads = keeper({
      heads: async () => ok([]),
      head: async () => err(fault('HEAD_CONFLICT', 'went-back')),
    });
    await heads.sign();
    expect(await eventually(() => heads.trouble)).toMatchObject({ reason: 'refused', seq: 1 });
    expect(heads.anchoredAt).toBeNull();
    await heads.stop();
  });
});

it('a hall gives its head to the platform and, retained, to its devices, at the start and at a clean stop', async () => {
  const platform = await startPlatform();
  const server = await startTestServer({ platformUrl: platform.url, platformCredential: CREDENTIAL });
  const kept = async () => {
    const response = await platform.send('GET', '/v1/ledger-heads');
    return ((await response.json()) as { heads: LedgerHead[] }).heads;
  };
  const [first] = (await eventually(async () => {
    const heads = await kept();
    return heads.length > 0 && heads;
  })) as [LedgerHead];
  expect(first).toMatchObject({ hall: server.config.id });
  const client = await mqtt.connectAsync(server.mqttUrl, {
    protocolVersion: 4,
    clientId: 'kiosk-1',
    username: 'kiosk-1',
    password: server.secret('kiosk-1'),
  });
  const retained = new Promise<unknown>((resolve) =>
    client.on(
      'message',
      (_topic, payload, packet) => packet.retain && resolve(JSON.parse(payload.toString())),
    ),
  );
  await client.subscribeAsync(topicOf(server.config.id, 'head'), { qos: 1 });
  const { head } = HeadMessage.parse(await retained);
  expect(await isSigned(head)).toBe(true);
  expect(head.key).toBe(first.key);
  await client.endAsync(true);
  const before = server.hall.position();
  await server.stop();
  const last = (await kept()).at(-1) as LedgerHead;
  expect(last.seq).toBeGreaterThanOrEqual(before);
  await platform.stop();
});
