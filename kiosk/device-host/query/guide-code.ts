import { qrRaster } from '@hall/hardware/codec/qr-raster';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { AskFault } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';

/** Dots for a module while it is drawn; every second one is then taken. */
const DOTS = 2;
/** Of the largest code there is: 177 modules and the quiet border. */
const WIDEST_DOTS = 2 * (177 + 8);

/** A code as rows of `0` and `1`, its quiet border included: the page draws it at whatever size it has room for. */
export function codeRows(text: string): Result<string[], AskFault> {
  const drawn = qrRaster({ kind: 'qr', data: text, moduleSize: DOTS, level: 'L' }, WIDEST_DOTS);
  if (!drawn.ok) return err(askFault('INTERNAL', drawn.error.message));
  const { widthDots, data } = drawn.value;
  const stride = Math.ceil(widthDots / 8);
  const side = widthDots / DOTS;
  return ok(
    Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (_, x) => {
        const byte = data[y * DOTS * stride + ((x * DOTS) >> 3)] ?? 0;
        return (byte >> (7 - ((x * DOTS) & 7))) & 1;
      }).join(''),
    ),
  );
}
