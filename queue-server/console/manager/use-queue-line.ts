import type { EstimateExplained } from '@hall/shared/contracts/estimates';
import type { QueueLine } from '@hall/shared/contracts/queue-line';
import { useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { useReread } from '../api/hooks.ts';
import { client } from '../api/live.ts';

/** A line is read again on the events of its queue, at most so often. */
const LINE_INTERVAL_MS = 1_000;
/** Slots begin and papers come out without an event of the queue; estimates move by themselves. */
const REREAD_MS = 15_000;

export function useQueueLine(queue: string) {
  // An event names the ticket's queue where it has one; a call may come from any window.
  useReread(
    ['queue-line', queue],
    (event) => event.ticket !== null || event.queue === queue,
    LINE_INTERVAL_MS,
  );
  return useQuery<QueueLine, ReadFailed>({
    queryKey: ['queue-line', queue],
    queryFn: async () => {
      const answer = await client.command('queue.read', { queue });
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
}

export function useExplained(queue: string) {
  return useQuery<EstimateExplained, ReadFailed>({
    queryKey: ['explained', queue],
    queryFn: async () => {
      const answer = await client.command('estimate.explain', { queue });
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
}
