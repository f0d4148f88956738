import { encodeTicket } from '@hall/hardware/codec/escpos-encode';
import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import { TICKET_PRINTER_PROFILES } from '@hall/hardware/drivers/ticket-printer/profiles';
import { guideLayout } from '@hall/kiosk/device-host/query/guide-layout';
import { bookingLayout } from '@hall/kiosk/device-host/resident/booking-layout';
import { demoCatalogue } from '@hall/kiosk/testing/demo-catalogue';
import { ok } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import { sorted } from './pieces.ts';

const DAY = Date.UTC(2026, 10, 23, 2);
const BOOKING = 'ab'.repeat(16);
const HALL = { zh: '大厅', en: 'Hall' };

/** As the driver sends it; what it would draw is left out. */
function bytesOf(layout: TicketLayout): Buffer {
  const blank = () => ok({ widthDots: 8, heightDots: 1, data: new Uint8Array(1) });
  const encoded = encodeTicket(layout, TICKET_PRINTER_PROFILES['generic-epson'], blank, 'AAAA');
  if (!encoded.ok) throw new Error(encoded.error.message);
  return Buffer.from(encoded.value.bytes);
}

const slip = bytesOf(
  bookingLayout(
    {
      ...{ booking: BOOKING, queue: 'insurance', queueName: HALL, items: [], day: '2026-11-23' },
      ...{ from: DAY, to: DAY + 3_600_000, state: 'booked', code: 'ABABAB', name: null },
    },
    { timeZone: 'Asia/Shanghai', demo: true, hall: HALL, earlyMin: 90 },
  ),
);
const [item] = demoCatalogue().items.filter(({ id }) => id === 'social-card');
if (item === undefined) throw new Error('the demo has no such item');
const list = bytesOf(
  guideLayout(item, {
    ...{ hall: HALL, zone: null, address: null, phone: null, timeZone: 'Asia/Shanghai', demo: true, at: DAY },
  }),
);

it('reads booking slips and lists as they are laid out, and knows a whole one', () => {
  expect(sorted([{ bytes: slip, cut: true }])).toMatchObject({
    ...{ bookings: [{ booking: BOOKING, whole: true }], lists: [], tickets: [], joined: 0 },
  });
  expect(sorted([{ bytes: list, cut: true }])).toMatchObject({
    ...{ lists: [{ whole: true }], bookings: [], tickets: [], joined: 0 },
  });
});

it('takes none for whole that hangs in the printer or lacks its end', () => {
  expect(sorted([{ bytes: slip, cut: false }]).bookings).toEqual([{ booking: BOOKING, whole: false }]);
  const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.95));
  for (const one of sorted([{ bytes: half(slip), cut: true }]).bookings) expect(one.whole).toBe(false);
  expect(sorted([{ bytes: half(list), cut: true }]).lists).toEqual([{ whole: false }]);
});

it('sees two on one piece', () => {
  const both = sorted([{ bytes: Buffer.concat([slip, list]), cut: true }]);
  expect(both.joined).toBe(2);
  expect(both.bookings).toEqual([{ booking: BOOKING, whole: false }]);
  expect(both.lists).toEqual([{ whole: true }]);
});
