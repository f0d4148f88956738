import type { GUIDE_DESK_COMMANDS } from '@hall/shared/contracts/guide-desk';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { DeviceRegistry } from '../devices/registry.ts';
import { decide } from '../domain/decide.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { guideDeskView, type PrinterOf } from '../views/guide-desk.ts';
import { noting } from './accounts.ts';
import type { Handlers } from './administration.ts';

export interface GuideDeskOptions {
  readonly config: () => HallConfig;
  readonly ledger: Pick<LedgerClient, 'submit' | 'state'>;
  readonly devices: Pick<DeviceRegistry, 'isOnline' | 'printer'>;
  /** Sends the paper's order to a kiosk; `id` makes it one order, however often it arrives. */
  readonly print: (device: string, ticket: string, id: string) => void;
  readonly now: () => number;
}

const DONE = { done: true } as const;

/** What stands at the guide desk only. A paper comes out of a kiosk, by the kiosk's own asking for a reprint. */
export function guideDeskHandlers(options: GuideDeskOptions): Handlers<keyof typeof GUIDE_DESK_COMMANDS> {
  const { ledger, devices, now } = options;
  const note = noting(ledger);
  const printerOf: PrinterOf = (device) => ({
    online: devices.isOnline(device),
    printer: devices.printer(device),
  });

  return {
    'guide.read': async () => ok(guideDeskView(ledger.state, options.config(), now(), printerOf)),

    'ticket.print-at': async (asked) => {
      const { ticket, device } = asked.body;
      const config = options.config();
      // Judged here as the kiosk's reprint will be, so that the guide hears why not; nothing of it is kept.
      const unused = () => '0'.repeat(32);
      const judged = decide(
        ledger.state,
        'ticket.reprint',
        { ticket },
        { config, at: now(), actor: device, newId: unused, newTicketId: unused, head: unused() },
      );
      if (!judged.ok) return judged;
      const kiosk = config.devices.find((entry) => entry.id === device && entry.kind === 'kiosk');
      const { online, printer } = printerOf(device);
      if (!kiosk || !online || printer === 'down' || printer === 'none')
        return err(fault('KIOSK_AWAY', 'no kiosk that is online and can print'));
      const number = ledger.state.tickets.get(ticket)?.number ?? ticket;
      const noted = await note(asked, { act: 'ticket.print-asked', subject: number, detail: { device } });
      if (!noted.ok) return noted;
      options.print(device, ticket, asked.requestId);
      return ok(DONE);
    },
  };
}
