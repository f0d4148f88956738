import type { Font } from 'fontkit';

/** Hundredths of a point are finer than any printer. */
const number = (value: number) => String(Math.round(value * 100) / 100);

/**
 * The outlines of text as PDF path operators (ISO 32000-1, 8.5.2), from `x` on, baseline at 0, y downwards, to be
 * filled by the non-zero rule. PDF has no quadratic curves: those of TrueType are raised to cubic ones.
 */
export function runOutline(
  text: string,
  font: Font,
  size: number,
  x: number,
): { path: string; width: number } {
  const scale = size / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text);
  const operators: string[] = [];
  let advance = 0;
  glyphs.forEach((glyph, i) => {
    const position = positions[i];
    if (!position) return;
    const left = x + (advance + position.xOffset) * scale;
    const down = -position.yOffset * scale;
    let last: [number, number] = [0, 0];
    const say = (operator: string, points: ReadonlyArray<readonly [number, number]>) => {
      const list = points.map(([px, py]) => `${number(left + px * scale)} ${number(down - py * scale)}`);
      operators.push(`${list.join(' ')} ${operator}`);
    };
    for (const { command, args } of glyph.path.commands) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
      switch (command) {
        case 'moveTo':
        case 'lineTo':
          say(command === 'moveTo' ? 'm' : 'l', [[a, b]]);
          last = [a, b];
          break;
        case 'quadraticCurveTo':
          say('c', [
            [last[0] + ((a - last[0]) * 2) / 3, last[1] + ((b - last[1]) * 2) / 3],
            [c + ((a - c) * 2) / 3, d + ((b - d) * 2) / 3],
            [c, d],
          ]);
          last = [c, d];
          break;
        case 'bezierCurveTo':
          say('c', [
            [a, b],
            [c, d],
            [e, f],
          ]);
          last = [e, f];
          break;
        case 'closePath':
          operators.push('h');
          break;
      }
    }
    advance += position.xAdvance;
  });
  return { path: `${operators.join('\n')}\n`, width: advance * scale };
}
