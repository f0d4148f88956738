import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../../kiosk.ts';
import type { IconName } from '../../parts/Icon.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Title } from '../../parts/Title.tsx';
import { whoStep } from '../../session/resident.ts';
import type { Step } from '../../session/session.ts';
import { R } from '../../words/resident.ts';

/** Who has no card along: what still goes, and who helps. Why a card is asked for stands first. */
export function NoCard() {
  const say = useSay();
  const { catalogue } = useKiosk();
  const open = catalogue.queues.filter(({ realName }) => !realName);
  return (
    <div className="no-card" data-testid="screen-no-card">
      <Title more={say(R.noCardWhy)}>{say(R.noCardTitle)}</Title>
      <ul className="ways">
        <Way
          icon="keys"
          testId="no-card-phone"
          words={say(R.noCardPhone)}
          to={{ ...whoStep('bookings'), way: 'type' }}
        />
        <Way icon="scan" testId="no-card-scan" words={say(R.noCardScan)} to={whoStep('bookings')} />
        <Way icon="guide" testId="to-guide" words={say(R.noCardGuide)} to={{ at: 'guide' }} />
      </ul>
      {open.length > 0 && (
        <section className="panel">
          <h2>{say(R.noCardOpen)}</h2>
          <p data-testid="no-card-open">{open.map(({ name }) => say(name)).join(' · ')}</p>
        </section>
      )}
    </div>
  );
}

function Way(props: {
  readonly icon: IconName;
  readonly testId: string;
  readonly words: string;
  readonly to: Step;
}) {
  const { act } = useKiosk();
  return (
    <li>
      <button
        type="button"
        className="way way-press"
        data-testid={props.testId}
        onClick={() => act({ type: 'go', to: props.to })}
      >
        <Icon name={props.icon} />
        <strong>{props.words}</strong>
        <Icon name="forward" />
      </button>
    </li>
  );
}
