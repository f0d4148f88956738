import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PaperQuestion } from '@hall/shared/contracts/paper-question';
import { isWaiting, PRINT_SILENCE_MS } from '../domain/next/eligible.ts';
import type { HallState, Ticket } from '../domain/state.ts';

/** A desk asks about the newest first; more at a time would be a machine to look after, not papers. */
const MOST = 200;

/** Where ledger and paper may differ, for a person to ask: the newest first. Pure. */
export function paperQuestions(state: HallState, config: HallConfig, at: number): PaperQuestion[] {
  const kiosks = new Set(config.devices.flatMap(({ id, kind }) => (kind === 'kiosk' ? [id] : [])));
  return [...state.tickets.values()]
    .flatMap((ticket): PaperQuestion[] => {
      const outcome = isWaiting(ticket) ? inQuestion(ticket, at) : null;
      if (outcome === null) return [];
      const { id, number, queue, ordinal, source, printAt } = ticket;
      const device = kiosks.has(source) ? source : null;
      return [{ ticket: id, number, queue, ordinal, outcome, device, since: printAt }];
    })
    .sort((a, b) => b.since - a.since)
    .slice(0, MOST);
}

function inQuestion({ print, printAt }: Ticket, at: number): PaperQuestion['outcome'] | null {
  if (print === 'unknown' || print === 'failed') return print;
  return print === 'pending' && at >= printAt + PRINT_SILENCE_MS ? 'silent' : null;
}
