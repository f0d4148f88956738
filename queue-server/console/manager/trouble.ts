import type { Text } from '@hall/shared/contracts/text';
import { sayReason } from './device-reasons.ts';

/** Words of device troubles as drivers report them; what is not known stays as it came. */
const KINDS: Readonly<Record<string, string>> = {
  'card-reader': '读卡器',
  scanner: '扫码器',
  'ticket-printer': '号票打印机',
  'page-printer': '文件打印机',
  'document-scanner': '文件扫描仪',
  'window-led': '窗口屏',
  keypad: '按键器',
  ups: '不间断电源',
  'ledger-heads': '账本摘要',
  'self-test': '自检',
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
  'forced-shutdown': { zh: '即将断电', en: 'power will be cut' },
  'hall-stops': { zh: '电池供电，大厅即将停止', en: 'on battery, the hall stops soon' },
  'hall-not-started': { zh: '来电后大厅服务未能启动', en: 'the hall server does not start' },
  'hall-not-stopped': { zh: '大厅服务未能停止', en: 'the hall server does not stop' },
  'replace-battery': { zh: '电池需更换', en: 'battery must be replaced' },
  overload: { zh: '负载过大', en: 'overloaded' },
  calibrating: { zh: '电池校准中', en: 'calibrating its battery' },
  bypass: { zh: '旁路供电，断电时不保护', en: 'bypassed: no protection' },
  'DATA-STALE': { zh: '与电源失去联系', en: 'no contact with the device' },
  'DRIVER-NOT-CONNECTED': { zh: '电源驱动未运行', en: 'its driver does not run' },
  'UNKNOWN-UPS': { zh: 'NUT 中没有这个名称', en: 'NUT knows no such name' },
  'status-unknown': { zh: '电源状态不明', en: 'status unknown' },
  'other-hash': { zh: '与留存不符', en: 'differs from what was kept' },
  'went-back': { zh: '比留存的短', en: 'shorter than what was kept' },
  'left-epoch': { zh: '回到恢复之前', en: 'from before a restore' },
  'other-key': { zh: '签名不符', en: 'signed by another key' },
  overheated: { zh: '过热', en: 'overheated' },
  clock: { zh: '时钟不准', en: 'its clock is off' },
  disk: { zh: '磁盘将满', en: 'its disk is full' },
  files: { zh: '数据写不进磁盘', en: 'its data cannot be written' },
  numbers: { zh: '断网备用号码已用完', en: 'no numbers left for times without a network' },
  page: { zh: '屏幕页面没有响应', en: 'its screen does not respond' },
  camera: { zh: '找不到摄像头', en: 'no camera found' },
};

/** `ticket-printer: COVER_OPEN` → 号票打印机：盖子未合. A reason may hold colons itself. */
export function sayTrouble(trouble: string): Text {
  const [, device = '', reason = ''] = /^([\w-]+)[:：]\s*(.*)$/s.exec(trouble) ?? [];
  const name = nameOf(device);
  if (name === null) return wordsOf(trouble);
  const words = wordsOf(reason);
  return { zh: `${name.zh}：${words.zh}`, en: `${name.en}: ${words.en}` };
}

/** A window host has several of a kind: `led-w3`. */
function nameOf(device: string): Text | null {
  const [, kind = '', window = ''] = /^(led|keypad)-(.+)$/.exec(device) ?? [];
  if (kind !== '')
    return { zh: `${kind === 'led' ? '窗口屏' : '按键器'} ${window}`, en: `${kind} ${window}` };
  const zh = KINDS[device];
  return zh === undefined ? null : { zh, en: device.replace(/-/g, ' ') };
}

function wordsOf(reason: string): Text {
  return STATES[reason] ?? sayReason(reason) ?? { zh: reason, en: reason.replace(/-/g, ' ') };
}

const DEVICES: Readonly<Record<string, Text>> = {
  kiosk: { zh: '取号机', en: 'Kiosk' },
  'window-host': { zh: '窗口主机', en: 'Window host' },
  'server-host': { zh: '服务器电源', en: "Server's power" },
  wall: { zh: '大屏', en: 'Wall' },
  board: { zh: '分区屏', en: 'Zone board' },
  'window-screen': { zh: '窗口屏', en: 'Window screen' },
  pad: { zh: '评价器', en: 'Pad' },
  sound: { zh: '语音', en: 'Sound' },
};

export function sayDeviceKind(kind: string): Text {
  return DEVICES[kind] ?? { zh: kind, en: kind };
}
