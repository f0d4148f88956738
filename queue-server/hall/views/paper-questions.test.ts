import { PaperQuestion } from '@hall/shared/contracts/paper-question';
import type { PrintReport } from '@hall/shared/contracts/print-report';
import { expect, it } from 'vitest';
import { PRINT_SILENCE_MS } from '../domain/next/eligible.ts';
import { PureHall } from '../testing/hall.ts';
import { take } from '../testing/rules.ts';
import { paperQuestions } from './paper-questions.ts';

const KIOSK = 'kiosk-1';
const asked = (hall: PureHall) =>
  paperQuestions(hall.state, hall.config, hall.at).map((one) => PaperQuestion.parse(one));
const report = (hall: PureHall, ticket: string, ordinal: number, how: PrintReport) =>
  hall.must('ticket.report-print', { ticket, ordinal, report: how }, KIOSK);

it('asks about papers that are unknown or failed, not about those that are out or under way', () => {
  const hall = new PureHall();
  const numbers = (['unknown', 'failed', 'printed', null] as const).map((outcome) => {
    hall.passMinutes(1 / 60);
    const taken = take(hall, { paperless: false });
    if (outcome === 'printed') report(hall, taken.ticket, 1, { outcome, proof: 'status' });
    else if (outcome !== null) report(hall, taken.ticket, 1, { outcome, reason: 'HOST_RESTARTED' });
    return taken.number;
  });
  expect(asked(hall).map(({ number, outcome, ordinal }) => [number, outcome, ordinal])).toEqual([
    [numbers[1], 'failed', 1],
    [numbers[0], 'unknown', 1],
  ]);
});

it('asks about a paper of which its machine says nothing for a minute', () => {
  const hall = new PureHall();
  const { number } = take(hall, { paperless: false });
  hall.passMinutes((PRINT_SILENCE_MS - 1) / 60_000);
  expect(asked(hall)).toEqual([]);
  hall.passMinutes(1 / 60_000);
  expect(asked(hall)).toMatchObject([{ number, outcome: 'silent' }]);
});

it('asks no more once a newer paper is out, or somebody was called', () => {
  const hall = new PureHall();
  const first = take(hall, { paperless: false });
  report(hall, first.ticket, 1, { outcome: 'failed', reason: 'PAPER_OUT' });
  hall.must('ticket.reprint', { ticket: first.ticket }, KIOSK);
  expect(asked(hall)).toEqual([]);
  report(hall, first.ticket, 2, { outcome: 'unknown', reason: 'HOST_RESTARTED' });
  expect(asked(hall)).toMatchObject([{ number: first.number, outcome: 'unknown', ordinal: 2 }]);
  report(hall, first.ticket, 2, { outcome: 'printed', proof: 'confirmed' });
  expect(asked(hall)).toEqual([]);
});
