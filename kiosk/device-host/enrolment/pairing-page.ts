import type { EnrolmentView, FromHost } from '@hall/shared/contracts/kiosk-link';
import { err } from '@hall/shared/contracts/result';
import { askFault } from '../link/server-link.ts';
import type { PageBackend } from '../page/backend.ts';

export interface PairingPage extends PageBackend {
  show(state: EnrolmentView): void;
}

/** Stands behind the kiosk's page while the machine has no credential: it shows how far the pairing is. */
export function pairingPage(): PairingPage {
  const listeners = new Set<(message: FromHost) => void>();
  let state: EnrolmentView = { step: 'contacting' };
  return {
    greeting: () => [{ type: 'enrolment', state }],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: async () => err(askFault('DEVICE_UNKNOWN', 'this machine is not enrolled yet')),
    abandoned: () => undefined,
    show(next) {
      state = next;
      for (const listener of listeners) listener({ type: 'enrolment', state });
    },
  };
}
