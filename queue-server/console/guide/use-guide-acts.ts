import type { CommandInput, CommandName, HallView } from '@hall/shared/contracts/commands';
import { normaliseIdNumber } from '@hall/shared/contracts/identity';
import type { Booking, TicketRow } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import { useRef, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { client } from '../api/live.ts';
import { t } from '../words/words.ts';
import { NOTHING, type Panel } from './panel.ts';
import type { TypedPerson } from './person-fields.tsx';
import type { Search } from './read-search.ts';
import { PLAIN, takeBody, type Wish, type WishDetails } from './wish.ts';

/** A card handed over for a search says who somebody is by its number; the search needs no name. */
const NO_NAME = '—';

const NOT_FOUND = {
  number: (number: string) => t(`今天没有 ${number} 这个号`, `There is no number ${number} today`),
  code: t(
    '今天没有这个预约码；其他日子的请用身份证查。',
    'No booking of today has this code. For other days, use the ID card.',
  ),
  card: t('此人没有预约。', 'This person has no booking.'),
  misfit: t('校验位不对，请核对每一位。', 'The check character does not fit. Check every digit.'),
  unknown: t(
    '看不懂：请输入号码、预约码后六位或身份证号。',
    'Not understood: type a number, a booking code or an ID number.',
  ),
};

/** What the guide can have done, one thing at a time, and the panel that tells how it ended. */
export function useGuideActs(hall: HallView | undefined) {
  const [panel, show] = useState<Panel>(NOTHING);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);

  async function alone<T>(act: () => Promise<T>): Promise<T | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    try {
      return await act();
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  /** The panel after a refusal; what got lost on the way is tried again under its own id. */
  function failed(
    failure: Failure,
    queue: string | null,
    back: Panel | null,
    retry: (id: string) => void,
  ): Panel {
    const id = failure.kind === 'network' ? failure.requestId : null;
    return { is: 'failed', failure, queue, back, again: id === null ? null : () => retry(id) };
  }
  const send = <N extends CommandName>(name: N, body: CommandInput<N>, requestId?: string) =>
    client.command(name, body, requestId === undefined ? {} : { requestId });

  function take(wish: Wish, details: WishDetails = PLAIN, requestId?: string): void {
    void alone(async () => {
      const answer = await send('ticket.take', takeBody(wish, details), requestId);
      const back: Panel = { is: 'wish', wish };
      show(
        answer.ok
          ? { is: 'slip', slip: answer.value }
          : failed(answer.error, wish.queue, back, (id) => take(wish, details, id)),
      );
    });
  }

  function checkIn(booking: Booking, requestId?: string): void {
    void alone(async () => {
      const body = { booking: booking.booking, paperless: true };
      const answer = await send('ticket.take', body, requestId);
      show(
        answer.ok
          ? { is: 'slip', slip: answer.value }
          : failed(answer.error, booking.queue, null, (id) => checkIn(booking, id)),
      );
    });
  }

  function book(
    slot: { readonly queue: string; readonly day: string; readonly from: string },
    person: TypedPerson,
    requestId?: string,
  ): void {
    void alone(async () => {
      const answer = await send('booking.make', { ...slot, person }, requestId);
      show(
        answer.ok
          ? { is: 'booked', booking: answer.value }
          : failed(answer.error, slot.queue, { is: 'book', slot }, (id) => book(slot, person, id)),
      );
    });
  }

  const none = (text: Text): Panel => ({ is: 'none', text });

  async function byNumber(number: string): Promise<readonly TicketRow[] | Failure> {
    const answer = await client.command('ticket.find', { number });
    if (answer.ok) return answer.value.tickets;
    return answer.error.kind === 'problem' && answer.error.code === 'TICKET_UNKNOWN' ? [] : answer.error;
  }
  async function byCode(code: string): Promise<readonly Booking[] | Failure> {
    const answer = await client.command('booking.list', { day: hall?.day ?? '' });
    return answer.ok ? answer.value.bookings.filter((booking) => booking.code === code) : answer.error;
  }

  async function byPaper(code: string): Promise<Panel> {
    const answer = await client.command('ticket.scan', { code });
    return answer.ok
      ? { is: 'scanned', scan: answer.value, code }
      : failed(answer.error, null, null, () => undefined);
  }

  async function search(wanted: Search, typed: string): Promise<Panel> {
    if (wanted.kind === 'paper') return byPaper(wanted.scanned);
    if (wanted.kind === 'card') {
      if (!wanted.fits) return none(NOT_FOUND.misfit);
      const idNumber = normaliseIdNumber(typed.normalize('NFKC'));
      const person = { name: NO_NAME, idNumber, cardKind: 'resident' as const };
      const answer = await client.command('booking.find', { person });
      if (!answer.ok) return failed(answer.error, null, null, () => undefined);
      const { bookings } = answer.value;
      return bookings.length === 0 ? none(NOT_FOUND.card) : { is: 'found', number: null, rows: [], bookings };
    }
    if (wanted.kind !== 'number' && wanted.kind !== 'code') return none(NOT_FOUND.unknown);
    const number = wanted.kind === 'number' ? wanted.number : null;
    const rows = number === null ? [] : await byNumber(number);
    const bookings = wanted.code === null ? [] : await byCode(wanted.code);
    if ('kind' in rows) return failed(rows, null, null, () => undefined);
    if ('kind' in bookings) return failed(bookings, null, null, () => undefined);
    if (rows.length + bookings.length === 0)
      return none(number === null ? NOT_FOUND.code : NOT_FOUND.number(number));
    return { is: 'found', number, rows, bookings };
  }

  /** @returns whether something was found: then what was typed may go. */
  async function find(wanted: Search, typed: string): Promise<boolean> {
    const end = await alone(() => search(wanted, typed));
    if (end === null) return false;
    show(end);
    return end.is === 'found' || end.is === 'scanned';
  }

  /** The numbers that are shown are read again, quietly. */
  async function refresh(number: string): Promise<void> {
    const rows = await byNumber(number);
    if ('kind' in rows) return;
    // What the hall does not list any more was given up; it stays on view until the guide is done with it.
    const told = (before: TicketRow): TicketRow =>
      rows.find(({ ticket }) => ticket === before.ticket) ?? { ...before, state: 'void', can: [] };
    show((now) => (now.is === 'found' && now.number === number ? { ...now, rows: now.rows.map(told) } : now));
  }

  /** The paper that is shown is judged again, quietly. */
  async function rescan(code: string): Promise<void> {
    const next = await byPaper(code);
    if (next.is === 'scanned') show((now) => (now.is === 'scanned' && now.code === code ? next : now));
  }

  return { panel, show, busy, take, checkIn, book, find, refresh, rescan };
}
