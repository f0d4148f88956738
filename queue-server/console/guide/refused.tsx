import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import styles from './guide.module.css';
import type { Panel } from './panel.ts';
import { numberIn, type WayOn, wayOn } from './ways-on.ts';

interface Props {
  readonly panel: Extract<Panel, { is: 'failed' }>;
  readonly catalogue: Catalogue;
  readonly bookable: boolean;
  readonly busy: boolean;
  readonly go: (way: WayOn, number: string | null) => void;
  readonly back: (panel: Panel) => void;
  readonly close: () => void;
}

const UNKNOWN: Text = t(
  '连不上服务器，不知道是否已办成。按“重试”不会办两次。',
  'The server cannot be reached, so it is unknown whether it was done. Trying again never does it twice.',
);

/** Why not, in the hall's own words, and what can be done instead. */
export function Refused({ panel, catalogue, bookable, busy, go, back, close }: Props) {
  const { say } = useSpeech();
  const { failure } = panel;
  const way = wayOn(failure);
  const number = numberIn(failure);
  const enquiry = catalogue.queues.find(({ id }) => id === catalogue.guideQueue)?.name;
  const words: Readonly<Record<WayOn, Text | null>> = {
    book: bookable ? t('改为预约', 'Book instead') : null,
    enquiry: enquiry ? t(`取${enquiry.zh}号`, `Number for ${enquiry.en}`) : null,
    find: number === null ? null : t(`看 ${number}`, `Show ${number}`),
    'take-now': t('取普通号', 'Take an ordinary number'),
    'show-number': null,
  };
  const word = way === null ? null : words[way];
  return (
    <div className={styles['refused']} role="alert" data-testid="refused">
      <WarningIcon size={28} />
      <p>{say(failure.kind === 'network' ? UNKNOWN : failure.text)}</p>
      <div className={styles['buttons']}>
        {way !== null && word !== null && (
          <Button type="primary" size="large" onClick={() => go(way, number)} data-testid={`way-${way}`}>
            {say(word)}
          </Button>
        )}
        {failure.kind === 'network' && panel.again && (
          <Button type="primary" size="large" loading={busy} onClick={panel.again}>
            {say(COMMON.retry)}
          </Button>
        )}
        {panel.back && (
          <Button size="large" onClick={() => panel.back && back(panel.back)} data-testid="refused-back">
            {say(t('返回修改', 'Back'))}
          </Button>
        )}
        <Button size="large" onClick={close}>
          {say(COMMON.close)}
        </Button>
      </div>
    </div>
  );
}
