import { BESIDE_FIGURES, FIGURES, type FigureEntry, type FigureId } from '@hall/shared/contracts/figures';
import { type GroupRow, REPORT_GROUPS, type Report, type ReportGroup } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import { Segmented } from 'antd';
import { useState } from 'react';
import { Empty } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { Defined } from './defined.tsx';
import { downloadPath } from './download.ts';
import styles from './reports.module.css';
import { shown } from './summary.tsx';

const NAMES: Readonly<Record<ReportGroup, Text>> = {
  queue: t('队列', 'Queues'),
  window: t('窗口', 'Windows'),
  item: t('事项', 'Items'),
  zone: t('功能区', 'Zones'),
  department: t('部门', 'Departments'),
  class: t('类别', 'Classes'),
  clerk: t('人员', 'Clerks'),
};
const COLUMNS: readonly FigureId[] = [
  ...(['arrived', 'served', 'noShowPct', 'waitAvg', 'waitP90', 'waitMax', 'latePct'] as const),
  ...(['serviceAvg', 'serviceP90'] as const),
];

type ColumnId = FigureId | 'name' | 'openMinutes';
interface Order {
  readonly by: ColumnId;
  readonly down: boolean;
}

/** Rows in the order of a column; those without a value stand last, whichever way. Pure. */
export function ordered(rows: readonly GroupRow[], { by, down }: Order, language: 'zh' | 'en'): GroupRow[] {
  const value = (row: GroupRow) =>
    by === 'name' ? row.name[language] : by === 'openMinutes' ? row.openMinutes : row.figures[by];
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order =
      typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y), language) : x - y;
    return down ? -order : order;
  });
}

/** Breakdowns, one at a time, sorted by any column, each to be taken away as a file. */
export function Tables({ report }: { readonly report: Report }) {
  const { say, language } = useSpeech();
  const groups = REPORT_GROUPS.filter((group) => group !== 'clerk' || report.groups.clerk.length > 0);
  const [group, setGroup] = useState<ReportGroup>('queue');
  const [order, setOrder] = useState<Order>({ by: 'arrived', down: true });
  const rows = report.groups[group];
  const timed = group === 'window' || group === 'clerk';
  const columns: readonly (readonly [ColumnId, FigureEntry])[] = [
    ...COLUMNS.map((id) => [id, FIGURES[id]] as const),
    ...(timed ? [['openMinutes', BESIDE_FIGURES.openMinutes] as const] : []),
  ];
  const sort = (by: ColumnId) => setOrder((was) => ({ by, down: was.by === by ? !was.down : by !== 'name' }));
  const head = (id: ColumnId, content: React.ReactNode, name: string) => (
    <th
      key={id}
      scope="col"
      aria-sort={order.by === id ? (order.down ? 'descending' : 'ascending') : 'none'}
      className={id === 'name' ? '' : styles['right']}
    >
      {content}
      <button
        type="button"
        className={styles['sort']}
        data-testid={`sort-${id}`}
        aria-label={say(t(`按${name}排序`, `Sort by ${name}`))}
        onClick={() => sort(id)}
      >
        <span aria-hidden="true">{order.by === id ? (order.down ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  );
  return (
    <section aria-labelledby="tables" className={styles['block']}>
      <div className={styles['tablesHead']}>
        <h2 id="tables">{say(t('分项', 'Breakdown'))}</h2>
        <Segmented<ReportGroup>
          value={group}
          onChange={setGroup}
          options={groups.map((one) => ({ value: one, label: say(NAMES[one]) }))}
          aria-label={say(t('按什么分', 'Broken down by'))}
        />
        <a
          className={styles['download']}
          href={downloadPath(report, group, 'csv', language)}
          download
          data-testid="table-csv"
        >
          {say(t('导出本表 CSV', 'This table as CSV'))}
        </a>
      </div>
      {rows.length === 0 ? (
        <Empty text={t('没有数据', 'Nothing here')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by keyboard
        <section className={styles['scroll']} tabIndex={0} aria-label={say(NAMES[group])}>
          <table className={styles['table']} data-testid={`table-${group}`}>
            <thead>
              <tr>
                {head('name', say(NAMES[group]), say(NAMES[group]))}
                {columns.map(([id, entry]) =>
                  head(id, <Defined of={entry} id={`column-${id}`} />, say(entry.name)),
                )}
              </tr>
            </thead>
            <tbody>
              {ordered(rows, order, language).map((row) => (
                <tr key={row.id}>
                  <th scope="row">{say(row.name)}</th>
                  {columns.map(([id, entry]) => {
                    const value = id === 'openMinutes' ? row.openMinutes : row.figures[id as FigureId];
                    return (
                      <td key={id} className={`number ${styles['right']}`}>
                        {shown(value)}
                        {entry.unit === 'percent' && value !== null && '%'}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
