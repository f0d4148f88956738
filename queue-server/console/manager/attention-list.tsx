import type { HallView } from '@hall/shared/contracts/commands';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { BellIcon } from '../icons/guide-icons.tsx';
import { CheckIcon, GuideIcon, PauseIcon, WarningIcon, WindowIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './attention.module.css';
import { type Attention, attentionOf, lateShare, type Target } from './attention.ts';

const ICONS: Readonly<Record<Attention['kind'], ReactNode>> = {
  bell: <BellIcon />,
  alone: <WindowIcon />,
  late: <WarningIcon />,
  overdue: <PauseIcon />,
  paper: <GuideIcon />,
};

/** What needs a person, before any figure: each line leads to where it can be mended. */
export function AttentionList({
  hall,
  now,
  open,
}: {
  readonly hall: HallView;
  readonly now: number;
  readonly open: (target: Target) => void;
}) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const list = attentionOf(hall, now);
  const { people, percent } = lateShare(hall);
  return (
    <section
      className={styles['attention']}
      data-calm={list.length === 0}
      aria-labelledby="attention-title"
      data-testid="attention"
    >
      <header>
        <h2 id="attention-title">{say(t('需要处理', 'Needs attention'))}</h2>
        <p data-testid="late-share">
          {say(
            people === 0
              ? t('没有人等候超过目标', 'Nobody waits longer than the target')
              : t(
                  `${people} 人等候超过目标，占在等的 ${percent}%`,
                  `${people} wait longer than the target, ${percent}% of those waiting`,
                ),
          )}
        </p>
      </header>
      {list.length === 0 ? (
        <p className={styles['calm']}>
          <CheckIcon />
          {say(t('一切平稳', 'All is calm'))}
        </p>
      ) : (
        <ul>
          {list.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                data-kind={one.kind}
                data-testid={`attention-${one.id}`}
                onClick={() => (one.target.kind === 'page' ? void navigate(one.target.to) : open(one.target))}
              >
                {ICONS[one.kind]}
                <span>{say(one.says)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
