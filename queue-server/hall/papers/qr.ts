import QRCode from 'qrcode';

/** ISO/IEC 18004: the empty border around a code, in modules. */
export const QUIET_MODULES = 4;

/** Draws a QR code as filled rectangles, its quiet border included, into a square of `size` points. */
export function drawQr(doc: PDFKit.PDFDocument, text: string, x: number, y: number, size: number): void {
  // M corrects 15 %: a fold or a stamp on the paper does not spoil it.
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = size / (modules.size + 2 * QUIET_MODULES);
  doc.rect(x, y, size, size).fill('#ffffff');
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      let end = column + 1;
      while (end < modules.size && modules.get(row, end)) end += 1;
      doc.rect(
        x + (column + QUIET_MODULES) * unit,
        y + (row + QUIET_MODULES) * unit,
        (end - column) * unit,
        unit,
      );
      column = end;
    }
  }
  doc.fill('#000000');
}
