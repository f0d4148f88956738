import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import QRCode from 'qrcode';
import type { QrLine, Raster } from './escpos-layout.ts';

/** Light modules that must surround a symbol (ISO/IEC 18004, 6.3.8). */
export const QUIET_MODULES = 4;

/** Draws a QR code as dots; fails with `QR_TOO_LARGE` when it does not fit the data or the paper. */
export function qrRaster(line: QrLine, maxWidthDots: number): Result<Raster, Fault<'QR_TOO_LARGE'>> {
  let modules: { readonly size: number; get(row: number, column: number): number | boolean };
  try {
    modules = QRCode.create(line.data, { errorCorrectionLevel: line.level }).modules;
  } catch {
    return err(fault('QR_TOO_LARGE', 'the data does not fit a QR code at this level'));
  }
  const side = (modules.size + 2 * QUIET_MODULES) * line.moduleSize;
  if (side > maxWidthDots) {
    return err(fault('QR_TOO_LARGE', `the QR code needs ${side} dots, the paper has ${maxWidthDots}`));
  }
  const stride = Math.ceil(side / 8);
  const data = new Uint8Array(stride * side);
  const isDark = (dot: number, across: number): boolean => {
    const row = Math.floor(dot / line.moduleSize) - QUIET_MODULES;
    const column = Math.floor(across / line.moduleSize) - QUIET_MODULES;
    if (row < 0 || column < 0 || row >= modules.size || column >= modules.size) return false;
    return Boolean(modules.get(row, column));
  };
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (isDark(y, x)) data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return ok({ widthDots: side, heightDots: side, data });
}
