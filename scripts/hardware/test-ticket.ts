import type { Raster, TicketLayout, TicketLine, TransportSpec } from '@hall/hardware';

/** Full width of 80 mm paper, 72 mm printed at 8 dots a millimetre. */
const WIDTH_DOTS = 576;
/** Tall enough to see a dead heating element as a white line. */
const BAR_DOTS = 24;

/** Everything that a hall prints: sizes, bold, columns, GB 18030, a drawn line, an image over the width, a QR code. */
export function testTicket(about: {
  readonly port: string;
  readonly transport: TransportSpec;
  readonly profile: string;
}): TicketLayout {
  const sizes = ([1, 2, 3, 4] as const).map(
    (size): TicketLine => ({
      kind: 'text',
      text: `${size} 号 A0${size}`,
      size: { w: size, h: size },
      align: 'center',
    }),
  );
  return {
    widthDots: WIDTH_DOTS,
    lines: [
      { kind: 'text', text: '测试票 TEST', size: { w: 2, h: 2 }, bold: true, align: 'center' },
      { kind: 'text', text: '不是号票 · not a ticket', align: 'center' },
      { kind: 'rule' },
      ...sizes,
      { kind: 'columns', left: '左 left', right: '右 right' },
      { kind: 'text', text: '国标 GB18030：政务服务大厅，〇一二三' },
      { kind: 'text', text: '生僻字（整行绘制）：䶮𠮷㐂' },
      { kind: 'image', raster: bar() },
      { kind: 'qr', data: 'https://example.invalid/yichuang-test', moduleSize: 6, level: 'M' },
      { kind: 'columns', left: about.port, right: about.profile },
      { kind: 'feed', lines: 2 },
    ],
  };
}

/** A frame over the whole width with columns of one dot: each heating element prints. */
function bar(): Raster {
  const rowBytes = WIDTH_DOTS / 8;
  const data = new Uint8Array(rowBytes * BAR_DOTS).fill(0b1010_1010);
  data.fill(0xff, 0, rowBytes * 2);
  data.fill(0xff, rowBytes * (BAR_DOTS - 2));
  return { widthDots: WIDTH_DOTS, heightDots: BAR_DOTS, data };
}
