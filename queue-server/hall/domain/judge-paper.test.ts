import { describe, expect, it } from 'vitest';
import { PureHall } from '../testing/hall.ts';
import { hallWith, take } from '../testing/rules.ts';
import { judgePaper, judgePlain, type Printer } from './judge-paper.ts';

const DAY = '2026-11-23';
const HERE: Printer = { device: 'kiosk-1', state: 'online' };
const AWAY: Printer = { device: 'kiosk-1', state: 'away' };
const OUT: Printer = { device: 'kiosk-1', state: 'out' };
const NOBODYS = 'f'.repeat(32);

function rig() {
  const hall = new PureHall(hallWith());
  const { ticket, number, progressToken } = take(hall, { paperless: false });
  const code = { number, day: DAY, ordinal: 1, progressToken, offline: false, daySure: true };
  hall.must('ticket.report-print', {
    ...{ ticket, ordinal: 1 },
    report: { outcome: 'printed', proof: 'confirmed' },
  });
  const judge = (more: Partial<typeof code> = {}, printer = HERE) =>
    judgePaper(hall.state, hall.config, { ...code, ...more }, printer);
  return { hall, ticket, number, code, judge };
}

describe('a signed paper', () => {
  it('is the newest of its number, and says how the ticket stands', () => {
    const { judge, number, ticket } = rig();
    expect(judge()).toMatchObject({
      ...{ verdict: 'newest', number, day: DAY, ordinal: 1, newest: { ordinal: 1, print: 'printed' } },
      ...{ machine: { device: 'kiosk-1', state: 'online' }, row: { ticket, state: 'waiting' } },
    });
  });

  it('is replaced from the moment on at which another one is asked for, whatever becomes of that one', () => {
    const { hall, judge, ticket } = rig();
    hall.must('ticket.reprint', { ticket });
    expect(judge()).toMatchObject({ verdict: 'replaced', newest: { ordinal: 2, print: 'pending' } });
    expect(judge({ ordinal: 2 }).verdict).toBe('newest');
    const report = { outcome: 'failed', reason: 'PAPER_OUT' } as const;
    hall.must('ticket.report-print', { ticket, ordinal: 2, report });
    expect(judge()).toMatchObject({ verdict: 'replaced', newest: { ordinal: 2, print: 'failed' } });
  });

  it('that is newer than the hall knows is about to be told by its kiosk', () => {
    const { judge } = rig();
    expect(judge({ ordinal: 2 })).toMatchObject({ verdict: 'not-yet', newest: { ordinal: 1 } });
  });

  it('of a kiosk without a server is not told yet; once the kiosk is there and the hall knows nothing, it is lost', () => {
    const { judge } = rig();
    const own = { number: 'G996', progressToken: NOBODYS, offline: true };
    expect(judge(own, AWAY)).toMatchObject({ verdict: 'not-yet', number: 'G996', row: null });
    expect(judge(own, HERE).verdict).toBe('lost');
    expect(judge({ ...own, offline: false }, AWAY).verdict).toBe('lost');
    // Its clock was lost: what day it says is no reason to turn anybody away.
    expect(judge({ ...own, day: '2020-01-01', daySure: false }, AWAY).verdict).toBe('not-yet');
  });

  it('whose number is on another paper sends to a person', () => {
    const { judge } = rig();
    expect(judge({ progressToken: NOBODYS }).verdict).toBe('other-paper');
  });

  it('of another day is past, but for whoever was carried over midnight', () => {
    const { hall, judge, ticket } = rig();
    expect(judge({ progressToken: NOBODYS, day: '2026-11-22' })).toMatchObject({
      verdict: 'other-day',
      day: '2026-11-22',
      row: null,
    });
    hall.must('window.open', { window: 'w22', clerk: 'guide01' } as never, 'guide01');
    hall.must('window.call', { window: 'w22' } as never, 'guide01');
    hall.must('window.start', { window: 'w22' } as never, 'guide01');
    hall.passMinutes(24 * 60);
    hall.must('booking.lapse', {}, 'hall');
    expect(hall.state.day).toBe('2026-11-24');
    expect(judge()).toMatchObject({ verdict: 'newest', row: { ticket, state: 'serving' } });
  });

  it('of a machine that was turned out counts only where the hall knows the ticket', () => {
    const { judge } = rig();
    expect(judge({}, OUT)).toMatchObject({ verdict: 'newest', machine: { state: 'out' } });
    expect(judge({ progressToken: NOBODYS, number: 'G996', offline: true }, OUT)).toMatchObject({
      verdict: 'forged',
      number: null,
    });
    // Whoever has the key and an old paper cannot make a newer one.
    expect(judge({ ordinal: 2 }, OUT)).toMatchObject({ verdict: 'forged', row: null });
    expect(judge({ ordinal: 2 }, AWAY).verdict).toBe('not-yet');
  });
});

it('a paper without a signature shows its ticket, and not which paper it is', () => {
  const { hall, code, number } = rig();
  expect(judgePlain(hall.state, hall.config, code.progressToken)).toMatchObject({
    ...{ verdict: 'unsigned', number, ordinal: null, newest: { ordinal: 1 } },
  });
  expect(judgePlain(hall.state, hall.config, NOBODYS).verdict).toBe('forged');
});
