import type { Catalogue } from '@hall/shared/contracts/commands';
import { createContext, useContext } from 'react';
import type { HostState } from './session/availability.ts';
import type { Session, SessionEvent } from './session/session.ts';

/** An event as screens give it; ids of requests are added where one is needed. */
export type Act = (event: SessionEvent) => void;

/** What every screen sees. */
export interface Kiosk {
  readonly session: Session;
  readonly host: HostState;
  readonly catalogue: Catalogue;
  readonly act: Act;
  /** A fresh request id. */
  readonly newId: () => string;
}

const KioskContext = createContext<Kiosk | null>(null);
export const KioskProvider = KioskContext.Provider;

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (kiosk === null) throw new Error('a screen stands outside of KioskProvider');
  return kiosk;
}
