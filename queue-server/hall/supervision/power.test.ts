import { describe, expect, it } from 'vitest';
import { checkPower } from './checks/power.ts';
import { powerNotices, serverPower } from './power.ts';

const ups = (state: 'up' | 'degraded' | 'down', reason: string | null) => ({ state, reason });

describe('power of the hall server', () => {
  it.each([
    [[], 'none'],
    [[ups('up', null)], 'mains'],
    [[ups('degraded', 'on-battery')], 'on-battery'],
    [[ups('degraded', 'low-battery')], 'ending'],
    [[ups('degraded', 'forced-shutdown')], 'ending'],
    [[ups('degraded', 'hall-stops')], 'ending'],
    [[ups('degraded', 'hall-not-stopped')], 'ending'],
    [[ups('degraded', 'replace-battery')], 'caution'],
    [[ups('down', 'DATA-STALE')], 'unknown'],
    [[ups('up', null), ups('degraded', 'on-battery'), ups('down', 'away')], 'on-battery'],
  ] as const)('%j is %s', (devices, power) => {
    expect(serverPower(devices)).toBe(power);
  });

  it('is told to everybody only while it fails', () => {
    expect(powerNotices([ups('up', null)])).toEqual([]);
    expect(powerNotices([ups('down', 'DATA-STALE')])).toEqual([]);
    expect(powerNotices([ups('degraded', 'on-battery')])[0]?.zh).toContain('业务照常');
    expect(powerNotices([ups('degraded', 'hall-stops')])[0]?.zh).toContain('即将停止');
  });

  it('stands on the health page with what to do', () => {
    expect(checkPower([])).toEqual([]);
    expect(checkPower([ups('up', null)])).toMatchObject([{ state: 'good', act: null }]);
    for (const reason of ['on-battery', 'hall-stops']) {
      expect(checkPower([ups('degraded', reason)])).toMatchObject([
        { id: 'server-power', state: 'trouble', act: { zh: expect.stringContaining('纸质号') } },
      ]);
    }
    expect(checkPower([ups('down', 'no answer')])).toMatchObject([{ state: 'attention' }]);
    expect(checkPower([ups('degraded', 'overload')])).toMatchObject([{ state: 'attention' }]);
  });
});
