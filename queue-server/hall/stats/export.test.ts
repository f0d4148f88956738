import { FIGURES } from '@hall/shared/contracts/figures';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import { csvOf, exportOf } from './export.ts';
import { madeDay } from './made-days.testing.ts';
import { reportOf } from './report.ts';
import { entriesOf } from './unzip.testing.ts';

const DAY = '2026-11-23';
const report = reportOf(
  [madeDay(DAY, [{ queue: 'enquiry', at: 540, called: 545, ended: 550 }])],
  testConfig(),
  0,
);
const ask = { from: DAY, to: DAY, table: 'all', format: 'xlsx', language: 'zh' } as const;

describe('export', () => {
  it('a spreadsheet with a sheet for each table, numbers as numbers, and the definitions in it', async () => {
    const { name, type, base64 } = await exportOf(report, ask);
    expect(name).toBe('report-2026-11-23.xlsx');
    expect(type).toContain('spreadsheetml');
    const files = entriesOf(Buffer.from(base64, 'base64'));
    const sheets = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
      (m) => m[1],
    );
    expect(sheets).toEqual([
      ...['概览', '逐日', '每半小时', '星期×小时', '队列', '窗口', '事项', '功能区', '部门', '类别', '人员'],
    ]);
    const words = [...files.values()].join('');
    expect(words).toContain(FIGURES.waitP90.definition.zh);
    const queue = files.get('xl/worksheets/sheet5.xml') ?? '';
    expect(queue).toMatch(/<c[^>]*><v>5<\/v><\/c>/);
  });

  it('one table as CSV, with a byte order mark for Excel', async () => {
    const { base64, name } = await exportOf(report, {
      ...ask,
      table: 'half-hours',
      format: 'csv',
      language: 'en',
    });
    expect(name).toBe('report-2026-11-23-half-hours.csv');
    expect(Buffer.from(base64, 'base64').toString()).toBe(
      '\ufeffFrom,Arrived per half hour (people),Called per half hour (times),Finished per half hour (times),Carry-over (people)\r\n09:00,1,1,1,0\r\n',
    );
  });

  it('a cell is never run as a formula, and quotes are doubled', () => {
    const sheet = {
      id: 'queue',
      name: 'x',
      columns: ['a'],
      rows: [['=1+1'], ['@x'], ['say "hi", you'], [-5], [null]],
    } as const;
    expect(csvOf([sheet])).toBe('\ufeffa\r\n\'=1+1\r\n\'@x\r\n"say ""hi"", you"\r\n-5\r\n\r\n');
  });
});
