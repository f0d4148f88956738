import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import { bookingQr } from '@hall/shared/contracts/resident-codes';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { dateWords } from '@hall/shared/ui/time.ts';

type Line = TicketLayout['lines'][number];
export type MadeBooking = CommandAnswer<'booking.make'>;

/** 80 mm paper: 72 mm printable at 8 dots a millimetre. */
const WIDTH_DOTS = 576;

/**
 * The paper of a booking: when and for what, and the two ways to check in without a card. It names nobody. Chinese
 * first, English below it; the code is the largest thing.
 */
export function bookingLayout(
  booking: MadeBooking,
  context: {
    readonly timeZone: string;
    readonly demo: boolean;
    readonly hall: Text;
    readonly earlyMin: number;
  },
): TicketLayout {
  const { timeZone } = context;
  const from = localTime(booking.from, timeZone).clock;
  const to = localTime(booking.to, timeZone).clock;
  const date = dateWords(booking.from, timeZone);
  const lines: Line[] = [
    centered(context.hall.zh, 2),
    centered(context.hall.en),
    ...(context.demo ? [centered('演示 DEMO', 2)] : []),
    { kind: 'rule' },
    centered('预约单', 2),
    centered('Booking slip'),
    { kind: 'feed', lines: 1 },
    centered(date.zh, 2),
    centered(`${from}–${to}`, 2),
    centered(date.en),
    { kind: 'rule' },
    { kind: 'columns', left: '预约业务', right: booking.queueName.zh, bold: true },
    { kind: 'text', text: booking.queueName.en, align: 'right' },
    ...booking.items.flatMap((item): Line[] => [
      { kind: 'columns', left: '办理事项', right: item.zh, bold: true },
      { kind: 'text', text: item.en, align: 'right' },
    ]),
    { kind: 'rule' },
    centered('预约码 Booking code'),
    { kind: 'text', text: booking.code, size: { w: 4, h: 4 }, bold: true, align: 'center' },
    { kind: 'feed', lines: 1 },
    { kind: 'qr', data: bookingQr(booking.booking), moduleSize: 6, level: 'M', align: 'center' },
    centered('到取号机点“我有预约”，刷证件或扫此码'),
    centered('At a kiosk touch “I have a booking”, then'),
    centered('lay your card or scan this code'),
    { kind: 'rule' },
    { kind: 'text', text: `请提前 ${context.earlyMin} 分钟内到大厅签到取号；不能来请提前取消。` },
    {
      kind: 'text',
      text: `Check in up to ${context.earlyMin} minutes before. If you cannot come, please cancel.`,
    },
  ];
  return { widthDots: WIDTH_DOTS, lines };
}

function centered(text: string, scale: 1 | 2 = 1): Line {
  return {
    kind: 'text',
    text,
    align: 'center',
    ...(scale === 2 ? { size: { w: 2, h: 2 }, bold: true } : {}),
  };
}
