import type { InsuranceRecord } from '@hall/shared/contracts/platform';
import type { Fault, Result } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import type { PaperFonts } from './fonts.ts';
import { drawQr } from './qr.ts';
import { A4, type FinishedPaper, openSheet, type Sheet, type TextStyle } from './sheet.ts';
import { drawWatermark } from './watermark.ts';

export interface InsuranceCertificateInput {
  readonly record: InsuranceRecord;
  /** `XXXX-XXXX-XXXX`, registered with the platform. */
  readonly verification: string;
  /** Where the code can be checked; null where the hall has no public address: then there is no QR code. */
  readonly verifyUrl: string | null;
  /** The authority that answers for the contents. */
  readonly issuer: Text;
  /** The hall where it was printed. */
  readonly hall: Text;
  /** `YYYY-MM-DD` */
  readonly issuedOn: string;
  /** `YYYY-MM-DD`, the last day on which it may be used. */
  readonly validUntil: string;
  /** Milliseconds since the epoch, for the PDF's own dates. */
  readonly issuedAt: number;
}

const TITLE: Text = { zh: '社会保险参保证明', en: 'Certificate of Social Insurance' };
const STATES: Readonly<Record<InsuranceRecord['insurances'][number]['state'], string>> = {
  参保缴费: 'insured',
  暂停缴费: 'paused',
};

/** The papers' share of the common look (shared/ui/tokens.css), as PDF needs it. */
const INK_2 = '#4a5058';
const INK_3 = '#6a7078';
const LINE = '#c9c4b8';
const HEAD_FILL = '#f2f0eb';

const LEFT = 62;
const RIGHT = A4.width - LEFT;
const WIDTH = RIGHT - LEFT;
const BODY = 10.5;
const SMALL = 8;
const ROW = 34;
const PAGE_BOTTOM = A4.height - 56;
/** 26 mm: a phone reads the code from a hand's distance. */
const QR_SIZE = 74;

