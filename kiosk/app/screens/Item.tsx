import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { waitWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { whyNoCard, whyNoCertificates, whyNoTickets, whyQueueClosed } from '../session/availability.ts';
import { materialWords, people, W, windowNumbers, workingDays, yuan } from '../words/words.ts';

/** The guide of one service item, and the way into its queue. */
export function Item({ id }: { id: string }) {
  const say = useSay();
  const { host, catalogue, act } = useKiosk();
  const item = catalogue.items.find((one) => one.id === id);
  if (!item) return <Notice tone="bad">{say(W.unavailable)}</Notice>;
  const queue = host.queues.find((one) => one.queue === item.queue);
  const zone = catalogue.zones.find((one) => one.id === item.zone);
  const realName = catalogue.queues.find((one) => one.id === item.queue)?.realName ?? false;
  const why = whyNoTickets(host) ?? whyQueueClosed(host, item.queue) ?? (realName ? whyNoCard(host) : null);
  const errand = { kind: 'ticket', target: { kind: 'item', item: item.id }, realName } as const;
  return (
    <div className="item" data-testid="screen-item">
      <Title more={say(item.department)}>{say(item.name)}</Title>
      <div className="item-body">
        <section className="panel">
          <h2>{say(W.materials)}</h2>
          <ul className="materials">
            {item.materials.map((material) => (
              <li key={material.name.zh} className={material.form === 'shared' ? 'material-shared' : ''}>
                <Icon name={material.form === 'shared' ? 'check' : 'certificate'} />
                <span>{say(material.name)}</span>
                <small>{say(materialWords(material.form, material.copies))}</small>
              </li>
            ))}
          </ul>
          <h2>{say(W.steps)}</h2>
          <ol className="steps">
            {item.steps.map((step) => (
              <li key={step.zh}>{say(step)}</li>
            ))}
          </ol>
        </section>
        <aside className="panel panel-side">
          <Facts
            facts={[
              {
                label: say(W.timeLimit),
                value: say(item.onTheSpot ? W.onTheSpot : workingDays(item.promisedDays)),
              },
              { label: say(W.fee), value: say(yuan(item.feeYuan)) },
              ...(zone ? [{ label: say(W.place), value: `${say(zone.name)} · ${say(zone.place)}` }] : []),
            ]}
          />
          {host.online && queue?.open && (
            <>
              <h2>{say(W.itemQueue)}</h2>
              <Facts
                facts={[
                  { label: say(W.waiting), value: say(people(queue.waiting)), strong: true },
                  { label: say(W.estimate), value: say(waitWords(queue.estimate)), strong: true },
                  { label: say(W.windows), value: say(windowNumbers(queue.windows)) },
                ]}
              />
            </>
          )}
          {realName && why === null && (
            <p className="side-note">
              <Icon name="card" /> {say(W.realNameNote)}
            </p>
          )}
        </aside>
      </div>
      {why && (
        <Notice tone="bad" testId="why-not">
          {say(why)}
        </Notice>
      )}
      <Actions>
        {item.certificate && whyNoCertificates(host) === null && (
          <Button
            icon="printer"
            testId="item-certificate"
            onPress={() =>
              act({
                type: 'go',
                to: { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
              })
            }
          >
            {say(W.itemPrint)}
          </Button>
        )}
        {why === null ? (
          <Button
            kind="primary"
            icon="ticket"
            testId="take"
            onPress={() =>
              act({ type: 'go', to: realName ? { at: 'card', errand } : { at: 'confirm', errand } })
            }
          >
            {say(W.itemTake)}
          </Button>
        ) : (
          <Button
            kind="primary"
            icon="guide"
            testId="to-guide"
            onPress={() => act({ type: 'go', to: { at: 'guide' } })}
          >
            {say(W.guideDesk)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
