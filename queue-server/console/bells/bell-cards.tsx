import type { HallView } from '@hall/shared/contracts/commands';
import type { Bell } from '@hall/shared/contracts/guide-desk';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useState } from 'react';
import { useNow } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { BellIcon, MuteIcon, SoundIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, minutesSince, sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { useBellSound } from './bell-sound.ts';
import styles from './bells.module.css';

/** Somebody waits at a machine. Gentle, and not to be missed; gone when a guide is on the way. */
export function BellCards({ hall, changed }: { readonly hall: HallView; readonly changed: () => void }) {
  const { say } = useSpeech();
  const { on, turn } = useBellSound(hall.bells);
  return (
    <section className={styles['bells']} aria-label={say(t('呼叫导办', 'Calls for a guide'))}>
      <div role="status">
        <ul>
          {hall.bells.map((bell) => (
            <BellCard
              key={bell.device}
              bell={bell}
              zone={hall.zones.find(({ id }) => id === bell.zone)?.name ?? null}
              changed={changed}
            />
          ))}
        </ul>
      </div>
      {hall.bells.length > 0 && (
        <button
          type="button"
          className={styles['sound']}
          aria-pressed={on}
          onClick={() => turn(!on)}
          data-testid="bell-sound"
        >
          {on ? <SoundIcon /> : <MuteIcon />}
          {say(on ? t('铃声开', 'Sound on') : t('铃声关', 'Sound off'))}
        </button>
      )}
    </section>
  );
}

function BellCard({
  bell,
  zone,
  changed,
}: {
  readonly bell: Bell;
  readonly zone: Text | null;
  readonly changed: () => void;
}) {
  const { say } = useSpeech();
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  async function answer() {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const end = await client.command('helper.answer', { device: bell.device });
    setBusy(false);
    if (!end.ok) setProblem(end.error.text);
    changed();
  }
  const minutes = minutesSince(bell.since, now);
  return (
    <li className={styles['card']} data-testid={`bell-${bell.device}`}>
      <span className={styles['icon']}>
        <BellIcon size={26} />
      </span>
      <div>
        <b>
          {say(bell.name)}
          {zone && <> · {say(zone)}</>}
        </b>
        <span>
          {say(t('有人在等导办', 'Somebody waits for a guide'))} ·{' '}
          <span className="number">{clockTime(bell.since)}</span>
          {minutes > 0 && <> · {say(sayMinutes(minutes))}</>}
        </span>
        {problem && <span role="alert">{say(problem)}</span>}
      </div>
      <Button
        type="primary"
        size="large"
        loading={busy}
        onClick={() => void answer()}
        data-testid={`bell-answer-${bell.device}`}
      >
        {say(t('我来了', "I'm coming"))}
      </Button>
    </li>
  );
}
