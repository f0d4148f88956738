import { ok } from '@hall/shared/contracts/result';
import { describe, expect, it } from 'vitest';
import { TICKET_PRINTER_PROFILES, withPresentSteps } from '../drivers/ticket-printer/profiles.ts';
import { hex, toHex } from '../testing/hex.ts';
import {
  afterTornTicket,
  EJECT_TICKET,
  encodeTicket,
  findRealtime,
  nativeQr,
  RETRACT_TICKET,
  type RowToDraw,
  withoutRealtime,
} from './escpos-encode.ts';
import type { Line, TicketLayout } from './escpos-layout.ts';
import { columnRows, wrapToCells } from './escpos-layout.ts';
import { nativeTextBytes } from './gb-text.ts';
import { qrRaster } from './qr-raster.ts';

const EPSON = { ...TICKET_PRINTER_PROFILES['generic-epson'], automaticStatus: 0 };
const ticket = (...lines: Line[]): TicketLayout => ({ widthDots: 576, lines });

function encode(layout: TicketLayout, dialect = EPSON) {
  const drawn: RowToDraw[] = [];
  const encoded = encodeTicket(
    layout,
    dialect,
    (row) => {
      drawn.push(row);
      return ok({ widthDots: 16, heightDots: 1, data: hex('80 01') });
    },
    'AB12',
  );
  if (!encoded.ok) throw new Error(encoded.error.message);
  return { ...encoded.value, drawn };
}

describe('ESC/POS ticket bytes', () => {
  it('are exactly init, Chinese on, line, partial cut and the completion question', () => {
    const { bytes } = encode(
      ticket({ kind: 'text', text: '政务A', size: { w: 2, h: 3 }, bold: true, align: 'center' }),
    );
    expect(toHex(bytes)).toBe(
      '1B 40 1C 26 1B 61 01 1B 45 01 1B 33 52 1D 21 12 D5 FE CE F1 41 0A 1D 56 42 00 1D 28 48 06 00 30 30 41 42 31 32',
    );
  });

  it('agree with TextDecoder, an independent GB 18030', () => {
    const text = '不动产登记、“一窗”办理：约８至12分钟';
    const bytes = nativeTextBytes(text, 'gbk');
    expect(new TextDecoder('gb18030', { fatal: true }).decode(bytes!)).toBe(text);
  });

  it('draw a row with a character that is four bytes in GB 18030 or beyond the BMP, and only that row', () => {
    for (const rare of ['𬭎', '㐂', '𠮷', '龶', '\ue000']) {
      const { drawn, bytes } = encode(
        ticket({ kind: 'text', text: `张${rare}` }, { kind: 'text', text: '张三' }),
      );
      expect(drawn.map((row) => row.text)).toEqual([`张${rare}`]);
      expect(toHex(bytes)).toContain('1D 76 30 00 02 00 01 00 80 01');
      expect(toHex(bytes)).toContain('D5 C5 C8 FD 0A');
      expect(toHex(bytes)).not.toContain('3F');
    }
  });

  it('draw what a GB 2312 font lacks when the profile says so', () => {
    const text = '镕珺玥翀';
    expect(nativeTextBytes(text, 'gbk')).not.toBeNull();
    expect(nativeTextBytes(text, 'gb2312')).toBeNull();
  });

  it('let no text carry a command', () => {
    const { bytes } = encode(ticket({ kind: 'text', text: 'A\u0010\u0004\u0001\u001b@B' }));
    expect(toHex(bytes)).toContain('1D 21 00 41 40 42 0A');
  });

  it('hold the QR commands of the reference: model 2, size, level, data, print', () => {
    expect(toHex(Uint8Array.from(nativeQr({ kind: 'qr', data: 'A1', moduleSize: 6, level: 'M' })))).toBe(
      '1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31 ' +
        '1D 28 6B 05 00 31 50 30 41 31 1D 28 6B 03 00 31 51 30',
    );
  });

  it('draw a QR code whose length would be the real-time command 10 04', () => {
    const data = 'x'.repeat(0x0410 - 3);
    const { bytes } = encode(ticket({ kind: 'qr', data, moduleSize: 2, level: 'L' }));
    expect(toHex(bytes)).not.toContain('1D 28 6B');
    expect(findRealtime(bytes)).toBe(-1);
  });

  it('change one dot of an image that holds 10 04, 10 05 or 10 14, unless the profile says literal', () => {
    const raster = { widthDots: 16, heightDots: 4, data: hex('10 04 10 05 10 14 00 10') };
    expect(toHex(withoutRealtime(raster.data))).toBe('10 0C 10 0D 10 1C 00 10');
    const avoided = encode(ticket({ kind: 'image', raster })).bytes;
    expect(findRealtime(avoided)).toBe(-1);
    const literal = encode(ticket({ kind: 'image', raster }), { ...EPSON, realtimeInData: 'literal' }).bytes;
    expect(toHex(literal)).toContain('1D 76 30 00 02 00 04 00 10 04 10 05 10 14 00 10');
  });

  it('avoid a real-time command that only placing the image makes', () => {
    const raster = { widthDots: 8, heightDots: 2, data: hex('10 04') };
    const { bytes } = encode(ticket({ kind: 'image', raster }));
    expect(toHex(bytes)).toContain('1D 76 30 00 01 00 02 00 10 0C');
  });

  it('end with a total cut and the presenter where there is one, and with what its model needs after a torn half', () => {
    const kiosk = withPresentSteps(TICKET_PRINTER_PROFILES['custom-kpm'], 120);
    const { bytes } = encode(ticket({ kind: 'text', text: 'A' }), kiosk);
    expect(toHex(bytes)).toMatch(/41 0A 1B 69 1D 65 03 78$/);
    expect(toHex(afterTornTicket(kiosk, 2))).toBe('00 00 1B 40 1B 69');
    expect(toHex(afterTornTicket(EPSON, 1))).toBe('00 1B 40 1D 56 42 00');
    expect(toHex(Uint8Array.from([...RETRACT_TICKET, ...EJECT_TICKET]))).toBe('1D 65 02 1D 65 05');
  });

  it('refuse what does not fit the paper', () => {
    const wide = { widthDots: 584, heightDots: 1, data: new Uint8Array(73) };
    const draw = () => ok(wide);
    const image = encodeTicket(ticket({ kind: 'image', raster: wide }), EPSON, draw, 'AAAA');
    expect(image.ok ? null : image.error.code).toBe('IMAGE_TOO_WIDE');
    const qr = encodeTicket(
      ticket({ kind: 'qr', data: 'x', moduleSize: 16, level: 'H' }),
      EPSON,
      draw,
      'AAAA',
    );
    expect(qr.ok).toBe(true);
    const large = qrRaster({ kind: 'qr', data: 'x'.repeat(300), moduleSize: 16, level: 'H' }, 576);
    expect(large.ok ? null : large.error.code).toBe('QR_TOO_LARGE');
  });
});

describe('rows of a ticket', () => {
  it('break between Chinese characters, never before a closing mark, and at spaces in English', () => {
    expect(wrapToCells('请留意叫号，过号请到咨询台。', 10)).toEqual(['请留意叫', '号，过号请', '到咨询台。']);
    expect(wrapToCells('please watch the screen', 11)).toEqual(['please', 'watch the', 'screen']);
    expect(wrapToCells('', 10)).toEqual(['']);
  });

  it('put two columns on one row, or the right one below', () => {
    expect(columnRows('前面', '3人', 10)).toEqual(['前面   3人']);
    expect(columnRows('窗口', '1号 2号', 10)).toEqual(['窗口', '   1号 2号']);
  });
});
