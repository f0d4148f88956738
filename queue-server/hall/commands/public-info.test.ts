import { fileURLToPath } from 'node:url';
import { PUBLIC_INFO_COMMANDS } from '@hall/shared/contracts/public-info';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { describe, expect, it } from 'vitest';
import { loadHallConfig } from '../config/load.ts';
import { publicInfoOf } from '../views/public-info.ts';
import { LOOKS_MAX, MISSES_MAX, progressLimit, RECEIPT_MISSES_MAX, WINDOW_MS } from './progress-limit.ts';
import { publicInfoHandlers } from './public-info.ts';

const loaded = loadHallConfig(fileURLToPath(new URL('../config/demo-hall.yaml', import.meta.url)));
if (!loaded.ok) throw new Error(loaded.error.message);
const CONFIG = loaded.value;
const CASE = {
  ...{ caseNumber: '1'.repeat(43), itemCode: '1'.repeat(31), itemName: '居住证申领', department: '公安局' },
  ...{ applicant: '范例𬭎', stage: 'processing', steps: [], promisedOn: null, result: null, note: null },
} as const;
const PERSON = { name: '范例𬭎', idNumber: '100001198811209024', cardKind: 'resident' } as const;
const KIOSK = { kind: 'device', id: 'kiosk-1' } as never;

function hall(answer: unknown = ok({ cases: [CASE] })) {
  const asked: unknown[] = [];
  const reports: unknown[] = [];
  let now = Date.UTC(2026, 10, 22, 2);
  const handlers = publicInfoHandlers({
    config: () => CONFIG,
    platform: {
      progress: async (query: unknown) => {
        asked.push(query);
        return answer as never;
      },
    },
    reports: {
      ask: async (...question: unknown[]) => {
        reports.push(question);
        return ok({}) as never;
      },
    },
    now: () => now,
  });
  const look = (body: object, actor = KIOSK) =>
    handlers['case.progress']({ actor, body: body as never, requestId: 'r' });
  return { asked, reports, handlers, look, pass: (ms: number) => (now += ms) };
}

