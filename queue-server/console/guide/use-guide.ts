import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ReadFailed } from '../api/failure.ts';
import { client, onFeedEvent } from '../api/live.ts';

/** Why a queue is closed, and which kiosks print, change without an event. */
const GUIDE_POLL_MS = 15_000;
/** A paper takes two or three seconds; a kiosk that has said nothing by then will not. */
const PAPER_WAIT_MS = 20_000;

/** What the desk may offer now. */
export function useGuideDesk() {
  return useQuery<GuideDesk, ReadFailed>({
    queryKey: ['guide'],
    queryFn: async () => {
      const answer = await client.command('guide.read', {});
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: GUIDE_POLL_MS,
    retry: false,
  });
}

/** How far the paper is that was asked from a kiosk. */
export type PaperStep =
  | { readonly at: 'none' }
  | {
      readonly at: 'asking' | 'printing' | 'printed' | 'failed' | 'unknown' | 'silent';
      readonly device: string;
    }
  | { readonly at: 'refused'; readonly device: string; readonly failure: ReadFailed['failure'] };

const OUTCOMES = {
  'ticket.printed': 'printed',
  'ticket.print-failed': 'failed',
  'ticket.print-unknown': 'unknown',
} as const;

/** Asks a kiosk for the paper of a number, and follows how it comes out in the hall's feed. */
export function usePaper(ticket: string): {
  readonly paper: PaperStep;
  readonly ask: (device: string) => void;
} {
  const [paper, setPaper] = useState<PaperStep>({ at: 'none' });
  const current = useRef(paper);
  current.current = paper;
  const device = paper.at === 'asking' || paper.at === 'printing' ? paper.device : null;
  useEffect(() => {
    if (device === null) return;
    const stop = onFeedEvent((event) => {
      const outcome = OUTCOMES[event.type as keyof typeof OUTCOMES];
      if (event.ticket === ticket && outcome) setPaper({ at: outcome, device });
    });
    const timer = setTimeout(() => setPaper({ at: 'silent', device }), PAPER_WAIT_MS);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [ticket, device]);

  async function ask(wanted: string) {
    if (current.current.at === 'asking' || current.current.at === 'printing') return;
    current.current = { at: 'asking', device: wanted };
    setPaper(current.current);
    const answer = await client.command('ticket.print-at', { ticket, device: wanted });
    setPaper((now) => {
      if (!answer.ok) return { at: 'refused', device: wanted, failure: answer.error };
      // The paper may be faster than the answer.
      return now.at === 'asking' ? { at: 'printing', device: wanted } : now;
    });
  }
  return { paper, ask: (wanted) => void ask(wanted) };
}
