import type { Catalogue } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import type { Agent, Claim } from '@hall/shared/contracts/queueing';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import { Choices } from './choices.tsx';
import { ClaimPicker } from './claim-picker.tsx';
import styles from './forms.module.css';
import { AUTHORISATION } from './guide-words.ts';
import { PersonFields, usePersonDraft } from './person-fields.tsx';
import { itinerary, type Wish, type WishDetails } from './wish.ts';

interface Props {
  readonly wish: Wish;
  readonly catalogue: Catalogue;
  readonly desk: GuideDesk;
  readonly busy: boolean;
  readonly change: (wish: Wish) => void;
  readonly take: (wish: Wish, details: WishDetails) => void;
  readonly cancel: () => void;
}

const AUTHORISATIONS = Object.entries(AUTHORISATION).map(([id, name]) => ({ id, name }));

/**
 * A number that needs more than one press: who, which class, for whom, several items. What is typed lives in this
 * form only and goes with it.
 */
export function WishForm({ wish, catalogue, desk, busy, change, take, cancel }: Props) {
  const { say } = useSpeech();
  const person = usePersonDraft();
  const agent = usePersonDraft();
  const [claim, setClaim] = useState<Claim | null>(null);
  const [forOther, setForOther] = useState(false);
  const [authorisation, setAuthorisation] = useState<Agent['authorisation']>('letter');
  const stops = itinerary(wish, catalogue);
  const needsPerson = forOther || stops.some(({ realName }) => realName);
  const full = wish.items.length > desk.itemsPerTicket;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const whom = needsPerson ? person.read() : null;
    const acting = forOther ? agent.read() : null;
    if ((needsPerson && !whom) || (forOther && !acting)) return;
    take(wish, { person: whom, claim, agent: acting ? { person: acting, authorisation } : null });
  }

  return (
    <form className={styles['form']} onSubmit={submit} autoComplete="off" data-testid="wish">
      <h2>
        {stops.length === 1 && stops[0]
          ? say(stops[0].queueName)
          : say(t(`一次取号，走 ${stops.length} 处`, `One number, ${stops.length} stops`))}
      </h2>
      {(stops.length > 1 || wish.items.length > 0) && (
        <ol className={styles['stops']} data-testid="itinerary">
          {stops.map((stop) => {
            const zone = catalogue.zones.find(({ id }) => id === stop.zone);
            return (
              <li key={stop.queue}>
                <div>
                  <b>{say(stop.queueName)}</b>
                  {zone && <> · {say(zone.place)}</>}
                  {stop.items.map((item) => (
                    <span key={item.id} className={styles['stopItem']}>
                      {say(item.name)}
                      {wish.items.length > 1 && (
                        <button
                          type="button"
                          className={styles['quiet']}
                          aria-label={say(t(`去掉${item.name.zh}`, `Take out ${item.name.en}`))}
                          onClick={() =>
                            change({ ...wish, items: wish.items.filter((id) => id !== item.id) })
                          }
                        >
                          {say(t('去掉', 'Take out'))}
                        </button>
                      )}
                    </span>
                  ))}
                </div>
              </li>
            );
          })}
        </ol>
      )}
      {full && (
        <p className={styles['problem']} role="alert">
          {say(
            t(
              `一张票最多 ${desk.itemsPerTicket} 件事。`,
              `At most ${desk.itemsPerTicket} items on one number.`,
            ),
          )}
        </p>
      )}
      {needsPerson && (
        <section className={styles['fields']} aria-label={say(t('办事人', 'The person'))}>
          <p className={styles['hint']}>
            {say(
              forOther
                ? t('填办事人本人，不是来代办的人。', 'The person whom it is for, not the one who came.')
                : t(
                    '此队列实名：照证件代填，不保存在本页。',
                    'By name: copy the card. Nothing stays on this page.',
                  ),
            )}
          </p>
          <PersonFields id="person" {...person} focus />
        </section>
      )}
      <ClaimPicker claims={desk.claims} claim={claim} plain choose={setClaim} />
      {desk.agentTickets > 0 && (
        <>
          <Choices
            name={t('谁来办', 'Who came')}
            testId="for"
            options={[
              { id: 'self', name: t('本人', 'The person') },
              { id: 'other', name: t('帮办代办', 'Somebody for them') },
            ]}
            value={forOther ? 'other' : 'self'}
            choose={(id) => setForOther(id === 'other')}
          />
          {forOther && (
            <section className={styles['fields']} aria-label={say(t('代办人', 'The one who came'))}>
              <Choices
                name={t('代办人凭什么办', 'By which paper')}
                testId="authorisation"
                options={AUTHORISATIONS}
                value={authorisation}
                choose={(id) => setAuthorisation(id as Agent['authorisation'])}
              />
              <p className={styles['hint']}>{say(t('代办人的证件', 'The card of the one who came'))}</p>
              <PersonFields id="agent" {...agent} />
            </section>
          )}
        </>
      )}
      <div className={styles['buttons']}>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={busy}
          disabled={full}
          data-testid="person-take"
        >
          {say(t('取号', 'Take the number'))}
        </Button>
        <Button size="large" onClick={cancel}>
          {say(COMMON.cancel)}
        </Button>
      </div>
    </form>
  );
}
