import { BESIDE_FIGURES } from '@hall/shared/contracts/figures';
import type { HalfHour } from '@hall/shared/contracts/reports';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { Defined } from './defined.tsx';
import styles from './pictures.module.css';
import page from './reports.module.css';
import { shown } from './summary.tsx';

const WIDTH = 1200;
const HEIGHT = 240;
const LEFT = 44;
const FOOT = 28;
const TOP = 12;
/** Lines across the picture. */
const LINES = 4;

/** A scale that ends on a number people read easily. */
export function niceTop(most: number): number {
  const rough = Math.max(LINES, most) / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  return Math.max(1, step) * LINES;
}

/** Arrivals and finished services as bars, the carry-over as a line; the same as a table for screen readers. */
export function HalfHours({
  halfHours,
  mean,
}: {
  readonly halfHours: readonly HalfHour[];
  readonly mean: boolean;
}) {
  const { say } = useSpeech();
  const top = niceTop(Math.max(...halfHours.flatMap((one) => [one.arrived, one.served, one.waiting ?? 0])));
  const slot = (WIDTH - LEFT) / halfHours.length;
  const y = (value: number) => TOP + (HEIGHT - TOP - FOOT) * (1 - value / top);
  const bar = Math.min(20, slot / 3);
  const points = halfHours.flatMap(({ waiting }, i) =>
    waiting === null ? [] : [`${LEFT + (i + 1) * slot},${y(waiting)}`],
  );
  const entries = [
    ['slotArrived', 'arrived'],
    ['slotCalled', 'called'],
    ['slotServed', 'served'],
    ['carryOver', 'waiting'],
  ] as const;
  return (
    <section aria-labelledby="half-hours" className={page['block']}>
      <h2 id="half-hours">
        {say(t('每半小时', 'Half hour by half hour'))}
        {mean && <small>{say(t('有业务日的平均', 'mean of days with visitors'))}</small>}
      </h2>
      <ul className={styles['legend']}>
        {entries
          .filter(([, key]) => key !== 'called')
          .map(([id, key]) => (
            <li key={id} data-key={key}>
              <i aria-hidden="true" />
              <Defined of={BESIDE_FIGURES[id]} id={id} />
            </li>
          ))}
      </ul>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles['chart']}
        aria-hidden="true"
        data-testid="half-hour-chart"
      >
        {Array.from({ length: LINES + 1 }, (_, i) => (top / LINES) * i).map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} className={styles['gridLine']} />
            <text x={LEFT - 8} y={y(value) + 5} textAnchor="end">
              {value}
            </text>
          </g>
        ))}
        {halfHours.map((one, i) => {
          const middle = LEFT + (i + 0.5) * slot;
          return (
            <g key={one.from}>
              <rect
                x={middle - bar - 1}
                y={y(one.arrived)}
                width={bar}
                height={y(0) - y(one.arrived)}
                className={styles['barArrived']}
                rx={2}
              />
              <rect
                x={middle + 1}
                y={y(one.served)}
                width={bar}
                height={y(0) - y(one.served)}
                className={styles['barServed']}
                rx={2}
              />
              {(halfHours.length <= 24 || one.from.endsWith(':00')) && (
                <text x={middle} y={HEIGHT - 8} textAnchor="middle">
                  {one.from}
                </text>
              )}
            </g>
          );
        })}
        <polyline points={points.join(' ')} className={styles['lineWaiting']} />
        {points.map((point) => {
          const [cx, cy] = point.split(',');
          return <circle key={point} cx={cx} cy={cy} r={3.5} className={styles['dotWaiting']} />;
        })}
      </svg>
      <div className="hidden-to-eyes">
        <table>
          <caption>{say(t('每半小时的数字', 'Figures by half hour'))}</caption>
          <thead>
            <tr>
              <th scope="col">{say(t('开始', 'From'))}</th>
              {entries.map(([id]) => (
                <th key={id} scope="col">
                  {say(BESIDE_FIGURES[id].name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {halfHours.map((one) => (
              <tr key={one.from}>
                <th scope="row">{one.from}</th>
                {entries.map(([id, key]) => (
                  <td key={id}>{shown(one[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
