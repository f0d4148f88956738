import { isPaperScan } from '@hall/shared/contracts/paper-code';
import { useWedge } from '@hall/shared/ui/wedge/use-wedge.ts';
import { Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { HALL_INTERVAL_MS, HALL_KEY, useCatalogue, useHall, useReread } from '../api/hooks.ts';
import { BellCards } from '../bells/bell-cards.tsx';
import { Failed, Loading } from '../frame/states.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { BookPanel, type Choice } from './book-panel.tsx';
import { Choices } from './choices.tsx';
import { DayBookings } from './day-bookings.tsx';
import { FindBar } from './find-bar.tsx';
import { findItems } from './find-items.ts';
import styles from './guide.module.css';
import { ItemList } from './item-list.tsx';
import { PaperQuestions } from './paper-questions.tsx';
import { QueueList } from './queue-list.tsx';
import { readSearch } from './read-search.ts';
import { Side } from './side.tsx';
import { StrayCertificates } from './stray-certificates.tsx';
import { useGuideDesk } from './use-guide.ts';
import { useGuideActs } from './use-guide-acts.ts';
import type { WayOn } from './ways-on.ts';
import { itinerary, type Wish } from './wish.ts';

const TABS = [
  { id: 'issue', name: t('取号', 'Numbers') },
  { id: 'book', name: t('预约', 'Book') },
  { id: 'today', name: t('今日预约', "Today's bookings") },
] as const;
type Tab = (typeof TABS)[number]['id'];

const NO_CHOICE: Choice = { queue: null, day: null, from: null };

/** Somebody asks "where do I go?", shows a number or a booking, or rings at a machine: everything on one page. */
export function GuidePage() {
  const { say } = useSpeech();
  const hall = useHall();
  const catalogue = useCatalogue();
  const desk = useGuideDesk();
  const acts = useGuideActs(hall.data);
  const [tab, setTab] = useState<Tab>('issue');
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const [choice, setChoice] = useState(NO_CHOICE);
  useReread(HALL_KEY, (event) => event.queue !== null || event.type.startsWith('helper.'), HALL_INTERVAL_MS);
  const items = useMemo(
    () => (catalogue.data ? findItems(catalogue.data.items, typed) : []),
    [catalogue.data, typed],
  );
  // A scanner types wherever the hand was: what it read is looked up as if it had been typed above.
  useWedge({
    onScan(text) {
      setSought('');
      void acts.find(readSearch(text), text);
    },
    // Into a name or number that is being typed goes what is no ticket.
    wants: (text) => isPaperScan(text) || !isTypingElsewhere(),
  });
  const { panel } = acts;
  useEffect(() => {
    // The number is out: the next person starts with an empty field.
    if (panel.is === 'slip') setTyped('');
    if (panel.is === 'booked') setChoice(NO_CHOICE);
  }, [panel.is]);

  const trouble = [hall, catalogue, desk].find((query) => query.error && !query.data);
  if (trouble?.error)
    return (
      <Failed
        text={trouble.error.failure.text}
        retry={() => void Promise.all([hall.refetch(), catalogue.refetch(), desk.refetch()])}
      />
    );
  if (!hall.data || !catalogue.data || !desk.data) return <Loading />;
  const known = { hall: hall.data, catalogue: catalogue.data, desk: desk.data };

  function quick(wish: Wish) {
    if (itinerary(wish, known.catalogue).some(({ realName }) => realName)) acts.show({ is: 'wish', wish });
    else acts.take(wish);
  }
  const composing = panel.is === 'wish' && panel.wish.queue === null ? panel.wish : null;
  function bookQueue(queue: string | null) {
    setTab('book');
    setChoice({ ...NO_CHOICE, queue });
  }
  const nameOf = (device: string) => known.desk.kiosks.find((kiosk) => kiosk.device === device)?.name ?? null;
  async function findNumber(number: string) {
    await acts.find(readSearch(number), number);
  }
  function go(way: WayOn, number: string | null, queue: string | null) {
    if (way === 'book') bookQueue(queue);
    if (way === 'find' && number !== null) return void findNumber(number);
    acts.show({ is: 'nothing' });
    if (way === 'enquiry') quick({ queue: known.catalogue.guideQueue, items: [] });
    if (way === 'take-now') {
      setTab('issue');
      if (queue !== null) quick({ queue, items: [] });
    }
  }

  return (
    <div className={styles['page']}>
      <h1 className="hidden-to-eyes">{say(t('导办台', 'Guide desk'))}</h1>
      <div className={styles['top']}>
        <BellCards hall={known.hall} changed={() => void hall.refetch()} />
        <PaperQuestions
          papers={known.desk.papers ?? []}
          nameOf={nameOf}
          find={(number) => void findNumber(number)}
        />
        <StrayCertificates
          certificates={known.desk.certificates ?? []}
          nameOf={nameOf}
          changed={() => void desk.refetch()}
        />
        <div className={styles['head']}>
          <FindBar
            typed={sought}
            busy={acts.busy}
            type={setSought}
            find={(search, text) => {
              // A card's number is gone from the page before its answer is there.
              if (search.kind === 'card' && search.fits) setSought('');
              void acts.find(search, text).then((found) => found && setSought(''));
            }}
          />
          <div className={styles['tabs']}>
            <Choices
              name={t('要做什么', 'What to do')}
              testId="tab"
              options={TABS}
              value={tab}
              choose={(id) => setTab(id as Tab)}
            />
          </div>
        </div>
      </div>
      <div className={styles['ask']}>
        {tab === 'issue' && (
          <>
            <Input
              size="large"
              allowClear
              prefix={<SearchIcon />}
              placeholder={say(
                t('要办什么？说法、拼音首字母都行：社保卡、sbk', 'Any words: social card, licence, deed…'),
              )}
              aria-label={say(t('查事项', 'Find an item'))}
              value={typed}
              maxLength={40}
              onChange={(event) => setTyped(event.target.value)}
              data-testid="item-search"
            />
            {typed.trim() === '' ? (
              <QueueList
                {...known}
                busy={acts.busy}
                take={(queue) => quick({ queue, items: [] })}
                more={(queue) => acts.show({ is: 'wish', wish: { queue, items: [] } })}
                book={bookQueue}
              />
            ) : (
              <ItemList
                items={items}
                hall={known.hall}
                catalogue={known.catalogue}
                busy={acts.busy}
                chosen={composing?.items ?? null}
                take={(item) => quick({ queue: null, items: [item] })}
                add={(item) =>
                  acts.show({ is: 'wish', wish: { queue: null, items: [...(composing?.items ?? []), item] } })
                }
              />
            )}
          </>
        )}
        {tab === 'book' && (
          <BookPanel
            catalogue={known.catalogue}
            desk={known.desk}
            choice={choice}
            choose={(next) => {
              setChoice(next);
              const { queue, day, from } = next;
              if (queue !== null && day !== null && from !== null)
                acts.show({ is: 'book', slot: { queue, day, from } });
            }}
          />
        )}
        {tab === 'today' && (
          <DayBookings day={known.hall.day} busy={acts.busy} checkIn={(booking) => acts.checkIn(booking)} />
        )}
      </div>
      <Side acts={acts} {...known} go={go} />
    </div>
  );
}

function isTypingElsewhere(): boolean {
  const field = document.activeElement;
  return (field?.matches('input, textarea') ?? false) && !field?.matches('[data-testid="find"]');
}
