import type { ExportTable } from '@hall/shared/contracts/reports';
import { API_ROOT } from '../api/request.ts';

/** The address of a report as a file; the browser saves it under the name that the server gives. */
export function downloadPath(
  { from, to }: { readonly from: string; readonly to: string },
  table: ExportTable,
  format: 'xlsx' | 'csv',
  language: 'zh' | 'en',
): string {
  return `${API_ROOT}/reports/files/${from}/${to}/${table}/${format}/${language}`;
}
