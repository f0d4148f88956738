import type { Text } from '@hall/shared/contracts/text';

/** What a driver says of a device that is not well, in the words of whoever walks to it. */

const PAPER_OUT: Text = { zh: '缺纸', en: 'out of paper' };
const JAMMED: Text = { zh: '卡纸', en: 'paper jam' };
const SILENT: Text = { zh: '没有应答', en: 'does not answer' };

const CODES: Readonly<Record<string, Text>> = {
  // Printers
  PAPER_OUT,
  MEDIA_EMPTY: PAPER_OUT,
  PAPER_NEAR_END: { zh: '纸将用完', en: 'paper nearly out' },
  MEDIA_LOW: { zh: '纸将用完', en: 'paper nearly out' },
  MEDIA_JAM: JAMMED,
  PAPER_JAM: JAMMED,
  JAMMED,
  COVER_OPEN: { zh: '盖子未合', en: 'cover open' },
  TRAY_MISSING: { zh: '纸盒未装好', en: 'tray missing' },
  TONER_EMPTY: { zh: '墨粉用完', en: 'out of toner' },
  TONER_LOW: { zh: '墨粉将用完', en: 'toner low' },
  OUTPUT_FULL: { zh: '出纸口已满', en: 'output tray full' },
  PRINTER_STOPPED: { zh: '打印机已暂停', en: 'printer paused' },
  CUTTER: { zh: '切刀卡住', en: 'cutter stuck' },
  PRINTER_ERROR: { zh: '打印机故障', en: 'printer fault' },
  OFFLINE: { zh: '离线', en: 'offline' },
  NO_ANSWER: SILENT,
  NOT_IPP: { zh: '地址上不是打印机', en: 'no printer at this address' },
  REFUSED: { zh: '打印机拒绝', en: 'refused by the printer' },
  BUSY: { zh: '设备正忙', en: 'busy' },
  RECORD_UNWRITABLE: { zh: '打印记录无法写入', en: 'its print record cannot be written' },
  // Document scanner
  SCANIMAGE_MISSING: { zh: '未安装扫描程序', en: 'the scan program is not installed' },
  NOT_FOUND: { zh: '未找到设备', en: 'device not found' },
  NO_DOCUMENTS: { zh: '进纸器无纸', en: 'feeder empty' },
  ACCESS_DENIED: { zh: '没有使用权限', en: 'access denied' },
  IO_ERROR: { zh: '读写出错', en: 'read or write error' },
  WARMING_UP: { zh: '正在预热', en: 'warming up' },
  LOCKED: { zh: '运输锁未打开', en: 'transport lock is on' },
  STUCK: { zh: '扫描程序卡住', en: 'the scan program hangs' },
  // Any port
  opening: { zh: '正在连接', en: 'connecting' },
  'waiting for an answer': SILENT,
  closed: { zh: '已关闭', en: 'closed' },
};

/** Words in front of details that help a technician, and nobody else. */
const BEGINNINGS: readonly (readonly [RegExp, Text])[] = [
  [
    /^(tcp|serial|usblp|hid|ipps?) .*(ECONNREFUSED|no connection|EHOSTUNREACH|ETIMEDOUT)/,
    { zh: '连接不上', en: 'cannot be reached' },
  ],
  [
    /^(serial|usblp|hid) .*(No such file|not plugged in|not found|ENOENT)/,
    { zh: '未接好', en: 'not plugged in' },
  ],
  [/(Permission denied|EACCES)/, { zh: '没有使用权限', en: 'access denied' }],
  [/(Cannot lock port|EBUSY|held by another)/, { zh: '被其他程序占用', en: 'in use by another program' }],
  [/^the device went away/, { zh: '已断开', en: 'unplugged' }],
  [/^opening has not ended/, SILENT],
];

/** Null where the reason has no words of its own. */
export function sayReason(reason: string): Text | null {
  return CODES[reason] ?? BEGINNINGS.find(([begins]) => begins.test(reason))?.[1] ?? null;
}
