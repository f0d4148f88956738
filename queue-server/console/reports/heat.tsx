import { BESIDE_FIGURES } from '@hall/shared/contracts/figures';
import type { HeatCell } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { Defined } from './defined.tsx';
import styles from './pictures.module.css';
import page from './reports.module.css';

export const WEEKDAYS: readonly Text[] = [
  ...[t('周一', 'Mon'), t('周二', 'Tue'), t('周三', 'Wed'), t('周四', 'Thu')],
  ...[t('周五', 'Fri'), t('周六', 'Sat'), t('周日', 'Sun')],
];
/** Shades between these two would leave neither black nor white words enough contrast (4.5:1). */
const LIGHT_TO = 35;
const DARK_FROM = 86;
/** From this share of the busiest hour on, cells are dark. */
const DARK_SHARE = 0.6;

/** Percent of the blue for a share of the busiest hour. */
export function shade(share: number): number {
  return share < DARK_SHARE
    ? Math.round((share / DARK_SHARE) * LIGHT_TO)
    : Math.round(DARK_FROM + ((share - DARK_SHARE) / (1 - DARK_SHARE)) * (100 - DARK_FROM));
}

/** Weekday by hour, as a table whose cells are shaded: the numbers stay readable without the shades. */
export function Heat({ heat }: { readonly heat: readonly HeatCell[] }) {
  const { say } = useSpeech();
  const hours = [...new Set(heat.map(({ hour }) => hour))].sort((a, b) => a - b);
  const weekdays = [...new Set(heat.map(({ weekday }) => weekday))].sort((a, b) => a - b);
  const most = Math.max(...heat.map(({ arrived }) => arrived));
  const at = new Map(heat.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  return (
    <section aria-labelledby="heat" className={page['block']}>
      <h2 id="heat">
        <Defined of={BESIDE_FIGURES.heatArrived} id="heatArrived" />
        <small>{say(t('平均取号人数', 'mean arrivals'))}</small>
      </h2>
      <div className={page['scroll']}>
        <table className={styles['heat']} data-testid="heat">
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th key={hour} scope="col" className="number">
                  {hour}:00
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday) => (
              <tr key={weekday}>
                <th scope="row">{say(WEEKDAYS[weekday - 1] as Text)}</th>
                {hours.map((hour) => {
                  const arrived = at.get(`${weekday} ${hour}`)?.arrived ?? 0;
                  const share = most === 0 ? 0 : arrived / most;
                  return (
                    <td
                      key={hour}
                      className="number"
                      data-dark={share >= DARK_SHARE}
                      style={{
                        background: `color-mix(in srgb, var(--action) ${shade(share)}%, var(--surface))`,
                      }}
                    >
                      {arrived === 0 ? '' : arrived}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