describe('[I6] how far a case is', () => {
  it('asks the platform, and gives masked names only, whatever the platform gave', async () => {
    const { asked, look } = hall();
    const answer = await look({ person: PERSON });
    expect(asked).toEqual([{ name: PERSON.name, idNumber: PERSON.idNumber }]);
    expect(answer).toMatchObject({ ok: true, value: { cases: [{ applicant: '范**' }] } });
    expect(JSON.stringify(answer)).not.toContain('例');
    expect(PUBLIC_INFO_COMMANDS['case.progress'].answer.safeParse(answer.ok && answer.value).success).toBe(
      true,
    );
  });

  it('says that the platform is away, whatever the reason', async () => {
    const answer = await hall(err(fault('PLATFORM_REFUSED', 'x'))).look({ person: PERSON });
    expect(answer).toMatchObject({ ok: false, error: { code: 'PLATFORM_AWAY' } });
  });

  it('lets nobody try the ending of a number', async () => {
    const { asked, look, pass } = hall(ok({ cases: [] }));
    const receipt = '202611190008';
    for (let i = 0; i < RECEIPT_MISSES_MAX; i += 1) {
      expect(
        await look({ receipt, lastDigits: `000${i}` }, { kind: 'device', id: `k${i}` } as never),
      ).toMatchObject({
        ok: true,
      });
    }
    const more = { receipt: `${'1'.repeat(31)}${receipt}`, lastDigits: '9024' };
    expect(await look(more, { kind: 'device', id: 'k9' } as never)).toMatchObject({
      error: { code: 'TOO_MANY_REQUESTS' },
    });
    expect(asked).toHaveLength(RECEIPT_MISSES_MAX);
    pass(WINDOW_MS * 2);
    expect(await look(more)).toMatchObject({ ok: false });
  });

  it('is slower after some misses of a machine, and free again later; a card is not counted as a miss', async () => {
    const limit = progressLimit();
    const may = (device: string, receipt: string | null, now: number) => {
      const ended = limit.begin(device, receipt, now);
      ended?.('unanswered');
      return ended !== null;
    };
    for (let i = 0; i < MISSES_MAX; i += 1) limit.begin('k1', `20261119000${i}`, i)?.('missed');
    expect(may('k1', '202611199999', 10)).toBe(false);
    expect([may('k1', null, 10), may('k2', '202611199999', 10)]).toEqual([true, true]);
    expect(may('k1', '202611199999', WINDOW_MS + 10)).toBe(true);
    for (let i = 0; i < LOOKS_MAX; i += 1) limit.begin('k3', null, i)?.('found');
    expect(may('k3', null, 100)).toBe(false);
  });

  it('many looks at once are no more than the same looks one after another', async () => {
    const { asked, look } = hall(ok({ cases: [] }));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => look({ receipt: '202611190008', lastDigits: `1${100 + n}` })),
    );
    expect(asked).toHaveLength(RECEIPT_MISSES_MAX);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(RECEIPT_MISSES_MAX);
  });

  it('a platform that says nothing uses up nobody’s looks, and a receipt that was found no misses', async () => {
    const away = hall(err(fault('PLATFORM_REFUSED', 'x')));
    const found = hall();
    for (let n = 0; n < LOOKS_MAX - 1; n += 1) {
      await away.look({ receipt: '202611190008', lastDigits: '9024' });
      expect(await found.look({ receipt: '202611190008', lastDigits: '9024' })).toMatchObject({ ok: true });
    }
    expect(await away.look({ receipt: '202611190008', lastDigits: '9024' })).toMatchObject({
      error: { code: 'PLATFORM_AWAY' },
    });
  });

  it.each([
    [{}, false],
    [{ person: PERSON }, true],
    [{ receipt: '202611190008', lastDigits: '902X' }, true],
    [{ receipt: '202611190008' }, false],
    [{ receipt: '2026', lastDigits: '9024' }, false],
    [{ person: PERSON, receipt: '202611190008', lastDigits: '9024' }, false],
  ])('takes a person, or a receipt with its digits: %#', (body, fits) => {
    expect(PUBLIC_INFO_COMMANDS['case.progress'].body.safeParse(body).success).toBe(fits);
  });
});

it('[I8] the ratings of the last thirty days end yesterday', async () => {
  const { handlers, reports } = hall();
  await handlers['ratings.published']({ actor: KIOSK, body: {}, requestId: 'r' });
  expect(reports).toEqual([
    ['ratings', { from: '2026-10-23', to: '2026-11-21' }, expect.objectContaining({ today: '2026-11-22' })],
  ]);
});

describe('[I2] what the public is told of the settings', () => {
  it('the demo hall has a plan with every window and kiosk, and answers that lead to its services', () => {
    const info = publicInfoOf(CONFIG);
    const on = new Set(info.map?.places.flatMap(({ window, device }) => [window ?? device]));
    const missing = [
      ...CONFIG.windows.map(({ id }) => id),
      ...CONFIG.devices.filter(({ kind }) => kind === 'kiosk').map(({ id }) => id),
    ].filter((id) => !on.has(id));
    expect(missing).toEqual([]);
    expect(CONFIG.questions.filter(({ item }, i) => item !== info.questions[i]?.item)).toEqual([]);
  });

  it('a window, a service and a kiosk that are taken away leave no dead reference', () => {
    const info = publicInfoOf({
      ...CONFIG,
      windows: CONFIG.windows.filter(({ id }) => id !== 'w12'),
      items: CONFIG.items.filter(({ id }) => id !== 'passport'),
      devices: CONFIG.devices.filter(({ id }) => id !== 'kiosk-2'),
    });
    expect(info.map?.places.find(({ id }) => id === 'w12')).toMatchObject({ kind: 'junction' });
    expect(info.map?.places.some(({ window, device }) => window === 'w12' || device === 'kiosk-2')).toBe(
      false,
    );
    expect(info.questions.find(({ id }) => id === 'passport')).not.toHaveProperty('item');
  });
});
