import type { Catalogue, HallView } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import type { Claim, TicketRow } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import { CLASS_WORDS } from '@hall/shared/contracts/wording';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNow } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { MoveIcon, PrinterIcon } from '../icons/guide-icons.tsx';
import { CheckIcon, RecallIcon, StopIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, minutesSince, sayMinutes } from '../words/say-time.ts';
import { t, windowName } from '../words/words.ts';
import styles from './cards.module.css';
import { ClaimPicker } from './claim-picker.tsx';
import forms from './forms.module.css';
import { STATE } from './guide-words.ts';
import { PaperAsk } from './paper-ask.tsx';
import { usePaper } from './use-guide.ts';

interface Props {
  readonly row: TicketRow;
  readonly hall: HallView;
  readonly catalogue: Catalogue;
  readonly desk: GuideDesk;
  /** Something was done: read it again. */
  readonly changed: () => void;
}

type Act = TicketRow['can'][number];
type Said = { readonly good: boolean; readonly text: Text } | null;

const ACTS: Readonly<Record<Act, { readonly name: Text; readonly icon: ReactNode }>> = {
  reprint: { name: t('补打号票', 'Print again'), icon: <PrinterIcon size={18} /> },
  'confirm-class': { name: t('确认优先', 'Confirm class'), icon: <CheckIcon size={18} /> },
  reactivate: { name: t('重新排队', 'Back into line'), icon: <RecallIcon size={18} /> },
  move: { name: t('转队列、窗口', 'Move'), icon: <MoveIcon size={18} /> },
  cancel: { name: t('作废', 'Give up'), icon: <StopIcon size={18} /> },
};

