import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTransport } from '@hall/hardware';
import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import { qrRaster } from '@hall/hardware/codec/qr-raster';
import { openTicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import { TICKET_PRINTER_PROFILES } from '@hall/hardware/drivers/ticket-printer/profiles';
import { startTicketPrinterSimulator } from '@hall/hardware/simulators/ticket-printer';
import type { PublishedRatings } from '@hall/shared/contracts/public-info';
import { err, ok } from '@hall/shared/contracts/result';
import jsQR from 'jsqr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadHallConfig } from '../../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../../queue-server/hall/views/catalogue.ts';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { codeRows } from './guide-code.ts';
import { guideLayout, guideText } from './guide-layout.ts';
import { LISTS_MAX, openQueryDesk } from './query-desk.ts';
import { openRatingsCopy } from './ratings-copy.ts';

const loaded = loadHallConfig(
  fileURLToPath(new URL('../../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
);
if (!loaded.ok) throw new Error(loaded.error.message);
const CATALOGUE = catalogueOf(loaded.value);
const CARD = CATALOGUE.items.find(({ id }) => id === 'social-card')!;
const AT = Date.UTC(2026, 10, 22, 2);
const CONTEXT = {
  hall: CATALOGUE.hall,
  zone: CATALOGUE.zones.find(({ id }) => id === CARD.zone)!,
  address: CATALOGUE.publicInfo!.address,
  phone: CATALOGUE.publicInfo!.phone,
  ...{ timeZone: 'Asia/Shanghai', demo: true, at: AT },
};
const RATINGS: PublishedRatings = {
  ...{ at: AT, from: '2026-10-23', to: '2026-11-21', minimum: 20, hall: null, zones: [], departments: [] },
};
const PERSON = { name: '张三丰', idNumber: '11010519491231002X', cardKind: 'resident' } as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'query-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function desk(more: { online?: boolean; answer?: unknown; printer?: null | { print: unknown } } = {}) {
  const asked: { command: string; body: unknown }[] = [];
  const printed: TicketLayout[] = [];
  const state = { online: more.online ?? true, answer: more.answer ?? ok(RATINGS) };
  const opened = openQueryDesk({
    link: () => ({
      online: () => state.online,
      ask: (async (command: string, body: unknown) => {
        asked.push({ command, body });
        return state.answer;
      }) as never,
    }),
    catalogue: async () => ok(CATALOGUE),
    printer: () =>
      more.printer === undefined
        ? {
            print: async (layout: TicketLayout) => {
              printed.push(layout);
              return { outcome: 'printed', proof: 'confirmed' } as never;
            },
          }
        : (more.printer as never),
    ratings: openRatingsCopy(folder, silentLog),
    context: () => ({ timeZone: 'Asia/Shanghai', demo: true, at: AT }),
    log: silentLog,
  });
  return { ...opened, asked, printed, state };
}

describe('[I9] ratings', () => {
  it('are those of the server, and without it the last ones, also after a restart', async () => {
    const first = desk();
    expect(await first.ratings()).toEqual(ok({ ratings: RATINGS, old: false }));
    first.state.online = false;
    expect(await first.ratings()).toEqual(ok({ ratings: RATINGS, old: true }));
    expect(await desk({ online: false }).ratings()).toEqual(ok({ ratings: RATINGS, old: true }));
  });

  it('are the last ones while the server counts, and none where none were ever heard', async () => {
    const busy = err(askFault('REPORT_RUNNING', 'counts'));
    const counting = desk({ answer: busy });
    expect(await counting.ratings()).toEqual(busy);
    expect(counting.asked.length).toBeGreaterThan(1);
    await desk().ratings();
    expect(await desk({ answer: busy }).ratings()).toEqual(ok({ ratings: RATINGS, old: true }));
    writeFileSync(path.join(folder, 'hall-ratings.json'), '{"at":');
    expect(await desk({ online: false }).ratings()).toMatchObject({ error: { code: 'SERVER_AWAY' } });
  });
});

describe('[I6] case progress', () => {
  it('asks the hall, and keeps nothing of it on disk', async () => {
    const one = desk({ answer: ok({ at: AT, cases: [] }) });
    expect(await one.progress({ person: PERSON })).toEqual(ok({ at: AT, cases: [] }));
    await one.progress({ receipt: '202611190008', lastDigits: '9024' });
    expect(one.asked).toEqual([
      { command: 'case.progress', body: { person: PERSON } },
      { command: 'case.progress', body: { receipt: '202611190008', lastDigits: '9024' } },
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says so without a server, and asks nothing', async () => {
    const away = desk({ online: false });
    expect(await away.progress({ person: PERSON })).toMatchObject({ error: { code: 'SERVER_AWAY' } });
    expect(away.asked).toEqual([]);
  });
});

describe('[I5] the list on paper', () => {
  it('prints once for a press, three for a visit, and again for the next person', async () => {
    const one = desk({ online: false });
    await Promise.all([one.print('press-1', 'social-card'), one.print('press-1', 'social-card')]);
    expect(one.printed).toHaveLength(1);
    for (let i = 2; i <= LISTS_MAX; i += 1) await one.print(`press-${i}`, 'social-card');
    const more = await one.print('press-9', 'social-card');
    expect(more).toMatchObject({ ok: false, error: { code: 'TOO_MANY_REQUESTS' } });
    one.end();
    expect(await one.print('press-9', 'social-card')).toMatchObject({ ok: true });
    expect(one.printed).toHaveLength(LISTS_MAX + 1);
  });

  it('says why no paper came out, and that the code is there', async () => {
    const none = await desk({ printer: null }).print('press-1', 'social-card');
    expect(none).toMatchObject({ value: { report: { outcome: 'failed', reason: 'NO_PRINTER' } } });
    const threw = desk({
      printer: {
        print: async () => {
          throw new Error('bug');
        },
      },
    });
    expect(await threw.print('press-1', 'social-card')).toMatchObject({
      value: { report: { outcome: 'unknown' } },
    });
    expect(await desk().print('press-1', 'nothing')).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('[I3] comes out of a printer as bytes: every material, fee, limit and place', async () => {
    const printer = await startTicketPrinterSimulator({ completion: true });
    const driver = openTicketPrinter({
      open: openTransport({ kind: 'tcp', host: '127.0.0.1', port: printer.port }),
      profile: TICKET_PRINTER_PROFILES['generic-epson'],
      onHealth: () => undefined,
    });
    try {
      const report = await driver.print(guideLayout(CARD, CONTEXT), { jobId: 'list-1' });
      expect(report).toMatchObject({ outcome: 'printed' });
      const text = new TextDecoder('gb18030').decode(
        Buffer.concat(printer.tickets.map(({ bytes }) => bytes)),
      );
      for (const words of [
        ...['一次性告知单', CARD.name.zh, '居民身份证', '当场办结', '免费', '一楼北侧', '0339-5550100'],
        ...['Floor 1, north', 'is not a ticket'],
      ]) {
        expect.soft(text).toContain(words);
      }
    } finally {
      await driver.close();
      await printer.close();
    }
  });
});

describe('[I4] the code of a list', () => {
  const read = (text: string): string => {
    const rows = codeRows(text);
    if (!rows.ok) throw new Error(rows.error.message);
    const scale = 3;
    const width = rows.value.length * scale;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    rows.value.forEach((row, y) => {
      [...row].forEach((bit, x) => {
        if (bit !== '1') return;
        for (let i = 0; i < scale * scale; i += 1) {
          const at = ((y * scale + Math.floor(i / scale)) * width + x * scale + (i % scale)) * 4;
          pixels.fill(0, at, at + 3);
        }
      });
    });
    return jsQR.default(pixels, width, width)?.data ?? '';
  };

  it('is the list itself, in the language of the screen, and no link', () => {
    for (const language of ['zh', 'en'] as const) {
      const text = guideText(CARD, CONTEXT, language);
      expect(read(text)).toBe(text);
      expect(text).toContain(CARD.name[language]);
      expect(text).toContain(CARD.materials[0]!.name[language]);
      expect(text).not.toMatch(/https?:/);
    }
  });

  it('fits the paper for every service of the hall', () => {
    for (const item of CATALOGUE.items) {
      const zone = CATALOGUE.zones.find(({ id }) => id === item.zone)!;
      const line = guideLayout(item, { ...CONTEXT, zone }).lines.find(({ kind }) => kind === 'qr');
      if (line?.kind !== 'qr') throw new Error('no code');
      expect.soft(qrRaster(line, 576).ok, item.id).toBe(true);
    }
  });
});

it('the copy of the ratings holds nothing but them', async () => {
  await desk().ratings();
  expect(JSON.parse(readFileSync(path.join(folder, 'hall-ratings.json'), 'utf8'))).toEqual(RATINGS);
});
