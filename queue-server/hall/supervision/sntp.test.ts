import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { sntpAnswer, startSntp } from './sntp.ts';

/**
 * A version 4 client request as RFC 4330, 5 describes it: all zero but flags and transmit timestamp, here
 * 2004-09-27 03:18:04.5 UTC (0xc50204ec seconds since 1900, one half as fraction).
 */
const REQUEST = Buffer.from(`23${'00'.repeat(39)}c50204ec80000000`, 'hex');
/** 2026-11-23 01:00:00.25 UTC = 1,795,395,600.25 s since 1970 = 4,004,384,400.25 s since 1900 = 0xeeae0e90.4. */
const AT = Date.UTC(2026, 10, 23, 1, 0, 0, 250);
/** LI 0, version 4, mode 4; stratum 10; poll as asked; precision -10; delay 0; dispersion 10 ms; LOCL. */
const HEADER = '240a00f6000000000000028f4c4f434c';
const TIME = 'eeae0e9040000000';

describe('SNTP', () => {
  it('answers the bytes that RFC 4330 asks of a server', () => {
    expect(sntpAnswer(REQUEST, AT, AT + 250)?.toString('hex')).toBe(
      `${HEADER}${TIME}c50204ec80000000${TIME}eeae0e9080000000`,
    );
  });

  it('answers an old client in its own version', () => {
    const old = Buffer.from(REQUEST);
    old[0] = 0x1b;
    expect(sntpAnswer(old, AT, AT)?.[0]).toBe(0x1c);
  });

  it('goes on after 2036, where the seconds begin anew', () => {
    const answer = sntpAnswer(REQUEST, AT, Date.UTC(2036, 1, 7, 6, 28, 16));
    expect(answer?.readUInt32BE(40)).toBe(0);
  });

  it.each([
    ['a server’s answer', '24'],
    ['a control message, as used to amplify', '16'],
    ['a private message (monlist)', '17'],
    ['symmetric', '21'],
    ['version 0', '03'],
    ['version 7', '3b'],
  ])('says nothing to %s', (_name, flags) => {
    const packet = Buffer.from(REQUEST);
    packet[0] = Number.parseInt(flags, 16);
    expect(sntpAnswer(packet, AT, AT)).toBeNull();
  });

  it('says nothing to less than a packet', () => {
    expect(sntpAnswer(REQUEST.subarray(0, 47), AT, AT)).toBeNull();
    expect(sntpAnswer(Buffer.alloc(0), AT, AT)).toBeNull();
  });

  it('says of a time that is not to be used: leap indicator 3, stratum 0, kiss code STEP', () => {
    expect(sntpAnswer(REQUEST, AT, AT, false)?.subarray(0, 16).toString('hex')).toBe(
      'e40000f6000000000000028f53544550',
    );
  });

  it.each([
    ['a minute ahead of the machine', 60_000, '240a'],
    ['further ahead', 60_001, 'e400'],
    ['a minute behind', -60_000, '240a'],
    ['further behind', -60_001, 'e400'],
  ])('serves the hall’s time only in step with the machine: %s', async (_name, aheadMs, begin) => {
    const server = await startSntp(
      { port: 0, host: '127.0.0.1', now: () => AT + aheadMs, wall: () => AT },
      { warn: () => {} },
    );
    const client = createSocket('udp4');
    const answer = new Promise<Buffer>((resolve) => client.once('message', resolve));
    client.send(REQUEST, server.port, '127.0.0.1');
    expect((await answer).subarray(0, 2).toString('hex')).toBe(begin);
    client.close();
    await server.stop();
  });

  it('serves over UDP', async () => {
    const server = await startSntp(
      { port: 0, host: '127.0.0.1', now: () => AT, wall: () => AT },
      { warn: () => {} },
    );
    const client = createSocket('udp4');
    const answer = new Promise<Buffer>((resolve) => client.once('message', resolve));
    client.send(REQUEST, server.port, '127.0.0.1');
    expect((await answer).subarray(40).toString('hex')).toBe(TIME);
    client.close();
    await server.stop();
  });
});
