import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import { words } from './finding.ts';

/** Power of the hall server, by what the hosts beside it say of its UPS. */
export type ServerPower = 'none' | 'mains' | 'on-battery' | 'ending' | 'unknown' | 'caution';

/** Reasons in a UPS's health record; see `hardware/drivers/ups` and the server profile of the device host. */
const ON_BATTERY: ReadonlySet<string> = new Set(['on-battery']);
const ENDING: ReadonlySet<string> = new Set([
  'low-battery',
  'forced-shutdown',
  'hall-stops',
  'hall-not-stopped',
]);
const WORST: readonly ServerPower[] = ['none', 'mains', 'caution', 'unknown', 'on-battery', 'ending'];

export function serverPower(devices: readonly Pick<PeripheralHealth, 'state' | 'reason'>[]): ServerPower {
  let worst: ServerPower = 'none';
  for (const { state, reason } of devices) {
    const power = powerOf(state, reason ?? '');
    if (WORST.indexOf(power) > WORST.indexOf(worst)) worst = power;
  }
  return worst;
}

function powerOf(state: PeripheralHealth['state'], reason: string): ServerPower {
  if (ENDING.has(reason)) return 'ending';
  if (ON_BATTERY.has(reason)) return 'on-battery';
  if (state === 'up') return 'mains';
  return state === 'down' ? 'unknown' : 'caution';
}

/** What kiosks and screens say first while the power fails. */
export function powerNotices(
  devices: readonly Pick<PeripheralHealth, 'state' | 'reason'>[],
): readonly Text[] {
  switch (serverPower(devices)) {
    case 'on-battery':
      return [
        words('大厅停电，由备用电源供电，业务照常。', 'The power has failed. The hall goes on, on battery.'),
      ];
    case 'ending':
      return [
        words(
          '大厅停电，排队系统即将停止。已取的号有效，请听工作人员安排。',
          'The power has failed and the queue stops soon. Your number stays valid. Please listen to the staff.',
        ),
      ];
    default:
      return [];
  }
}
