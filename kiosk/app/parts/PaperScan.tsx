import { paperOfScan } from '@hall/shared/contracts/resident-codes';
import { useKiosk, useScan } from '../kiosk.ts';
import type { Step } from '../session/session.ts';

/** Screens where somebody who holds a paper to the scanner wants nothing else. */
const OPEN: readonly Step['at'][] = ['home', 'find', 'list', 'zones', 'item', 'guide', 'certificates'];

/** A booking slip or a ticket says by itself what its owner wants, before anything was pressed. */
export function PaperScan() {
  const { session, host, act, newId } = useKiosk();
  useScan((text) => {
    const paper = OPEN.includes(session.step.at) && host.online ? paperOfScan(text) : null;
    if (paper?.of === 'booking') act({ type: 'find-bookings', request: newId(), by: paper.by });
    if (paper?.of === 'ticket') act({ type: 'find-tickets', request: newId(), by: paper.by });
  });
  return null;
}
