import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';

/** A report that is still being made is asked for again this often, ms. */
const ASK_AGAIN_MS = 1_000;
/** A quarter of a very busy hall takes about this many tries. */
const TRIES = 180;
/** Today's figures move. */
const TODAY_REREAD_MS = 60_000;

export type ReportQuery =
  | 'report.day'
  | 'report.range'
  | 'report.morning'
  | 'replay.minute'
  | 'replay.timeline';

export const isRunning = (error: unknown): boolean =>
  error instanceof ReadFailed && error.failure.kind === 'problem' && error.failure.code === 'REPORT_RUNNING';

/** The hall was not there yet, or the day is still to come: nothing failed. */
export const isUnknownDay = (error: unknown): boolean =>
  error instanceof ReadFailed && error.failure.kind === 'problem' && error.failure.code === 'DAY_UNKNOWN';

/** One report; asked again while it is being made. */
export function useReportQuery<N extends ReportQuery & CommandName>(
  name: N,
  body: CommandInput<N>,
  options: { readonly moving?: boolean; readonly enabled?: boolean; readonly keep?: boolean } = {},
) {
  const { moving = false, enabled = true, keep = false } = options;
  return useQuery<CommandAnswer<N>, ReadFailed>({
    queryKey: [name, body],
    queryFn: async () => {
      const answer = await client.command(name, body);
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    enabled,
    retry: (tries, error) => tries < TRIES && isRunning(error),
    retryDelay: ASK_AGAIN_MS,
    ...(moving ? { refetchInterval: TODAY_REREAD_MS } : { staleTime: TODAY_REREAD_MS }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
