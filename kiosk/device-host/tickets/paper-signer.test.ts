import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { qrRaster } from '@hall/hardware/codec/qr-raster';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import { isSignedPaper, readPaperCode } from '@hall/shared/contracts/paper-code';
import { err, ok } from '@hall/shared/contracts/result';
import jsQR from 'jsqr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wallClock } from '../clock.ts';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { ticketLayout } from './layout.ts';
import { openPaperKey, type PaperKey } from './paper-key.ts';
import { openPaperSigner, TELL_AGAIN_MS } from './paper-signer.ts';

const SLIP = {
  number: 'A012',
  ordinal: 2,
  day: '2026-11-23',
  progressToken: '00112233445566778899aabbccddeeff',
} as TicketSlip;
const FILE = 'paper-sign.json';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'paper-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = (): PaperKey => {
  const key = openPaperKey(folder, silentLog);
  if (key === null) throw new Error('no key');
  return key;
};

/** A hall that answers as told, and a clock that only fires when asked. */
function rig(key: PaperKey | null, answers: readonly string[] = []) {
  const asked: unknown[] = [];
  let left = [...answers];
  let timer: { readonly ms: number; readonly run: () => void } | null = null;
  const signer = openPaperSigner({
    hall: 'yunxi',
    key,
    link: {
      online: () => true,
      ask: async (command: string, body: unknown) => {
        asked.push([command, body]);
        const [code = 'ok', ...rest] = left;
        left = rest;
        return code === 'ok' ? ok({ done: true }) : err(askFault(code, 'no'));
      },
    } as never,
    clock: {
      ...wallClock,
      after: (ms, run) => {
        timer = { ms, run };
        return () => {
          timer = null;
        };
      },
    },
    log: silentLog,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    signer,
    asked,
    timer: () => timer,
    async nudge() {
      signer.nudge();
      await settle();
    },
    async wait() {
      timer?.run();
      await settle();
    },
  };
}

describe('the key of a machine', () => {
  it('is its own, is kept for this account only, and stays over restarts', () => {
    const key = opened();
    key.setTold(true);
    expect(statSync(path.join(folder, FILE)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([FILE]);
    expect(opened()).toMatchObject({ public: key.public, told: true });
  });

  it.each([
    ['damaged', () => writeFileSync(path.join(folder, FILE), '{"v":1,"private":"AAAA","told":true}')],
    ['readable by others', () => chmodSync(path.join(folder, FILE), 0o644)],
  ])('is a new one, and not told, where the file is %s', (_, spoil) => {
    const before = opened();
    before.setTold(true);
    spoil();
    const after = opened();
    expect(after.public).not.toBe(before.public);
    expect(after.told).toBe(false);
    expect(opened().public).toBe(after.public);
  });

  it('is none where the disk takes nothing, and papers come out unsigned', () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const key = openPaperKey(file, silentLog);
    expect(key).toBeNull();
    expect(rig(key).signer.code(SLIP)).toBeNull();
  });
});

describe('papers are signed', () => {
  it('once the hall has the key, by number, day and ordinal', async () => {
    const key = opened();
    const { signer, asked, nudge } = rig(key);
    expect(signer.code(SLIP)).toBeNull();
    await nudge();
    expect(asked).toEqual([['ticket.paper-key', { key: key.public }]]);
    const code = readPaperCode(signer.code(SLIP) ?? '');
    expect(code).toMatchObject({ number: 'A012', ordinal: 2, day: '2026-11-23', offline: false });
    expect(code && (await isSignedPaper(code, [key.public]))).toBe(key.public);
    const lost = signer.code({ ...SLIP, offline: true, daySure: false });
    expect(readPaperCode(lost ?? '')).toMatchObject({ offline: true, daySure: false });
  });

  it('also by a machine that starts without its server', () => {
    opened().setTold(true);
    expect(rig(opened()).signer.code(SLIP)).not.toBeNull();
  });

  it('no more where the server is one of before, which could not open them', async () => {
    const key = opened();
    key.setTold(true);
    const { signer, nudge } = rig(key, ['BAD_REQUEST']);
    await nudge();
    expect(signer.code(SLIP)).toBeNull();
    expect(opened().told).toBe(false);
  });

  it('on, and the hall is told again, where the answer is a failure', async () => {
    const key = opened();
    key.setTold(true);
    const { signer, asked, nudge, timer, wait } = rig(key, ['STORAGE_FULL']);
    await nudge();
    expect(signer.code(SLIP)).not.toBeNull();
    expect(timer()?.ms).toBe(TELL_AGAIN_MS);
    await wait();
    expect(asked).toHaveLength(2);
  });

  it('by a new key where the disk was copied from another machine', async () => {
    const copied = opened();
    const before = copied.public;
    const { signer, nudge, wait } = rig(copied, ['FORBIDDEN']);
    await nudge();
    expect(signer.code(SLIP)).toBeNull();
    await wait();
    const code = readPaperCode(signer.code(SLIP) ?? '');
    expect(code && (await isSignedPaper(code, [before, copied.public]))).toBe(copied.public);
    expect(copied.public).not.toBe(before);
    expect(readFileSync(path.join(folder, FILE), 'utf8')).toContain('"told":true');
  });
});

it.each([
  ['with a long public address', 'https://zwfw-hall-12.yunxi-county.example.gov.cn/p/'],
  ['without one', null],
])('the code is read back from 80 mm paper %s', async (_, progressUrl) => {
  const key = opened();
  key.setTold(true);
  const code = rig(key).signer.code(SLIP);
  const { lines, widthDots } = ticketLayout(
    {
      ...{ hall: T, zoneName: T, place: T, queueName: T, department: T, rule: T, items: [], windows: [] },
      ...{ class: 'ordinary', classReason: null, ahead: 0, estimate: null, at: 0, shortCode: '4F2A9C' },
      ...SLIP,
    } as TicketSlip,
    { timeZone: 'Asia/Shanghai', demo: false, progressUrl, code },
  );
  const line = lines.find(({ kind }) => kind === 'qr');
  if (line?.kind !== 'qr') throw new Error('no code on the paper');
  const drawn = qrRaster(line, widthDots);
  if (!drawn.ok) throw new Error(drawn.error.code);
  const { widthDots: width, heightDots: height, data } = drawn.value;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const black = ((data[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    if (black) pixels.fill(0, i * 4, i * 4 + 3);
  }
  expect(jsQR.default(pixels, width, height)?.data).toBe(`${progressUrl ?? ''}${code}`);
  // 72 mm are printable; the code stays well within, with its quiet zone.
  expect(width).toBeLessThan(400);
});

const T = { zh: '某', en: 'some' };
