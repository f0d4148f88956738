import type { PrintReport } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';

/** Why a printer did not print, in a person's words; codes of the ticket and page printer drivers. */
const CAUSES: Readonly<Record<string, Text>> = {
  PAPER_OUT: { zh: '打印机缺纸', en: 'The printer is out of paper' },
  COVER_OPEN: { zh: '打印机的盖子开着', en: "The printer's cover is open" },
  MEDIA_EMPTY: { zh: '打印机缺纸', en: 'The printer is out of paper' },
  MEDIA_JAM: { zh: '打印机卡纸', en: 'The paper is jammed' },
  TONER_EMPTY: { zh: '打印机缺墨粉', en: 'The printer is out of toner' },
  PDF_UNAVAILABLE: { zh: '暂时取不到证明文件', en: 'The certificate could not be fetched' },
  CUTTER: { zh: '打印机切纸不畅', en: "The printer's cutter is stuck" },
  PAPER_JAM: { zh: '打印机卡纸', en: 'The paper is jammed' },
  OFFLINE: { zh: '打印机没有连接', en: 'The printer is not connected' },
  NO_PRINTER: { zh: '这台机器没有接打印机', en: 'This machine has no printer' },
  PRINT_GLYPH_MISSING: { zh: '有字无法打印', en: 'A character cannot be printed' },
};
const SOME_CAUSE: Text = { zh: '打印机出了故障', en: 'The printer has a fault' };

export function causeWords(reason: string): Text {
  return CAUSES[reason] ?? SOME_CAUSE;
}

/** What the person is told about a paper; `failed` and `unknown` always with a way on. */
export function paperWords(of: 'ticket' | 'certificate' | 'booking', report: PrintReport): Text {
  if (of === 'booking') return bookingWords(report);
  const ticket = of === 'ticket';
  switch (report.outcome) {
    case 'printed':
      return ticket
        ? { zh: '号票已打印，请取走。', en: 'Your ticket is printed. Please take it.' }
        : { zh: '证明已打印，请取走。', en: 'Your certificate is printed. Please take it.' };
    case 'failed': {
      const cause = causeWords(report.reason);
      return ticket
        ? {
            zh: `${cause.zh}，号票没有打出来。请重新打印，或记下号码到咨询台补打。`,
            en: `${cause.en}, so no ticket came out. Print again, or tell the guide desk your number.`,
          }
        : {
            zh: `${cause.zh}，证明没有打出来。请再试一次，或到窗口办理。`,
            en: `${cause.en}, so no certificate came out. Try again, or go to a window.`,
          };
    }
    case 'unknown':
      return ticket
        ? { zh: '号票出来了吗？', en: 'Did your ticket come out?' }
        : { zh: '证明出来了吗？', en: 'Did your certificate come out?' };
  }
}

/** A booking counts without its paper. */
function bookingWords(report: PrintReport): Text {
  switch (report.outcome) {
    case 'printed':
      return { zh: '预约单已打印，请取走。', en: 'Your booking slip is printed. Please take it.' };
    case 'failed': {
      const cause = causeWords(report.reason);
      return {
        zh: `${cause.zh}，预约单没有打出来。预约已成功，请记下预约码。`,
        en: `${cause.en}, so no slip came out. Your booking stands: please note its code.`,
      };
    }
    case 'unknown':
      return { zh: '预约单出来了吗？', en: 'Did your booking slip come out?' };
  }
}
