import { Catalogue, CertificateSlip, TicketSlip } from '@hall/shared/contracts/commands';
import type { EnrolmentView, FromHost } from '@hall/shared/contracts/kiosk-link';
import { Booking } from '@hall/shared/contracts/queueing';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Ask, openAsks } from './link/asks.ts';
import { openCatalogueAsks } from './link/catalogue-asks.ts';
import type { HostLink } from './link/host-link.ts';
import { openHostLink } from './link/host-link.ts';
import { drawFor } from './picture/draw-for.ts';
import type { HostState } from './session/availability.ts';
import type { Session, SessionEvent } from './session/session.ts';
import { isUntouched, next, START } from './session/session.ts';

export function newId(): string {
  return crypto.randomUUID();
}

export interface HostView {
  readonly connected: boolean;
  readonly state: HostState | null;
  /** The hall does not let this machine in; null: it does. */
  readonly enrolment: EnrolmentView | null;
  readonly catalogue: Catalogue | null;
  /** Support looks at this screen. */
  readonly support: boolean;
  readonly session: Session;
  readonly act: (event: SessionEvent) => void;
  /** A code was read, by a scanner of the host or one that types into the page. */
  readonly scan: (text: string) => void;
  readonly onScan: OnScan;
  readonly ask: Ask;
}

/** Listens for codes; returns a function that ends it. A code may be personal data. */
export type OnScan = (listener: (text: string) => void) => () => void;

/** Joins the session machine and the link: what the machine sends goes out, what comes in becomes events. */
export function useHost(): HostView {
  const [connected, setConnected] = useState(false);
  const [state, setState] = useState<HostState | null>(null);
  const [enrolment, setEnrolment] = useState<EnrolmentView | null>(null);
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  const [support, setSupport] = useState(false);
  const known = useRef<Catalogue | null>(null);
  known.current = catalogue;
  const [session, setSession] = useState<Session>(START);
  const current = useRef(session);
  const link = useRef<HostLink | null>(null);

  const act = useCallback((event: SessionEvent): void => {
    const step = next(current.current, event);
    current.current = step.session;
    setSession(step.session);
    if (step.send) link.current?.send(step.send.id, step.send.request);
  }, []);

  const [asks] = useState(openAsks);
  const ask: Ask = useCallback(
    (request) => {
      const id = newId();
      const answer = asks.begin(id);
      if (link.current) link.current.send(id, request);
      else asks.lost();
      return answer;
    },
    [asks],
  );

  // React keeps what it rendered before the last time, to use it again: the person who has gone must not stay in it.
  const letGo = useRef<Session | null>(null);
  useEffect(() => {
    const atStart = session.step.at === 'home' && session.trail.length === 0;
    if (!atStart || session === letGo.current || session !== current.current) return;
    letGo.current = { ...session };
    current.current = letGo.current;
    setSession(letGo.current);
  }, [session]);

  const scanListeners = useRef(new Set<(text: string) => void>());
  const scan = useCallback((text: string): void => {
    for (const listener of scanListeners.current) listener(text);
  }, []);
  const onScan: OnScan = useCallback((listener) => {
    scanListeners.current.add(listener);
    return () => scanListeners.current.delete(listener);
  }, []);

  useEffect(() => {
    const catalogues = openCatalogueAsks({
      newId,
      ask: (id) => opened.send(id, { name: 'catalogue' }),
      later(ms, then) {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    });
    const take = (message: FromHost): void => {
      switch (message.type) {
        case 'state':
          setState(message);
          catalogues.hears({ online: message.online, version: message.info?.catalogue ?? null });
          return;
        case 'support':
          setSupport(message.looks);
          return;
        case 'draw':
          opened.picture(message.id, drawFor(message.visit, current.current, known.current));
          return;
        case 'enrolment':
          setEnrolment(message.state);
          return;
        case 'card':
          act({ type: 'card', card: message.card });
          return;
        case 'card-trouble':
          act({ type: 'card-trouble', text: message.text });
          return;
        case 'paper':
          act({ type: 'paper', id: message.id, state: message.state });
          return;
        case 'answer': {
          if (asks.take(message)) return;
          if (catalogues.answered(message.id)) {
            setCatalogue(Catalogue.parse(message.body));
            return;
          }
          if (message.id === current.current.helper.asking) {
            act({ type: 'helper-rings', request: message.id });
            return;
          }
          const slip = TicketSlip.or(CertificateSlip).or(Booking).safeParse(message.body);
          if (slip.success) act({ type: 'answered', request: message.id, body: slip.data });
          else act({ type: 'told', request: message.id, body: message.body });
          return;
        }
        case 'failure':
          if (asks.take(message)) return;
          if (catalogues.failed(message.id)) return;
          act({ type: 'failed', request: message.id, ...message.error });
          return;
        case 'scanned':
          scan(message.text);
          return;
      }
    };
    const opened = openHostLink({
      onMessage: take,
      busy: () => !isUntouched(current.current),
      onConnected(isConnected) {
        setConnected(isConnected);
        if (!isConnected) asks.lost();
        catalogues.anew();
      },
    });
    link.current = opened;
    return () => {
      catalogues.close();
      opened.close();
    };
  }, [act, scan, asks]);

  return { connected, state, enrolment, catalogue, support, session, act, scan, onScan, ask };
}