/** A number that somebody shows: how it stands, and what may be done with it now, a tap each. */
export function TicketCard({ row, hall, catalogue, desk, changed }: Props) {
  const { say } = useSpeech();
  const now = useNow(15_000);
  const { paper, ask } = usePaper(row.ticket);
  const [open, setOpen] = useState<Act | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>(null);
  const [claim, setClaim] = useState<Claim | null>(null);
  const [to, setTo] = useState<string | null>(null);

  async function run(act: () => Promise<{ ok: true; value: Text } | { ok: false; error: Text }>) {
    if (busy) return;
    setBusy(true);
    const end = await act();
    setBusy(false);
    setSaid(end.ok ? { good: true, text: end.value } : { good: false, text: end.error });
    if (end.ok) {
      setOpen(null);
      changed();
    }
  }
  const send = async (
    answer: ReturnType<typeof client.command>,
    done: (value: unknown) => Text,
  ): Promise<{ ok: true; value: Text } | { ok: false; error: Text }> => {
    const end = await answer;
    if (end.ok) return { ok: true, value: done(end.value) };
    return { ok: false, error: end.error.text };
  };
  const { ticket } = row;
  const reactivate = () =>
    run(() =>
      send(client.command('ticket.reactivate', { ticket }), (value) => {
        const { ahead } = value as { ahead: number };
        return t(`已重新排队，前面 ${ahead} 人。`, `Back in line, ${ahead} ahead.`);
      }),
    );
  const confirm = () => {
    if (claim)
      void run(() =>
        send(client.command('ticket.confirm-class', { ticket, claim }), () =>
          t('已确认，位置已调整。', 'Confirmed; the place has changed.'),
        ),
      );
  };
  const move = () => {
    if (to === null) return;
    const [kind, id = ''] = to.split(' ');
    const target = kind === 'queue' ? { queue: id } : { window: id };
    void run(() =>
      send(client.command('ticket.move', { ticket, to: target }), () => t('已转过去。', 'Moved.')),
    );
  };
  const cancel = () =>
    run(() =>
      send(client.command('ticket.cancel', { ticket, reason: 'staff' }), () => t('已作废。', 'Given up.')),
    );

  const places = [
    ...hall.queues
      .filter((queue) => queue.id !== row.queue)
      .map((queue) => ({
        value: `queue ${queue.id}`,
        label: `${queue.prefix} ${say(queue.name)}`,
        words: `${queue.prefix} ${queue.name.zh} ${queue.name.en}`.toLowerCase(),
      })),
    ...hall.windows.map((window) => ({
      value: `window ${window.id}`,
      label: say(windowName(window.number)),
      words: `${window.number} ${windowName(window.number).zh} ${windowName(window.number).en}`.toLowerCase(),
    })),
  ];
  const queue = catalogue.queues.find(({ id }) => id === row.queue);
  const zone = catalogue.zones.find(({ id }) => id === queue?.zone);

  return (
    <article className={styles['ticket']} data-testid={`ticket-${row.number}`} data-state={row.state}>
      <header>
        <p className={`number ${styles['ticketNumber']}`}>{row.number}</p>
        <div>
          <b>{say(row.queueName)}</b>
          <p className={styles['ticketState']}>
            <span data-look={row.state}>{say(STATE[row.state])}</span>
            <span data-class={row.class}>{say(CLASS_WORDS[row.class])}</span>
          </p>
        </div>
      </header>
      <dl className={styles['facts']}>
        {row.classReason && (
          <>
            <dt>{say(t('类别', 'Class'))}</dt>
            <dd>{say(row.classReason)}</dd>
          </>
        )}
        <dt>{say(t('到达', 'Arrived'))}</dt>
        <dd className="number">
          {clockTime(row.arrivedAt)} · {say(sayMinutes(minutesSince(row.arrivedAt, now)))}
        </dd>
        {row.window !== null && (
          <>
            <dt>{say(t('窗口', 'Window'))}</dt>
            <dd>{say(windowName(row.window))}</dd>
          </>
        )}
        {zone && (
          <>
            <dt>{say(t('去哪里', 'Where'))}</dt>
            <dd>
              {say({ zh: `${zone.name.zh}，${zone.place.zh}`, en: `${zone.name.en}, ${zone.place.en}` })}
            </dd>
          </>
        )}
      </dl>
      {said && (
        <p className={forms[said.good ? 'done' : 'problem']} role="status" data-testid="act-said">
          {say(said.text)}
        </p>
      )}
      {row.can.length === 0 && !said && (
        <p className={forms['hint']}>
          {say(t('这张票现在不需要做什么。', 'Nothing needs doing with this number now.'))}
        </p>
      )}
      <div className={styles['acts']}>
        {row.can.map((act) => (
          <Button
            key={act}
            size="large"
            icon={ACTS[act].icon}
            danger={act === 'cancel'}
            type={open === act ? 'primary' : 'default'}
            loading={busy && act === 'reactivate'}
            aria-expanded={act === 'reactivate' ? undefined : open === act}
            data-testid={`act-${act}`}
            onClick={() => {
              setSaid(null);
              if (act === 'reactivate') return void reactivate();
              setOpen(open === act ? null : act);
            }}
          >
            {say(
              act === 'reactivate'
                ? t(
                    `重新排队（第 ${desk.reactivateBehind} 人之后）`,
                    `Back in, behind ${desk.reactivateBehind}`,
                  )
                : ACTS[act].name,
            )}
          </Button>
        ))}
      </div>
      {open === 'reprint' && row.can.includes('reprint') && (
        <PaperAsk kiosks={desk.kiosks} paper={paper} ask={ask} />
      )}
      {open === 'confirm-class' && row.can.includes('confirm-class') && (
        <div className={forms['fields']}>
          <ClaimPicker claims={desk.claims} claim={claim} plain={false} choose={setClaim} />
          <Button
            type="primary"
            size="large"
            disabled={!claim}
            loading={busy}
            onClick={confirm}
            data-testid="claim-confirm"
          >
            {say(t('证件已看，确认', 'Seen: confirm'))}
          </Button>
        </div>
      )}
      {open === 'move' && row.can.includes('move') && (
        <div className={forms['fields']}>
          <Select
            size="large"
            showSearch={{
              filterOption: (typed, option) => option?.words.includes(typed.trim().toLowerCase()) ?? false,
            }}
            aria-label={say(t('转到哪个队列或窗口', 'To which queue or window'))}
            placeholder={say(t('输入队列名、字头或窗口号', 'Type a queue, its letter or a window number'))}
            value={to}
            onChange={setTo}
            options={places}
            data-testid="move-to"
          />
          <Button
            type="primary"
            size="large"
            disabled={to === null}
            loading={busy}
            onClick={move}
            data-testid="move-confirm"
          >
            {say(t('转过去', 'Move'))}
          </Button>
        </div>
      )}
      {open === 'cancel' && row.can.includes('cancel') && (
        <div className={forms['fields']}>
          <p className={forms['hint']}>
            {say(
              t('作废后不能恢复，要办须重新取号。', 'It cannot be taken back; a new number would be needed.'),
            )}
          </p>
          <Button
            type="primary"
            danger
            size="large"
            loading={busy}
            onClick={() => void cancel()}
            data-testid="cancel-confirm"
          >
            {say(t(`确认作废 ${row.number}`, `Give up ${row.number}`))}
          </Button>
        </div>
      )}
    </article>
  );
}
