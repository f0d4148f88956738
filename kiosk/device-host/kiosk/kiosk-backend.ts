import type { CardView, EnrolmentView, FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { CardHold } from '../cards/card-hold.ts';
import type { CertificateDesk } from '../certificates/certificate-desk.ts';
import type { HostClock } from '../clock.ts';
import type { HelperBell } from '../helper/helper-bell.ts';
import type { AskFault, ServerLink } from '../link/server-link.ts';
import { askFault } from '../link/server-link.ts';
import type { OfflineDesk } from '../offline/offline-desk.ts';
import type { PageBackend } from '../page/backend.ts';
import type { QueryDesk } from '../query/query-desk.ts';
import { carryOutQuery, isQuery } from '../query/requests.ts';
import { carryOutResident, isResident } from '../resident/requests.ts';
import type { ResidentDesk } from '../resident/resident-desk.ts';
import type { TicketDesk } from '../tickets/ticket-desk.ts';
import type { HallKnowledge } from './hall-knowledge.ts';
import type { PowerClosing } from './power-closing.ts';

/** After a reconnect dozens of retained messages come at once; the page gets them as one. */
const STATE_GATHER_MS = 40;

export interface KioskBackend extends PageBackend {
  send(message: FromHost): void;
  /** Something of the state changed; the page is told soon. */
  stateChanged(): void;
  /** The hall does not let this machine in; null: it does. */
  enrolment(state: EnrolmentView | null): void;
  /** How many pages are connected. */
  pages(): number;
  close(): void;
}

/** Turns the page's requests into what the desks do, and what happens into messages for every open page. */
export function kioskBackend(options: {
  readonly link: () => Pick<ServerLink, 'online' | 'lostSince' | 'device'>;
  readonly knowledge: HallKnowledge;
  readonly peripherals: () => PeripheralHealth[];
  readonly hold: () => CardHold;
  readonly tickets: () => TicketDesk;
  readonly certificates: () => CertificateDesk;
  readonly resident: () => ResidentDesk;
  readonly query: () => QueryDesk;
  readonly bell: () => HelperBell;
  readonly offline: () => Pick<OfflineDesk, 'queues'>;
  readonly closing: () => PowerClosing;
  /** What the self-test and the settings mean for the page. */
  readonly support?: () => Pick<Extract<FromHost, { type: 'state' }>, 'limits' | 'screen'>;
  readonly drawn?: PageBackend['drawn'];
  readonly words?: PageBackend['words'];
  /** Hears whatever goes to the pages. */
  readonly sent?: (message: FromHost) => void;
  readonly clock: HostClock;
}): KioskBackend {
  const listeners = new Set<(message: FromHost) => void>();
  let cancelState: (() => void) | null = null;
  let enrolment: EnrolmentView | null = null;

  const state = (): FromHost => {
    const link = options.link();
    return {
      type: 'state',
      online: link.online(),
      lostSince: link.lostSince(),
      info: options.knowledge.info(),
      queues: options.knowledge.queues(),
      peripherals: options.peripherals(),
      device: link.device,
      bell: options.bell().view(),
      offline: link.online() ? null : options.offline().queues(),
      power: options.closing().view(),
      ...options.support?.(),
    };
  };
  const send = (message: FromHost): void => {
    options.sent?.(message);
    for (const listener of listeners) listener(message);
  };
  const endVisit = (): void => {
    options.hold().end();
    options.tickets().end();
    options.certificates().end();
    options.resident().end();
    options.query().end();
    options.bell().end();
  };

  async function carryOut(id: string, asked: LinkRequest): Promise<Result<unknown, AskFault>> {
    if (isResident(asked)) {
      const hold = options.hold();
      return carryOutResident(id, asked, {
        ...{ resident: options.resident(), tickets: options.tickets(), hold },
      });
    }
    if (isQuery(asked)) {
      return carryOutQuery(id, asked, { query: options.query(), hold: options.hold() });
    }
    switch (asked.name) {
      case 'catalogue':
        return options.knowledge.catalogue();
      case 'take': {
        const person = options.hold().personOf(asked.card);
        if (asked.card !== null && person === null) return cardGone();
        return options.tickets().take(id, { items: asked.items, queue: asked.queue, person });
      }
      case 'reprint':
        return options.tickets().reprint(id, asked.ticket);
      case 'certificate': {
        const person = options.hold().personOf(asked.card);
        return person === null ? cardGone() : options.certificates().issue(id, asked.kind, person);
      }
      case 'helper':
        return options.bell().ring(id);
      case 'end':
        endVisit();
        return ok({});
      case 'closed':
        endVisit();
        options.closing().nobodyThere();
        return ok({});
    }
  }

  return {
    send,
    pages: () => listeners.size,
    ...(options.drawn === undefined ? {} : { drawn: options.drawn }),
    ...(options.words === undefined ? {} : { words: options.words }),
    request(id, asked) {
      const closing = options.closing();
      const refused = closing.refuses(asked);
      // While the page says that the machine is closed, it must not be waited for.
      if (asked.name === 'closed') return carryOut(id, asked);
      return refused === null ? closing.during(carryOut(id, asked)) : Promise.resolve(err(refused));
    },
    stateChanged() {
      cancelState ??= options.clock.after(STATE_GATHER_MS, () => {
        cancelState = null;
        send(state());
      });
    },
    enrolment(next) {
      if (next?.step === enrolment?.step) return;
      enrolment = next;
      send({ type: 'enrolment', state: next });
    },
    greeting: () => [
      state(),
      { type: 'card', card: options.hold().view() satisfies CardView | null },
      { type: 'enrolment', state: enrolment },
    ],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    abandoned() {
      endVisit();
      options.closing().nobodyThere();
    },
    close() {
      cancelState?.();
      listeners.clear();
    },
  };
}

function cardGone(): Result<never, AskFault> {
  return err(askFault('CARD_NEEDED', 'the card that the page was told of is gone'));
}
