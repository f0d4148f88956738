import { BESIDE_FIGURES, FIGURES, type FigureId, UNIT_WORDS } from '@hall/shared/contracts/figures';
import type { Report } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { Defined } from './defined.tsx';
import styles from './reports.module.css';

/** The big figures, each with a quieter one that belongs to it. */
const BIG: readonly (readonly [FigureId, readonly FigureId[]])[] = [
  ['arrived', ['closed', 'cancelled']],
  ['served', ['open', 'moved']],
  ['waitAvg', ['waitMedian', 'waitP90', 'waitMax']],
  ['serviceAvg', ['serviceMedian', 'serviceP90', 'serviceMax']],
  ['late', ['latePct']],
  ['noShow', ['noShowPct']],
];

export const NOTHING = '—';
export const shown = (value: number | null) => (value === null ? NOTHING : String(value));

function percentWords(value: number | null): Text {
  return value === null ? t(NOTHING, NOTHING) : t(`${value}%`, `${value}%`);
}

export function Summary({ report }: { readonly report: Report }) {
  const { say } = useSpeech();
  return (
    <section aria-label={say(t('主要数字', 'Main figures'))}>
      <dl className={styles['figures']}>
        {BIG.map(([id, besides]) => (
          <div key={id} data-testid={`report-${id}`}>
            <dt>
              <Defined of={FIGURES[id]} id={id} />
            </dt>
            <dd className={styles['big']}>
              <span className="number">{shown(report.figures[id])}</span>
              {report.figures[id] !== null && <small>{say(UNIT_WORDS[FIGURES[id].unit])}</small>}
            </dd>
            {besides.map((beside) => (
              <dd key={beside} className={styles['beside']}>
                <Defined of={FIGURES[beside]} id={beside} />
                <span className="number">
                  {shown(report.figures[beside])}
                  {FIGURES[beside].unit === 'percent' && report.figures[beside] !== null && '%'}
                </span>
              </dd>
            ))}
          </div>
        ))}
      </dl>
      <Beside report={report} />
    </section>
  );
}

/** Peaks, ratings and bookings in one line of words. */
function Beside({ report }: { readonly report: Report }) {
  const { say } = useSpeech();
  const { peak, ratings, bookings } = report;
  const parts: readonly { readonly id: keyof typeof BESIDE_FIGURES; readonly says: Text }[] = [
    ...(peak.halfHour
      ? [
          {
            id: 'peakArrived' as const,
            says: t(
              `${peak.halfHour.from} 起，${peak.halfHour.arrived} 人`,
              `from ${peak.halfHour.from}, ${peak.halfHour.arrived} people`,
            ),
          },
        ]
      : []),
    ...(peak.waiting
      ? [
          {
            id: 'peakWaiting' as const,
            says: t(
              `${clockTime(peak.waiting.at)}，${peak.waiting.count} 人`,
              `at ${clockTime(peak.waiting.at)}, ${peak.waiting.count}`,
            ),
          },
        ]
      : []),
    { id: 'rated', says: t(`${ratings.given} 次`, String(ratings.given)) },
    { id: 'ratedPct', says: percentWords(ratings.participationPct) },
    {
      id: 'gradeAvg',
      says:
        ratings.average === null
          ? t('不足 5 个，不显示', 'hidden below five')
          : t(`${ratings.average} 分`, `${ratings.average} of 5`),
    },
    ...(bookings
      ? [
          { id: 'bookingsKept' as const, says: t(`${bookings.kept} 人`, String(bookings.kept)) },
          { id: 'bookingsLate' as const, says: t(`${bookings.late} 人`, String(bookings.late)) },
          { id: 'bookingsMissed' as const, says: t(`${bookings.missed} 人`, String(bookings.missed)) },
        ]
      : []),
  ];
  return (
    <ul className={styles['line']}>
      {parts.map(({ id, says }) => (
        <li key={id}>
          <Defined of={BESIDE_FIGURES[id]} id={id} />
          <b className="number">{say(says)}</b>
        </li>
      ))}
    </ul>
  );
}
