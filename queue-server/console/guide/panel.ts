import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import type { Booking, TicketRow } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import type { Failure } from '../api/failure.ts';
import type { Wish } from './wish.ts';

/** What stands beside the list: one thing at a time. Nobody's number but the hall's own is kept in it. */
export type Panel =
  | { readonly is: 'nothing' }
  | { readonly is: 'wish'; readonly wish: Wish }
  | { readonly is: 'slip'; readonly slip: TicketSlip }
  | {
      readonly is: 'found';
      readonly number: string | null;
      readonly rows: readonly TicketRow[];
      readonly bookings: readonly Booking[];
    }
  /** A paper that was scanned; `code` to look again. */
  | { readonly is: 'scanned'; readonly scan: PaperScan; readonly code: string }
  | { readonly is: 'none'; readonly text: Text }
  | {
      readonly is: 'book';
      readonly slot: { readonly queue: string; readonly day: string; readonly from: string };
    }
  | { readonly is: 'booked'; readonly booking: Booking }
  | {
      readonly is: 'failed';
      readonly failure: Failure;
      /** What was wanted, where it can be asked again under the same id; the person in it goes with the panel. */
      readonly again: (() => void) | null;
      readonly queue: string | null;
      /** Back to what was asked, to be mended. */
      readonly back: Panel | null;
    };

export const NOTHING: Panel = { is: 'nothing' };
