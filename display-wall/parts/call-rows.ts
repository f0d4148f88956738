import type { Message } from '@hall/shared/contracts/messages';

export type CallRow = Message<'board'>['calls'][number] & {
  readonly zone: string;
  /** Announced at this moment. */
  readonly lit: boolean;
};

type Call = Message<'call'>;

/** The board does not know this call yet: the announcement overtook the snapshot. */
function isAhead(call: Call, board: Message<'board'> | null): boolean {
  if (board === null) return true;
  return (
    call.epoch === board.epoch && call.seq > board.seq && !board.calls.some((row) => row.call >= call.call)
  );
}

/**
 * An announcement that its board does not know any more was taken back [K12]: no caption and no voice says it. A
 * full board may have lost it to newer ones.
 */
export function stands(call: Call, board: Message<'board'> | null): boolean {
  if (board === null || board.epoch !== call.epoch || board.seq < call.seq) return true;
  if (board.calls.some((row) => row.number === call.number && row.call >= call.call)) return true;
  return board.calls.length === BOARD_ROWS && board.calls.every((row) => row.call > call.call);
}

/** As many as a board message carries. */
export const BOARD_ROWS = 12;

/**
 * Rows of one zone, newest first: the snapshot, and on top of it what was announced but is not in it yet.
 * Each number stands in one row only.
 */
export function rowsOf(
  zone: string,
  board: Message<'board'> | null,
  live: readonly Call[],
): readonly CallRow[] {
  const here = live.filter((call) => call.zone === zone);
  const ahead = here
    .filter((call) => isAhead(call, board))
    .toSorted((a, b) => b.call - a.call)
    .map(
      (call): CallRow => ({
        number: call.number,
        window: call.window,
        windowNumber: call.windowNumber,
        call: call.call,
        at: call.at,
        class: board?.calls.find((row) => row.number === call.number)?.class ?? 'ordinary',
        state: 'called',
        zone,
        lit: true,
      }),
    );
  const lit = new Set(here.map((call) => call.number));
  const known = (board?.calls ?? []).map((row): CallRow => ({ ...row, zone, lit: lit.has(row.number) }));
  const seen = new Set<string>();
  return [...ahead, ...known].filter((row) => !seen.has(row.number) && seen.add(row.number));
}

/** The newest rows of all zones, newest first. */
export function newestOf(zones: readonly (readonly CallRow[])[], count: number): readonly CallRow[] {
  return zones
    .flat()
    .toSorted((a, b) => b.call - a.call)
    .slice(0, count);
}
