import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/seeded.ts';
import { CELL_DOTS, cellsOf, columnRows, wrapToCells } from './escpos-layout.ts';

const ALPHABET = [...'一窗政务服务大厅不动产登记申请人𬭎𠮷㐂，。、；：？！）》（《“”…—abcXYZ0129 -/:.,?'];

describe('rows never run off the paper', () => {
  it.each([576, 384] as const)('%i dots: every row fits at every size, and no character is lost', (width) => {
    const random = seeded(width);
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from({ length: random.whole(0, 90) }, () => random.pick(ALPHABET)).join('');
      const cells = Math.floor(width / (CELL_DOTS * random.whole(1, 9)));
      const rows = wrapToCells(text, cells);
      for (const row of rows) expect(cellsOf(row), `${cells} cells: ${text}`).toBeLessThanOrEqual(cells);
      expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      const [left, right] = [text.slice(0, text.length >> 1), text.slice(text.length >> 1)];
      const columns = columnRows(left, right, cells);
      for (const row of columns) expect(cellsOf(row)).toBeLessThanOrEqual(cells);
      expect(columns.join('').replaceAll(' ', '')).toBe((left + right).replaceAll(' ', ''));
    }
  });

  it('a long department goes on below, closing marks stay with their word', () => {
    const department = '市自然资源和规划局不动产登记中心（政务服务大厅分中心）';
    expect(wrapToCells(department, 32)).toEqual([
      '市自然资源和规划局不动产登记中心',
      '（政务服务大厅分中心）',
    ]);
    expect(wrapToCells(department, 16)).toEqual([
      '市自然资源和规划',
      '局不动产登记中心',
      '（政务服务大厅分',
      '中心）',
    ]);
    expect(wrapToCells('登记中心窗口（）', 14)).toEqual(['登记中心窗口', '（）']);
  });
});
