import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { aheadWords, CLASS_WORDS, windowWords } from '@hall/shared/contracts/wording';
import { waitWords } from '@hall/shared/ui/time.ts';

type Line = TicketLayout['lines'][number];

/** 80 mm paper: 72 mm printable at 8 dots a millimetre. */
const WIDTH_DOTS = 576;
/** A signed code behind an address needs 57 to 61 modules: 36 to 38 mm at 0.625 mm each, which cheap heads print well. */
const MODULE_DOTS = 5;
/** Five characters of 12 × 8 dots leave a margin; longer numbers are set smaller. */
const LARGEST_NUMBER_LENGTH = 5;

/**
 * The paper of a ticket. Chinese first, English below it; the number is the largest thing. The cut is the
 * printer driver's.
 */
export function ticketLayout(
  slip: TicketSlip,
  context: {
    readonly timeZone: string;
    readonly demo: boolean;
    readonly progressUrl: string | null;
    /** Signed code of this paper; null or absent where it is not signed. */
    readonly code?: string | null;
  },
): TicketLayout {
  const { day, clock } = localTime(slip.at, context.timeZone);
  const numberScale = slip.number.length <= LARGEST_NUMBER_LENGTH ? 8 : 6;
  const lines: Line[] = [
    centered(slip.hall.zh, 2),
    centered(slip.hall.en),
    ...(context.demo ? [centered('演示 DEMO', 2)] : []),
    ...(slip.ordinal > 1
      ? [
          centered(`补打 ${slip.ordinal}  Reprint ${slip.ordinal}`, 2),
          centered('以此张为准，之前的号票作废 Earlier papers are void'),
        ]
      : []),
    ...(slip.offline
      ? [centered('网络中断时取号 · 号码有效', 2), centered('Taken without network: this number is valid')]
      : []),
    { kind: 'rule' },
    centered(`${slip.zoneName.zh} · ${slip.place.zh}`),
    centered(`${slip.queueName.zh}`, 2),
    centered(`${slip.department.zh}`),
    centered(`${slip.queueName.en} · ${slip.department.en}`),
    { kind: 'feed', lines: 1 },
    {
      kind: 'text',
      text: slip.number,
      size: { w: numberScale, h: numberScale },
      bold: true,
      align: 'center',
    },
    { kind: 'feed', lines: 1 },
    ...classLines(slip),
    { kind: 'rule' },
    ...(slip.offline
      ? []
      : [
          ...fact('前面人数', aheadWords(slip.ahead)),
          ...fact('预计等候', waitWords(slip.estimate)),
          ...fact('办理窗口', windowWords(slip.windows)),
        ]),
    ...slip.items.flatMap((item) => fact('办理事项', item)),
    { kind: 'columns', left: '取号时间', right: `${day} ${clock}` },
    ...routeLines(slip),
    ...noticeLines(slip),
    { kind: 'rule' },
    ...codeLines(slip, context),
    { kind: 'text', text: slip.rule.zh },
    { kind: 'text', text: slip.rule.en },
    { kind: 'columns', left: slip.number, right: codeOf(slip) },
  ];
  return { widthDots: WIDTH_DOTS, lines };
}

/** Staff read off the foot which paper of a number this is, also where the head is torn off. */
function codeOf({ shortCode, ordinal }: TicketSlip): string {
  return ordinal === 1 ? shortCode : `${shortCode}/${ordinal}`;
}

function centered(text: string, scale: 1 | 2 = 1): Line {
  return {
    kind: 'text',
    text,
    align: 'center',
    ...(scale === 2 ? { size: { w: 2, h: 2 }, bold: true } : {}),
  };
}

/** Chinese beside its label, English on a row of its own below. */
function fact(label: string, value: Text): Line[] {
  return [
    { kind: 'columns', left: label, right: value.zh, bold: true },
    { kind: 'text', text: value.en, align: 'right' },
  ];
}

/**
 * One code for phone and staff: a phone opens the progress, the guide desk and windows check the paper. Without a public
 * address it is for staff only and says so: a code that leads nowhere would be a promise broken.
 */
function codeLines(
  { progressToken }: TicketSlip,
  { progressUrl, code = null }: { readonly progressUrl: string | null; readonly code?: string | null },
): Line[] {
  if (progressUrl === null && code === null) return [];
  return [
    {
      kind: 'qr',
      data: `${progressUrl ?? ''}${code ?? progressToken}`,
      moduleSize: MODULE_DOTS,
      level: 'M',
      align: 'center',
    },
    progressUrl === null
      ? centered('供工作人员核验 For staff to check this paper')
      : centered('扫码看排队进度 Scan for your place in the queue'),
    { kind: 'rule' },
  ];
}

/** [K10] Where the same number goes on to, in order. */
function routeLines({ route = [] }: TicketSlip): Line[] {
  if (route.length === 0) return [];
  return [
    { kind: 'rule' },
    { kind: 'text', text: '之后凭同一号码继续办理', bold: true },
    { kind: 'text', text: 'Then go on with the same number' },
    ...route.flatMap(({ queueName, zoneName }, i): Line[] => [
      { kind: 'text', text: `${i + 2}. ${zoneName.zh} · ${queueName.zh}`, bold: true },
      { kind: 'text', text: `   ${zoneName.en} · ${queueName.en}` },
    ]),
  ];
}

/** What this person has to know: closing soon, no window yet, after hours … */
function noticeLines({ notices = [] }: TicketSlip): Line[] {
  if (notices.length === 0) return [];
  return [
    { kind: 'rule' },
    ...notices.flatMap(({ zh, en }): Line[] => [
      { kind: 'text', text: `※ ${zh}`, bold: true },
      { kind: 'text', text: en },
    ]),
  ];
}

function classLines(slip: TicketSlip): Line[] {
  if (slip.class === 'ordinary') return [];
  const word = CLASS_WORDS[slip.class];
  const why = slip.classReason;
  return [
    centered(`${word.zh} ${word.en}`, 2),
    ...(why === null ? [] : [centered(why.zh), centered(why.en)]),
  ];
}
