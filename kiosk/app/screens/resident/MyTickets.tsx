import type { MyTicket } from '@hall/shared/contracts/resident';
import { aheadWords, CLASS_WORDS } from '@hall/shared/contracts/wording';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { clockOf, waitWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import type { Fact } from '../../parts/Facts.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Title } from '../../parts/Title.tsx';
import { ToGuide } from '../../parts/ToGuide.tsx';
import { ToMap } from '../../query/ToMap.tsx';
import { R, windowNumber } from '../../words/resident.ts';
import { W, windowNumbers } from '../../words/words.ts';

/** A person has one or two numbers that count; what is over is at the guide desk. */
const SHOWN = 2;
/** Lines under what has to be done now; the rest is at the guide desk. */
const MORE_SHOWN = 2;
const LIVE: readonly MyTicket['state'][] = ['called', 'serving', 'parked', 'waiting', 'committed', 'no-show'];

/** Where one stands in line: ahead, how long, which windows; called where to; missed, and what then. */
export function MyTickets({ tickets }: { tickets: readonly MyTicket[] }) {
  const say = useSay();
  const { session } = useKiosk();
  const rank = ({ state }: MyTicket) => (LIVE.includes(state) ? LIVE.indexOf(state) : LIVE.length);
  const shown = [...tickets].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
  const single = shown.length === 1;
  return (
    <div className={single ? 'own-list own-single' : 'own-list'} data-testid="screen-my-tickets">
      <Title>{say(R.ticketsTitle)}</Title>
      <ul className="own-cards">
        {shown.map((ticket) => (
          <TicketCard key={ticket.ticket} ticket={ticket} brief={session.care && !single} />
        ))}
      </ul>
      <Actions>
        <ToGuide />
      </Actions>
    </div>
  );
}

/** `brief`: two of them in large type leave room for what has to be done now. */
function TicketCard({ ticket, brief }: { readonly ticket: MyTicket; readonly brief: boolean }) {
  const say = useSay();
  const { host, act, newId } = useKiosk();
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
  const called = ticket.state === 'called';
  const waits = ticket.ahead !== null;
  const more = ticket.more.slice(0, brief ? 0 : MORE_SHOWN);
  const reason = brief ? null : ticket.classReason;
  // Beside a long number each word of it takes a line: what stands below is not said here, too.
  const saidBelow = reason !== null && more.some(({ zh }) => zh.includes(reason.zh));
  const facts: Fact[] = [
    ...(ticket.ahead === null
      ? []
      : [{ label: say(W.ahead), value: say(aheadWords(ticket.ahead)), strong: true, testId: 'my-ahead' }]),
    ...(waits ? [{ label: say(W.estimate), value: say(waitWords(ticket.estimate)), strong: true }] : []),
    ...(called && ticket.window !== null
      ? [
          {
            label: say(R.calledTo),
            value: say(windowNumber(ticket.window)),
            strong: true,
            testId: 'my-window',
          },
        ]
      : []),
    ...(called && ticket.calledAt !== null
      ? [{ label: say(R.calledAt), value: clockOf(ticket.calledAt, timeZone) }]
      : []),
    ...(waits && !brief ? [{ label: say(W.windows), value: say(windowNumbers(ticket.windows)) }] : []),
    ...(brief ? [] : [{ label: say(W.place), value: `${say(ticket.zoneName)} · ${say(ticket.place)}` }]),
  ];
  return (
    <li className="panel own-card" data-testid={`my-${ticket.number}`}>
      <div className="own-head">
        <strong className="own-number number">{ticket.number}</strong>
        <p>
          <span>{say(ticket.queueName)}</span>
          {ticket.class !== 'ordinary' && (
            <span className="own-class" data-testid="my-class">
              {say(CLASS_WORDS[ticket.class])}
              {reason !== null && !saidBelow && ` · ${say(reason)}`}
            </span>
          )}
        </p>
      </div>
      <Notice tone={called ? 'good' : ticket.state === 'no-show' ? 'bad' : 'wait'} testId="my-now">
        <strong>{say(ticket.now)}</strong>
        {more.map((one) => (
          <span key={one.zh}>{say(one)}</span>
        ))}
      </Notice>
      <Facts facts={facts} />
      {ticket.state === 'no-show' && (
        <p className="own-missed" data-testid="my-missed">
          {say(R.missedMore)}
        </p>
      )}
      {called && ticket.window !== null && <ToMap windows={[ticket.window]} zone="" />}
      {ticket.mayReprint && (
        <div className="own-keys">
          <Button
            icon="printer"
            testId={`print-${ticket.number}`}
            disabled={!host.online}
            onPress={() => act({ type: 'print-mine', request: newId(), ticket: ticket.ticket })}
          >
            {say(R.reprintMine)}
          </Button>
        </div>
      )}
    </li>
  );
}
