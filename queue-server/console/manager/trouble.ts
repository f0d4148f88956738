import type { Text } from '@hall/shared/contracts/text';

/** Words of device troubles as drivers report them; what is not known stays as it came. */
const KINDS: Readonly<Record<string, string>> = {
  'card-reader': '读卡器',
  scanner: '扫码器',
  'ticket-printer': '号票打印机',
  'page-printer': '文件打印机',
  'window-led': '窗口屏',
  keypad: '按键器',
  ups: '不间断电源',
  'ledger-heads': '账本摘要',
};

const STATES: Readonly<Record<string, Text>> = {
  'paper-out': { zh: '缺纸', en: 'paper out' },
  'paper-low': { zh: '纸将用完', en: 'paper low' },
  'paper-jam': { zh: '卡纸', en: 'paper jam' },
  jam: { zh: '卡纸', en: 'paper jam' },
  'cover-open': { zh: '盖子未合', en: 'cover open' },
  'cutter-error': { zh: '切刀故障', en: 'cutter error' },
  'not-found': { zh: '未找到', en: 'not found' },
  unplugged: { zh: '未接好', en: 'unplugged' },
  offline: { zh: '离线', en: 'offline' },
  down: { zh: '故障', en: 'down' },
  degraded: { zh: '不稳定', en: 'degraded' },
  'on-battery': { zh: '电池供电', en: 'on battery' },
  'low-battery': { zh: '电池将尽', en: 'battery low' },
  'other-hash': { zh: '与留存不符', en: 'differs from what was kept' },
  'went-back': { zh: '比留存的短', en: 'shorter than what was kept' },
  'left-epoch': { zh: '回到恢复之前', en: 'from before a restore' },
  'other-key': { zh: '签名不符', en: 'signed by another key' },
  overheated: { zh: '过热', en: 'overheated' },
};

/** `ticket-printer: paper-out` → 号票打印机：缺纸 */
export function sayTrouble(trouble: string): Text {
  const parts = trouble.split(/[:：]\s*/);
  const zh = parts.map((part) => KINDS[part] ?? STATES[part]?.zh ?? part).join('：');
  const en = parts.map((part) => STATES[part]?.en ?? part.replace(/-/g, ' ')).join(': ');
  return { zh, en };
}

const DEVICES: Readonly<Record<string, Text>> = {
  kiosk: { zh: '取号机', en: 'Kiosk' },
  'window-host': { zh: '窗口主机', en: 'Window host' },
  wall: { zh: '大屏', en: 'Wall' },
  board: { zh: '分区屏', en: 'Zone board' },
  'window-screen': { zh: '窗口屏', en: 'Window screen' },
  pad: { zh: '评价器', en: 'Pad' },
  sound: { zh: '语音', en: 'Sound' },
};

export function sayDeviceKind(kind: string): Text {
  return DEVICES[kind] ?? { zh: kind, en: kind };
}
