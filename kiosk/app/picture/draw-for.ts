import type { Catalogue } from '@hall/shared/contracts/commands';
import type { PagePicture } from '@hall/shared/contracts/screen-picture';
import { isUntouched, type Session } from '../session/session.ts';
import { drawScreen } from './draw-screen.ts';

/** The screen as support may see it; null where somebody stands there and was not told. */
export function drawFor(visit: boolean, session: Session, catalogue: Catalogue | null): PagePicture | null {
  if (!visit && !isUntouched(session)) return null;
  return drawScreen(window, visit, catalogue);
}
