import { describe, expect, it } from 'vitest';
import { sayTrouble } from './trouble.ts';

describe('a device’s trouble in words', () => {
  it('names the device and what it lacks', () => {
    expect(sayTrouble('ticket-printer: COVER_OPEN')).toEqual({
      zh: '号票打印机：盖子未合',
      en: 'ticket printer: cover open',
    });
    expect(sayTrouble('ups: on-battery').zh).toBe('不间断电源：电池供电');
  });
  it('says which of several it is', () => {
    expect(sayTrouble('led-w3: LED_NO_ANSWER').zh).toMatch(/^窗口屏 w3：/);
  });
  it('leaves a technician’s details out of it, colons and all', () => {
    expect(sayTrouble('card-reader: tcp 10.0.0.7:9100: connect ECONNREFUSED 10.0.0.7:9100')).toEqual({
      zh: '读卡器：连接不上',
      en: 'card reader: cannot be reached',
    });
  });
  it('shows what it does not know as it came', () => {
    expect(sayTrouble('scanner: driver bug: x').zh).toBe('扫码器：driver bug: x');
    expect(sayTrouble('something new').zh).toBe('something new');
  });
});
