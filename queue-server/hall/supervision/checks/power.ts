import type { Finding } from '@hall/shared/contracts/health';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import { attention, good, trouble, words } from '../finding.ts';
import { serverPower } from '../power.ts';

/** The power of the hall server; nothing where no host watches it. */
export function checkPower(devices: readonly Pick<PeripheralHealth, 'state' | 'reason'>[]): Finding[] {
  switch (serverPower(devices)) {
    case 'none':
      return [];
    case 'mains':
      return [good('server-power', words('服务器由市电供电。', 'The server runs on mains power.'))];
    case 'on-battery':
      return [
        trouble(
          'server-power',
          words('服务器由电池供电。', 'The server runs on battery.'),
          words(
            '联系物业恢复供电；备好纸质号。',
            'Have the mains restored, and keep the paper numbers at hand.',
          ),
        ),
      ];
    case 'ending':
      return [
        trouble(
          'server-power',
          words('服务器电池将尽，大厅即将停止。', 'The battery is nearly empty, and the hall stops soon.'),
          words(
            '现在改用纸质号；来电后系统自动恢复。',
            'Go on with paper numbers now. The hall starts again with the mains.',
          ),
        ),
      ];
    case 'unknown':
      return [
        attention(
          'server-power',
          words('不知道服务器的供电情况。', 'It is not known how the server is powered.'),
          words('检查电源的数据线和 NUT 服务。', "Look at the UPS's cable and at the NUT service."),
        ),
      ];
    case 'caution':
      return [
        attention(
          'server-power',
          words('服务器的电源需要检查。', "The server's UPS needs a look."),
          words('在设备页看具体原因。', 'The reason stands on the devices page.'),
        ),
      ];
  }
}
