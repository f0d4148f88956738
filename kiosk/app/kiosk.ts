import type { Catalogue } from '@hall/shared/contracts/commands';
import { createContext, useContext, useEffect, useRef } from 'react';
import type { Ask } from './link/asks.ts';
import type { HostState } from './session/availability.ts';
import type { Session, SessionEvent } from './session/session.ts';
import type { OnScan } from './use-host.ts';

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
  /** Codes of whichever scanner this machine has. */
  readonly onScan: OnScan;
  /** A question that leads to no errand. */
  readonly ask: Ask;
}

const KioskContext = createContext<Kiosk | null>(null);
export const KioskProvider = KioskContext.Provider;

/** Codes that are read while the component is there. */
export function useScan(listener: (text: string) => void): void {
  const { onScan } = useKiosk();
  const now = useRef(listener);
  now.current = listener;
  useEffect(() => onScan((text) => now.current(text)), [onScan]);
}

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (kiosk === null) throw new Error('a screen stands outside of KioskProvider');
  return kiosk;
}
