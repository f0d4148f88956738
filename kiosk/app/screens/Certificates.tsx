import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { whyNoCertificates } from '../session/availability.ts';
import { W } from '../words/words.ts';

export function Certificates() {
  const say = useSay();
  const { host, act } = useKiosk();
  const why = whyNoCertificates(host);
  return (
    <div className="certificates" data-testid="screen-certificates">
      <Title>{say(W.certificatesTitle)}</Title>
      {why && <Notice tone="bad">{say(why)}</Notice>}
      <ul className="items">
        <li>
          <button
            type="button"
            className="item-row item-row-tall"
            data-testid="certificate-insurance"
            disabled={why !== null}
            onClick={() =>
              act({
                type: 'go',
                to: { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
              })
            }
          >
            <span className="row-icon">
              <Icon name="certificate" />
            </span>
            <span className="item-words">
              <span className="item-name">{say(W.certificateInsurance)}</span>
              <span className="item-more">{say(W.certificateInsuranceMore)}</span>
            </span>
            <Icon name="forward" />
          </button>
        </li>
      </ul>
    </div>
  );
}
