import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client, serverClock } from '../../api/live.ts';
import { newRequestId } from '../../api/request.ts';
import { readBook, writeBook } from './book-store.ts';
import {
  callPaper,
  emptyBook,
  endPaper,
  nextBatch,
  type PaperBook,
  present,
  putBack,
  settled,
  startPaper,
  type TypedProblem,
  withRanges,
} from './paper-book.ts';

export interface PaperDesk {
  readonly book: PaperBook;
  call(typed: string): TypedProblem | null;
  start(): void;
  end(outcome: 'finished' | 'no-show'): void;
  /** Takes back the last of these; null: nothing to take back. */
  readonly undo: (() => void) | null;
  /** Why the hall did not take the last batch at all. */
  readonly failure: Text | null;
  retry(): void;
  /** Gives up what the hall does not want. */
  discard(): void;
  /** The outcome has been read. */
  dismiss(): void;
}

const hallTime = () => Math.round(serverClock.now());

/** The paper numbers of a window: kept in the browser, and told to the hall once `online` and nobody is at the window. */
export function usePaperBook(window: string, desk: Desk | undefined, online: boolean): PaperDesk {
  const [book, setBook] = useState(() => readBook(window) ?? emptyBook(window, 0));
  const [before, setBefore] = useState<PaperBook | null>(null);
  const [failure, setFailure] = useState<Text | null>(null);
  const latest = useRef(book);
  const sending = useRef(false);

  const keep = useCallback((next: PaperBook) => {
    latest.current = next;
    writeBook(next);
    setBook(next);
  }, []);
  const change = useCallback(
    (next: PaperBook) => {
      setBefore(latest.current);
      keep(next);
    },
    [keep],
  );

  const ranges = desk && JSON.stringify([desk.number, desk.paper]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for what is used of the desk
  useEffect(() => {
    if (desk) keep(withRanges(latest.current, desk));
  }, [ranges, keep]);

  const send = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    setFailure(null);
    setBefore(null);
    for (;;) {
      const next = nextBatch(latest.current, newRequestId());
      // Written before it is sent: after a reload the same id goes out again.
      if (next !== latest.current) keep(next);
      if (!next.sending) break;
      const { requestId, queue, entries } = next.sending;
      const body = { queue, entries: entries.map(({ queue: _, ...entry }) => ({ ...entry, window })) };
      const answer = await client.command('paper.reconcile', body, { requestId });
      if (answer.ok) {
        keep(settled(latest.current, answer.value));
        continue;
      }
      // After a network failure nobody knows: the batch stays on its way under its id.
      if (answer.error.kind === 'problem') {
        keep(putBack(latest.current));
        setFailure(answer.error.text);
      }
      break;
    }
    sending.current = false;
  }, [keep, window]);

  const idle = present(book) === null;
  useEffect(() => {
    if (online && idle) void send();
  }, [online, idle, send]);

  return {
    book,
    call(typed) {
      const called = callPaper(latest.current, typed, hallTime());
      if (called.ok) change(called.value);
      return called.ok ? null : called.error;
    },
    start: () => change(startPaper(latest.current, hallTime())),
    end: (outcome) => change(endPaper(latest.current, outcome, hallTime())),
    undo:
      before &&
      (() => {
        keep({ ...latest.current, entries: before.entries });
        setBefore(null);
      }),
    failure,
    retry: () => void send(),
    discard() {
      setFailure(null);
      keep({
        ...latest.current,
        entries: latest.current.entries.filter(({ outcome }) => outcome === 'open'),
      });
    },
    dismiss: () => keep({ ...latest.current, outcome: null }),
  };
}
