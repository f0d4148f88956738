import type { TicketLayout } from '@hall/hardware/codec/escpos-layout';
import { localTime } from '@hall/shared/contracts/time';

/** 80 mm paper: 72 mm printable at 8 dots a millimetre, as tickets. */
const WIDTH_DOTS = 576;

/** A paper that nobody can take for a ticket: it carries no number and no code. */
export function testSlipLayout(device: string, at: number, timeZone: string): TicketLayout {
  const { day, clock } = localTime(at, timeZone);
  return {
    widthDots: WIDTH_DOTS,
    lines: [
      { kind: 'text', text: '打印测试', size: { w: 2, h: 2 }, bold: true, align: 'center' },
      { kind: 'text', text: 'Print test', align: 'center' },
      { kind: 'rule' },
      { kind: 'text', text: '这不是号票，不能排队', align: 'center' },
      { kind: 'text', text: 'This is no ticket', align: 'center' },
      { kind: 'rule' },
      { kind: 'columns', left: device, right: `${day} ${clock}` },
    ],
  };
}
