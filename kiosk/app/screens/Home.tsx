import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import type { ReactNode } from 'react';
import { useKiosk } from '../kiosk.ts';
import type { IconName } from '../parts/Icon.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { givesOwnNumbers, whyNoCertificates, whyNoTickets } from '../session/availability.ts';
import { W } from '../words/words.ts';

export function Home() {
  const say = useSay();
  const { host, act } = useKiosk();
  const noTickets = whyNoTickets(host);
  const noCertificates = whyNoCertificates(host);
  return (
    <div className="home" data-testid="screen-home">
      <header className="greeting">
        <h1>{say(W.greeting)}</h1>
      </header>
      {noTickets && (
        <Notice tone="bad" testId="no-tickets">
          {say(noTickets)}
        </Notice>
      )}
      {!noTickets && givesOwnNumbers(host) && (
        <Notice tone="wait" testId="offline-valid">
          {say(W.offlineValid)}
        </Notice>
      )}
      <div className="doors">
        <Door
          kind="first"
          icon="ticket"
          testId="home-ticket"
          words={say(W.doorTicket)}
          more={say(noTickets ? W.unavailable : W.doorTicketMore)}
          off={noTickets !== null}
          onPress={() => act({ type: 'go', to: { at: 'find' } })}
        />
        <Door
          icon="certificate"
          testId="home-certificate"
          words={say(W.doorCertificate)}
          more={say(noCertificates ? W.unavailable : W.doorCertificateMore)}
          off={noCertificates !== null}
          onPress={() => act({ type: 'go', to: { at: 'certificates' } })}
        />
      </div>
      <div className="side-doors">
        <SideDoor
          icon="search"
          testId="home-search"
          words={say(W.doorSearch)}
          more={say(W.doorSearchMore)}
          onPress={() => {
            act({ type: 'browse', change: { by: 'search' } });
            act({ type: 'go', to: { at: 'find' } });
          }}
        />
        <SideDoor
          icon="guide"
          testId="home-guide"
          words={say(W.doorGuide)}
          more={say(W.doorGuideMore)}
          onPress={() => act({ type: 'go', to: { at: 'guide' } })}
        />
      </div>
      {host.info && (
        <footer className="home-foot">
          <span className="home-hours">
            <Icon name="clock" /> {say(W.opening)}　{say(host.info.opening)}
          </span>
          {host.info.notices[0] && <span>{say(host.info.notices[0])}</span>}
        </footer>
      )}
    </div>
  );
}

interface DoorProps {
  readonly icon: IconName;
  readonly testId: string;
  readonly words: ReactNode;
  readonly more: ReactNode;
  readonly onPress: () => void;
}

function Door(props: DoorProps & { readonly kind?: 'first'; readonly off: boolean }) {
  const look = props.off ? 'door-off' : props.kind === 'first' ? 'door-first' : '';
  return (
    <button type="button" className={`door ${look}`} data-testid={props.testId} onClick={props.onPress}>
      <span className="door-icon">
        <Icon name={props.icon} />
      </span>
      <span className="door-words">{props.words}</span>
      <span className="door-more">{props.more}</span>
    </button>
  );
}

function SideDoor(props: DoorProps) {
  return (
    <button type="button" className="side-door" data-testid={props.testId} onClick={props.onPress}>
      <Icon name={props.icon} />
      <span className="side-words">
        <strong>{props.words}</strong>
        <span>{props.more}</span>
      </span>
      <Icon name="forward" />
    </button>
  );
}
