import type { Finding } from '@hall/shared/contracts/health';
import type { Text } from '@hall/shared/contracts/text';
import { attention, good, listed, trouble, words } from '../finding.ts';

export interface DeviceFacts {
  readonly name: Text;
  readonly kind: string;
  readonly online: boolean;
  /** Whether it was ever seen since the start of the server. */
  readonly seen: boolean;
  readonly troubles: readonly string[];
}

/** What residents and clerks cannot do without; the rest is an attention. */
const VITAL = new Set(['kiosk']);

export function checkDevices(devices: readonly DeviceFacts[]): Finding[] {
  const names = (list: readonly DeviceFacts[]) =>
    words(
      listed(
        list.map((device) => device.name.zh),
        'zh',
      ),
      listed(
        list.map((device) => device.name.en),
        'en',
      ),
    );
  if (devices.length === 0) {
    return [
      attention(
        'devices',
        words('还没有设备上线。', 'No device has come online yet.'),
        words(
          '打开取号机和屏幕，按安装指南登记。',
          'Switch kiosks and screens on and enrol them as the guide says.',
        ),
      ),
    ];
  }
  const findings: Finding[] = [];
  const away = devices.filter((device) => !device.online);
  const vital = devices.filter((device) => VITAL.has(device.kind));
  const look = words(
    '到现场看电源与网线；票可在其他取号机或导办台取。',
    'Look at power and network there; other kiosks or the guide desk issue tickets.',
  );
  if (vital.length > 0 && vital.every((device) => !device.online)) {
    findings.push(
      trouble(
        'kiosks-away',
        words('所有取号机都不在线。', 'No kiosk is online.'),
        words(
          '先由导办台取号，再检查网络交换机。',
          'Issue at the guide desk, then look at the network switch.',
        ),
      ),
    );
  }
  if (away.length > 0) {
    const who = names(away);
    findings.push(
      attention(
        'devices-away',
        words(`${away.length} 台设备不在线：${who.zh}。`, `${counted(away.length)} away: ${who.en}.`),
        look,
      ),
    );
  }
  const ill = devices.filter((device) => device.online && device.troubles.length > 0);
  if (ill.length > 0) {
    const who = names(ill);
    findings.push(
      attention(
        'devices-ill',
        words(`${ill.length} 台设备有故障：${who.zh}。`, `${counted(ill.length)} at fault: ${who.en}.`),
        words('在大厅实况页看具体故障并处理。', 'See the fault on the hall page and deal with it.'),
      ),
    );
  }
  if (findings.length === 0) {
    findings.push(
      good(
        'devices',
        words(`${devices.length} 台设备全部在线。`, `${counted(devices.length)} online, none away.`),
      ),
    );
  }
  return findings;
}

const counted = (count: number) => (count === 1 ? '1 device is' : `${count} devices are`);
