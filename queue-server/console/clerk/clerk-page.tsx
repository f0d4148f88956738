import { WindowId } from '@hall/shared/contracts/identifiers';
import { Navigate, useParams } from 'react-router';
import {
  deskKey,
  HALL_INTERVAL_MS,
  OWN_WINDOW_INTERVAL_MS,
  useDesk,
  useLostSince,
  useNow,
  useReread,
} from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { ClerkDesk } from './clerk-desk.tsx';
import { OfflineDesk } from './offline/offline-desk.tsx';
import { present } from './offline/paper-book.ts';
import { usePaperBook } from './offline/use-paper-book.ts';
import { useCatchUp } from './use-catch-up.ts';

/** A shorter loss is a switch or a restart: the page under the clerk's hand does not change for it. */
const PAPER_DESK_AFTER_MS = 5_000;

export function ClerkPage() {
  const { window } = useParams();
  if (!WindowId.safeParse(window).success) return <Navigate to="/windows" replace />;
  return <Window key={window} window={window as string} />;
}

/** The desk of a window; while the server is away, only its paper numbers. */
function Window({ window }: { readonly window: string }) {
  const desk = useDesk(window);
  const now = useNow();
  const lostSince = useLostSince();
  const away = lostSince !== null && Date.now() - lostSince >= PAPER_DESK_AFTER_MS;
  const paper = usePaperBook(window, desk.data, lostSince === null && desk.isSuccess);
  const { missed, dismiss } = useCatchUp(desk.data, desk.dataUpdatedAt, lostSince);
  useReread(deskKey(window), (event) => event.window === window, OWN_WINDOW_INTERVAL_MS);
  useReread(deskKey(window), (event) => event.window !== window && event.queue !== null, HALL_INTERVAL_MS);

  const onPaper = (away && paper.book.ranges.length > 0) || present(paper.book) !== null;
  if (desk.data) {
    return (
      <ClerkDesk
        desk={desk.data}
        now={now}
        lostSince={lostSince}
        away={away}
        paper={paper}
        onPaper={onPaper}
        missed={missed}
        dismiss={dismiss}
      />
    );
  }
  if (onPaper) return <OfflineDesk paper={paper} now={now} lostSince={lostSince} serving={null} />;
  if (desk.isPending) return <Loading />;
  return <Failed text={desk.error.failure.text} retry={() => void desk.refetch()} />;
}
