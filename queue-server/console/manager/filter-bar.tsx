import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Segmented, Select } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { STATE_WORDS, t } from '../words/words.ts';
import { countsOf, type HallFilter, WINDOW_STATES, type WindowState } from './hall-filter.ts';
import styles from './manager.module.css';

const NAMES: Readonly<Record<WindowState, Text>> = {
  all: t('全部', 'All'),
  open: STATE_WORDS.open,
  paused: STATE_WORDS.paused,
  closed: STATE_WORDS.closed,
  assigned: t('今日调整', 'Changed today'),
};
const ALL_ZONES = '';

/** Which zone, and which windows: for queues and windows alike. */
export function FilterBar({
  hall,
  filter,
  choose,
}: {
  readonly hall: HallView;
  readonly filter: HallFilter;
  readonly choose: (filter: HallFilter) => void;
}) {
  const { say } = useSpeech();
  const counts = countsOf(hall, filter.zone);
  return (
    <div className={styles['filter']}>
      <Select<string>
        value={filter.zone ?? ALL_ZONES}
        aria-label={say(t('功能区', 'Zone'))}
        popupMatchSelectWidth={false}
        data-testid="filter-zone"
        options={[
          { value: ALL_ZONES, label: say(t('全部功能区', 'All zones')) },
          ...hall.zones.map(({ id, name }) => ({ value: id, label: say(name) })),
        ]}
        onChange={(zone) => choose({ ...filter, zone: zone === ALL_ZONES ? null : zone })}
      />
      <Segmented<WindowState>
        value={filter.state}
        aria-label={say(t('窗口状态', 'State of windows'))}
        data-testid="filter-state"
        options={WINDOW_STATES.map((state) => ({
          value: state,
          label: `${say(NAMES[state])} ${counts[state]}`,
        }))}
        onChange={(state) => choose({ ...filter, state })}
      />
    </div>
  );
}
