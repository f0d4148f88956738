import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPagePrinterSimulator } from '@hall/hardware/simulators/page-printer';
import { blankPdf } from '@hall/hardware/testing/pdf';
import { whyScanimageIsMissing } from '@hall/hardware/testing/scanimage';
import { expect, it } from 'vitest';
import { wallClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import { parseConfig } from '../config.ts';
import { openKioskDevices } from './devices.ts';

/** Page printer and document scanner as a kiosk's configuration opens them. */

const REST = {
  profile: 'kiosk',
  device: 'kiosk-1',
  secret: 'x'.repeat(43),
  hall: 'hall',
  mqttUrl: 'mqtt://127.0.0.1:1883',
  httpUrl: 'http://127.0.0.1:8080',
  dataDir: '/nowhere',
  port: 0,
};
const parse = (papers: object) => parseConfig(JSON.stringify({ ...REST, ...papers }));

it('the settings of both are read, and what the drivers could not use is refused at the start', () => {
  expect(
    parse({
      pagePrinter: { uri: 'ipps://192.0.2.20/ipp/print', ignoreReasons: ['media-empty'] },
      documentScanner: { device: 'fujitsu:fi-7160:1', options: { swdeskew: 'yes' } },
    }).ok,
  ).toBe(true);
  expect(parse({ documentScanner: {} }).ok).toBe(true);
  for (const wrong of [
    { pagePrinter: { uri: 'http://192.0.2.20/' } },
    { documentScanner: { device: 'with space' } },
    { documentScanner: { options: { batch: '/tmp/%d' } } },
    { documentScanner: { options: { 'output-file': '/tmp/x' } } },
  ])
    expect(parse(wrong).ok).toBe(false);
});

const why = whyScanimageIsMissing();
it.skipIf(why !== undefined)(
  `both come up, and a certificate is on record in the data folder${why ?? ''}`,
  async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'papers-'));
    const simulator = await startPagePrinterSimulator();
    const states = new Map<string, string>();
    const config = parse({
      ...{ dataDir, pagePrinter: { uri: simulator.uri } },
      documentScanner: { device: 'test:0' },
    });
    if (!config.ok) throw new Error(config.error.message);
    const nothing = () => undefined;
    const devices = openKioskDevices(
      config.value as KioskConfig,
      {
        ...{ onCard: nothing, onLifted: nothing, onTrouble: nothing, onScan: nothing, onLateProof: nothing },
        onHealth: (kind, { state }) => states.set(kind, state),
      },
      wallClock,
    );
    while (states.get('page-printer') !== 'up' || states.get('document-scanner') !== 'up')
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await devices.pagePrinter!.print(blankPdf(), 'certificate-1')).toEqual({
      outcome: 'printed',
      proof: 'status',
    });
    const scanned = await devices.documentScanner!.scan({ resolution: 50 });
    expect(scanned).toMatchObject({ ok: true, value: { format: 'pdf', pages: 1 } });
    await devices.close();
    await simulator.close();
    expect(readFileSync(path.join(dataDir, 'page-printer.jsonl'), 'utf8')).toContain('certificate-1');
    rmSync(dataDir, { recursive: true });
  },
);
