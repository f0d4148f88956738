import { describe, expect, it } from 'vitest';
import { callingHall } from '../testing/window.ts';
import { ticketFrom, ticketText } from './ticket-text.ts';

/** As the program before this one stored it, byte for byte. */
const FRESH =
  '{"id":"01a205eabe8000000000000000000002","seq":2,"number":"G0001","ordinalOfDay":1,"day":"2026-11-23","queue":"invoices","items":[],"class":"ordinary","arrival":1795395600000,"virtual":1795395600000,"progressToken":"00000000000000000000000000000003","shortCode":"7856AA","source":"kiosk-1","state":"waiting","print":"paperless","printAt":1795395600000,"history":[2]}';
/** No field has its usual value. */
const MOVED =
  '{"id":"019aa90ed6c00123456789abcdef0123","seq":7,"number":"G003","ordinalOfDay":3,"day":"2026-11-23","queue":"invoices","items":[],"class":"green","arrival":1,"virtual":2,"personRef":"p","progressToken":"t","shortCode":"AB12CD","source":"kiosk-1","state":"serving","ordinal":2,"print":"printed","printAt":3,"window":"w18","clerk":"clerk01","why":{"rule":"walk-in"},"call":9,"calledAt":10,"announcedAt":11,"recalls":1,"startedAt":12,"endedAt":13,"caseNumber":"c","rating":"r","shownBy":["wall"],"classReason":"soldier","origin":"guide","boundTo":["w18"],"notBefore":14,"booking":"b","agentRef":"a","steps":[{"queue":"tax","items":[]}],"overtaken":3,"overtakenAt":15,"reactivated":1,"parkedAt":16,"parkedUntil":17,"noteRef":"n","legs":[{"queue":"tax"}],"home":"tax","history":[7,9]}';

describe('a ticket as it is stored', () => {
  it.each([
    ['without what is usual', FRESH],
    ['with everything that is not', MOVED],
  ])('%s', (_what, text) => {
    expect(ticketText(ticketFrom(text))).toBe(text);
  });

  it('is read back as it was, whatever its life', () => {
    const hall = callingHall();
    const take = { queue: 'invoices', items: [], paperless: true, person: null };
    for (let i = 0; i < 4; i += 1) hall.must('ticket.take', take);
    hall.must('window.open', { window: 'w18' }, 'clerk01');
    hall.must('window.call', { window: 'w18' }, 'clerk01');
    hall.must('window.start', { window: 'w18' }, 'clerk01');
    const tickets = [...hall.state.tickets.values()];
    expect(tickets.map(({ state }) => state).toSorted()).toEqual([
      'serving',
      'waiting',
      'waiting',
      'waiting',
    ]);
    for (const ticket of tickets) expect(ticketFrom(ticketText(ticket))).toEqual(ticket);
  });
});
