import { expect, it } from 'vitest';
import { bookingQr, paperOfScan } from './resident-codes.ts';

const NAME = '0123456789abcdef0123456789abcdef';

it('knows the codes of this hall’s papers again', () => {
  expect(bookingQr(NAME)).toBe(`YC-BOOKING:${NAME}`);
  expect(paperOfScan(` ${bookingQr(NAME)}\r\n`)).toEqual({
    of: 'booking',
    by: { kind: 'paper', booking: NAME },
  });
  expect(paperOfScan(`https://hall.example.cn/p/${NAME}`)).toEqual({
    of: 'ticket',
    by: { kind: 'token', token: NAME },
  });
});

it.each([
  '',
  'YC-BOOKING:short',
  `YC-BOOKING:${NAME}0`,
  '6901234567892',
  `https://hall.example.cn/${NAME}/q`,
])('takes %j for none of them', (text) => {
  expect(paperOfScan(text)).toBeNull();
});