/** 2027-02-03 as certificates write it: 2027年2月3日. */
export function chineseDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** 2018-05 as certificates write it. */
function chineseMonth(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${year}年${number}月`;
}

export function watermarkOf(issuer: Text, validUntil: string): string {
  return `此件由${issuer.zh}提供，仅供办理政务服务事项时使用，有效期至${chineseDate(validUntil)}`;
}

/** Who it is about: label and value in two columns of a ruled table. Returns the y below it. */
function drawFacts(sheet: Sheet, facts: ReadonlyArray<readonly [Text, string]>, top: number): number {
  const { doc } = sheet;
  const labelWidth = 118;
  const style: TextStyle = { size: 11.5, weight: 'bold' };
  let y = top;
  for (const [label, value] of facts) {
    const lines = sheet.lines(value, WIDTH - labelWidth - 24, style);
    const height = Math.max(ROW, lines.length * 17 + 16);
    doc.rect(LEFT, y, labelWidth, height).fill(HEAD_FILL);
    sheet.line(label.zh, LEFT + 12, y + height / 2 - 1, { size: BODY });
    sheet.line(label.en, LEFT + 12, y + height / 2 + 10.5, { size: SMALL, color: INK_3 });
    lines.forEach((line, i) => {
      sheet.line(
        line,
        LEFT + labelWidth + 12,
        y + height / 2 - ((lines.length - 1) * 17) / 2 + 4 + i * 17,
        style,
      );
    });
    doc.rect(LEFT, y, WIDTH, height).lineWidth(0.7).stroke(LINE);
    doc
      .moveTo(LEFT + labelWidth, y)
      .lineTo(LEFT + labelWidth, y + height)
      .stroke(LINE);
    y += height;
  }
  return y;
}

interface Column {
  readonly head: Text;
  readonly x: number;
  readonly width: number;
}

const COLUMNS: readonly Column[] = [
  { head: { zh: '险种', en: 'Insurance' }, x: 0, width: 196 },
  { head: { zh: '参保状态', en: 'State' }, x: 196, width: 78 },
  { head: { zh: '起始年月', en: 'From' }, x: 274, width: 70 },
  { head: { zh: '截止年月', en: 'To' }, x: 344, width: 70 },
  { head: { zh: '缴费月数', en: 'Months' }, x: 414, width: WIDTH - 414 },
];

function drawTableHead(sheet: Sheet, y: number): number {
  sheet.doc.rect(LEFT, y, WIDTH, ROW).fillAndStroke(HEAD_FILL, LINE);
  for (const { head, x } of COLUMNS) {
    sheet.line(head.zh, LEFT + x + 10, y + ROW / 2 - 1, { size: BODY, weight: 'bold' });
    sheet.line(head.en, LEFT + x + 10, y + ROW / 2 + 10.5, { size: SMALL, color: INK_3 });
  }
  return y + ROW;
}

function drawRow(sheet: Sheet, insurance: InsuranceRecord['insurances'][number], y: number): number {
  const style: TextStyle = { size: BODY };
  const first = COLUMNS[0] as Column;
  const kind = sheet.lines(insurance.kind, first.width - 14, style);
  const height = Math.max(ROW, kind.length * 15 + 14);
  const middle = y + height / 2 + 4;
  kind.forEach((line, i) => {
    sheet.line(line, LEFT + 10, middle - ((kind.length - 1) * 15) / 2 + i * 15, style);
  });
  const cells = [
    insurance.state,
    chineseMonth(insurance.from),
    chineseMonth(insurance.to),
    String(insurance.months),
  ];
  cells.forEach((cell, i) => {
    const column = COLUMNS[i + 1] as Column;
    sheet.line(cell, LEFT + column.x + 10, i === 0 ? middle - 5 : middle, style);
  });
  const state = COLUMNS[1] as Column;
  sheet.line(STATES[insurance.state], LEFT + state.x + 10, middle + 6.5, { size: SMALL, color: INK_3 });
  sheet.doc.rect(LEFT, y, WIDTH, height).lineWidth(0.7).stroke(LINE);
  return y + height;
}

interface Note {
  readonly text: string;
  readonly style: TextStyle;
}

const NOTE: TextStyle = { size: 10, color: INK_2 };
const NOTE_EN: TextStyle = { size: 9, color: INK_3 };
const NOTE_STEP = 17;
const NOTES_ABOVE = 26;
const SIGN_ABOVE = 10;

function notesOf(sheet: Sheet, input: InsuranceCertificateInput): Note[] {
  const check =
    input.verifyUrl === null
      ? '真伪可凭验证码到政务服务大厅咨询台核验。'
      : '真伪可用手机扫描二维码，或在查验页面输入验证码核验，内容以查验页面为准。';
  const notes: Note[] = [
    { text: `${watermarkOf(input.issuer, input.validUntil)}。`, style: NOTE },
    { text: `For use in government services only; valid until ${input.validUntil}.`, style: NOTE_EN },
    { text: check, style: NOTE },
  ];
  return notes.flatMap(({ text, style }) =>
    sheet.lines(text, WIDTH, style).map((line) => ({ text: line, style })),
  );
}

const footHeight = (notes: readonly Note[]) => NOTES_ABOVE + notes.length * NOTE_STEP + SIGN_ABOVE + QR_SIZE;

function drawFoot(sheet: Sheet, input: InsuranceCertificateInput, notes: readonly Note[], top: number): void {
  const { doc } = sheet;
  let y = top + NOTES_ABOVE;
  for (const { text, style } of notes) {
    sheet.line(text, LEFT, y, style);
    y += NOTE_STEP;
  }
  const base = y + SIGN_ABOVE;
  let x = LEFT;
  if (input.verifyUrl !== null) {
    drawQr(doc, input.verifyUrl, LEFT, base, QR_SIZE);
    doc.rect(LEFT, base, QR_SIZE, QR_SIZE).lineWidth(0.7).stroke(LINE);
    x += QR_SIZE + 14;
  }
  sheet.line('验证码 Verification code', x, base + 14, { size: 9, color: INK_3 });
  sheet.line(input.verification, x, base + 34, { size: 14, weight: 'bold', spacing: 0.6 });
  if (input.verifyUrl !== null) {
    const style: TextStyle = { size: 7.5, color: INK_3 };
    sheet.lines(input.verifyUrl, 190, style).forEach((line, i) => {
      sheet.line(line, x, base + 50 + i * 10, style);
    });
  }
  const sign: TextStyle = { size: 11.5, weight: 'bold' };
  sheet.lines(input.issuer.zh, 200, sign).forEach((line, i, all) => {
    sheet.lineTo(line, RIGHT, base + 14 + (i - all.length + 1) * 16, sign);
  });
  sheet.lines(input.issuer.en, 225, { size: SMALL }).forEach((line, i) => {
    sheet.lineTo(line, RIGHT, base + 27 + i * 10, { size: SMALL, color: INK_3 });
  });
  sheet.lineTo(chineseDate(input.issuedOn), RIGHT, base + 66, { size: 11.5 });
}

/**
 * The certificate of social insurance (参保证明) on A4. Text stays selectable, the QR code is drawn as vectors,
 * the watermark lies under everything. FONT_MISSING names every character that no installed font has.
 */
export async function renderInsuranceCertificate(
  input: InsuranceCertificateInput,
  fonts: PaperFonts,
): Promise<Result<FinishedPaper, Fault<'FONT_MISSING'>>> {
  const { record } = input;
  const watermark = watermarkOf(input.issuer, input.validUntil);
  const sheet = openSheet({
    fonts,
    // Programs list a title everywhere: it says what the paper is, not whose.
    title: `${TITLE.zh} ${input.verification}`,
    author: input.issuer.zh,
    subject: `${TITLE.en}, ${input.issuer.en}`,
    createdAt: input.issuedAt,
    background: (page) => drawWatermark(page, watermark),
  });
  sheet.lineAround(TITLE.zh, A4.width / 2, 108, { size: 26, weight: 'bold', spacing: 3 });
  sheet.lineAround(TITLE.en, A4.width / 2, 130, { size: 11, color: INK_2 });
  sheet.line(`${input.hall.zh}  ${input.hall.en}`, LEFT, 168, { size: 9, color: INK_3 });
  sheet.lineTo(`验证码 ${input.verification}`, RIGHT, 168, { size: 9, color: INK_3 });

  let y = drawFacts(
    sheet,
    [
      [{ zh: '姓名', en: 'Name' }, record.name],
      [{ zh: '证件号码', en: 'ID number' }, record.idNumber],
      [{ zh: '个人编号', en: 'Personal number' }, record.personalNumber],
      [{ zh: '单位名称', en: 'Employer' }, record.employer],
      [{ zh: '参保地', en: 'Place of insurance' }, record.region],
    ],
    178,
  );
  y += 28;
  sheet.line('兹证明上述人员在本地的社会保险参保情况如下：', LEFT, y, { size: 11.5 });
  sheet.line('The person named above is insured as follows:', LEFT, y + 15, { size: 9, color: INK_3 });
  y = drawTableHead(sheet, y + 28);
  for (const insurance of record.insurances) {
    if (y + ROW > PAGE_BOTTOM) {
      sheet.newPage();
      y = drawTableHead(sheet, 72);
    }
    y = drawRow(sheet, insurance, y);
  }
  const notes = notesOf(sheet, input);
  if (y + footHeight(notes) > PAGE_BOTTOM) {
    sheet.newPage();
    y = 48;
  }
  drawFoot(sheet, input, notes, y);

  const pages = sheet.pages();
  for (let i = 0; i < pages; i += 1) {
    sheet.toPage(i);
    sheet.lineAround(
      `第 ${i + 1} 页，共 ${pages} 页  Page ${i + 1} of ${pages}`,
      A4.width / 2,
      A4.height - 34,
      {
        size: SMALL,
        color: INK_3,
      },
    );
  }
  return sheet.finish();
}
