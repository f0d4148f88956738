import type { HallView } from '@hall/shared/contracts/commands';
import type { SessionView } from '@hall/shared/contracts/feed';

type WindowRow = HallView['windows'][number];
type Who = Pick<SessionView, 'username'>;

/** Whether the clerk of a window (a user name) is the one who is logged in. */
export function isOwn(row: Pick<WindowRow, 'clerk' | 'state'>, who: Who): boolean {
  return row.state !== 'closed' && row.clerk === who.username;
}

/** free: sit down; own: come back; taken: someone else sits there. */
export function standing(row: Pick<WindowRow, 'clerk' | 'state'>, who: Who): 'free' | 'own' | 'taken' {
  if (isOwn(row, who)) return 'own';
  return row.state === 'closed' || row.clerk === null ? 'free' : 'taken';
}
