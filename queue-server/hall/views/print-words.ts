import type { Text } from '@hall/shared/contracts/text';

/** Why a paper did not come out, for staff; the codes are those of printers and device hosts. */
const CAUSES: Readonly<Record<string, Text>> = {
  PAPER_OUT: { zh: '缺纸', en: 'out of paper' },
  MEDIA_EMPTY: { zh: '缺纸', en: 'out of paper' },
  MEDIA_JAM: { zh: '卡纸', en: 'paper jam' },
  COVER_OPEN: { zh: '盖子打开', en: 'cover open' },
  TONER_EMPTY: { zh: '缺墨粉', en: 'out of toner' },
  PAPER_JAM: { zh: '卡纸', en: 'paper jam' },
  CUTTER: { zh: '切纸不畅', en: 'cutter stuck' },
  OFFLINE: { zh: '打印机未连接', en: 'printer not connected' },
  NO_PRINTER: { zh: '没有接打印机', en: 'no printer' },
  PRINT_GLYPH_MISSING: { zh: '有字无法打印', en: 'a character cannot be printed' },
  HOST_RESTARTED: { zh: '打印时设备重启', en: 'the machine restarted while printing' },
  SILENT: { zh: '打印机没有回应', en: 'the printer did not answer' },
};

/** A code that is not known stands behind the words, for whoever mends the printer. */
export function printWords(reason: string): Text {
  return CAUSES[reason] ?? { zh: `打印机故障（${reason}）`, en: `printer fault (${reason})` };
}
