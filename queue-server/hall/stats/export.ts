import type { CommandAnswer, CommandBody } from '@hall/shared/contracts/commands';
import type { Report } from '@hall/shared/contracts/reports';
import writeXlsxFile, { type Cell as XlsxCell } from 'write-excel-file/node';
import { type Cell, type Sheet, sheetsOf } from './export-tables.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Characters of the widest words that a column shows without being pulled. */
const WIDE = 60;
const NARROW = 9;

/** A report as a file. */
export async function exportOf(
  report: Report,
  { table, format, language }: Pick<CommandBody<'report.export'>, 'table' | 'format' | 'language'>,
): Promise<CommandAnswer<'report.export'>> {
  const sheets = sheetsOf(report, language).filter(({ id }) => table === 'all' || id === table);
  const { from, to } = report;
  const name = `report-${from === to ? from : `${from}-${to}`}${table === 'all' ? '' : `-${table}`}.${format}`;
  if (format === 'csv') {
    return { name, type: 'text/csv; charset=utf-8', base64: Buffer.from(csvOf(sheets)).toString('base64') };
  }
  const bytes = await writeXlsxFile(
    sheets.map((sheet) => ({
      sheet: sheet.name,
      stickyRowsCount: 1,
      columns: sheet.columns.map((title, i) => ({ width: widthOf(title, sheet, i) })),
      data: [
        sheet.columns.map(
          (title): XlsxCell => ({ value: title, type: String, fontWeight: 'bold', wrap: true }),
        ),
        ...sheet.rows.map((row) => row.map(xlsxCell)),
      ],
    })),
  ).toBuffer();
  return { name, type: XLSX, base64: bytes.toString('base64') };
}

function xlsxCell(cell: Cell): XlsxCell {
  if (cell === null || cell === '') return null;
  return typeof cell === 'number' ? { value: cell, type: Number } : { value: cell, type: String, wrap: true };
}

function widthOf(title: string, sheet: Sheet, column: number): number {
  const cells = [title.slice(0, 14), ...sheet.rows.map((row) => String(row[column] ?? ''))];
  // A Chinese character is as wide as two Latin ones.
  const width = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0);
  return Math.min(WIDE, Math.max(NARROW, ...cells.map(width)) + 2);
}

/**
 * RFC 4180, with a byte order mark: Excel takes it for UTF-8 only so. A cell that a spreadsheet would run as a
 * formula is led by an apostrophe.
 */
export function csvOf(sheets: readonly Sheet[]): string {
  const tables = sheets.map((sheet) =>
    [sheet.columns, ...sheet.rows].map((row) => row.map(csvCell).join(',')).join('\r\n'),
  );
  return `\ufeff${tables.join('\r\n\r\n')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
