import { A4, type Sheet } from './sheet.ts';

/** Light enough to write over, dark enough to survive a copier. */
const COLOR = '#e4e1da';
const SIZE = 11.5;
const ANGLE_DEGREES = -32;
/** Between two marks in a row, and between rows, in points. */
const GAP = 64;
const ROW_STEP = 96;

/**
 * Covers the page with slanting words. They are outlines in a tiling pattern, not text: so the words between the
 * lines of a certificate do not get in the way of whoever copies it, searches it or has it read aloud.
 */
export function drawWatermark(sheet: Sheet, words: string): void {
  const { doc } = sheet;
  const { path, width } = sheet.outline(words, { size: SIZE });
  const reach = A4.height + A4.width;
  doc.save();
  doc.rotate(ANGLE_DEGREES, { origin: [A4.width / 2, A4.height / 2] });
  const cell: [number, number, number, number] = [0, -SIZE * 2, width + GAP, ROW_STEP - SIZE * 2];
  const pattern = doc.pattern(cell, width + GAP, ROW_STEP, `${path}f`);
  // Twice the page in both directions, so that the turned rectangle reaches every corner.
  doc
    .rect(-reach, -reach, 3 * reach, 3 * reach)
    .fill([pattern, COLOR] as unknown as PDFKit.Mixins.ColorValue);
  doc.restore();
}
