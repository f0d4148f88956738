import type { PrintOutcome } from '@hall/hardware/drivers/ticket-printer/outcome';
import type { HostClock } from '@hall/kiosk/device-host/clock';
import { silentLog } from '@hall/kiosk/device-host/log';
import { openBookFile } from '@hall/kiosk/device-host/offline/book-file';
import { openHallCopy } from '@hall/kiosk/device-host/offline/hall-copy';
import { openOfflineDesk } from '@hall/kiosk/device-host/offline/offline-desk';
import { openReportJournal } from '@hall/kiosk/device-host/reports/report-journal';
import { openReportSender } from '@hall/kiosk/device-host/reports/report-sender';
import { openPaperKey } from '@hall/kiosk/device-host/tickets/paper-key';
import { openPaperSigner } from '@hall/kiosk/device-host/tickets/paper-signer';
import { openTicketDesk } from '@hall/kiosk/device-host/tickets/ticket-desk';
import { catalogueOf } from '@hall/queue-server/hall/views/catalogue';
import { kioskNumbers, offlineKnowledge } from '@hall/queue-server/hall/views/kiosk-numbers';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { Message } from '@hall/shared/contracts/messages';
import type { OfflineTicket } from '@hall/shared/contracts/offline';
import { err, ok } from '@hall/shared/contracts/result';
import { type ModelHall, opened } from '../model-hall.ts';

/** A kiosk as its device host puts it together, with its real files, before a hall in memory. */

const TEXT = { zh: '某', en: 'some' };
/** X25519 public key of all zeros but one: nobody is sealed in these visits. */
const SEAL_TO = Buffer.alloc(32, 9).toString('base64');
const PATIENCE = 40;

export interface CutPaper {
  readonly number: string;
  readonly ordinal: number;
  readonly code: string | null;
}

/** The world around the machine, which outlives it. */
export interface Around {
  readonly hall: ModelHall;
  readonly device: string;
  readonly folder: string;
  /** The machine has no power. */
  readonly dead: () => boolean;
  readonly papers: CutPaper[];
  /** Public keys that the hall was told. */
  readonly keys: Set<string>;
  readonly at: () => number;
  online: boolean;
  /** How the next papers come out; printed where nothing is said. */
  fates: PrintOutcome[];
  /** The answers to these many next asks are lost; the hall has carried them out. */
  lose: number;
}

export function openCutKiosk(around: Around) {
  const { hall, device, folder, dead, at } = around;
  const timers = new Set<() => void>();
  const clock: HostClock = {
    now: at,
    after(_, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
  };
  const ask = async (command: string, body: object, { id }: { readonly id: string }): Promise<unknown> => {
    if (dead() || !around.online) return away();
    const answer = carryOut(around, command, body, id);
    if (around.lose > 0) {
      around.lose -= 1;
      return away();
    }
    await Promise.resolve();
    return dead() ? away() : answer;
  };
  const link = {
    ...{ device, ask, online: () => around.online, lostSince: () => (around.online ? null : at()) },
    hallNow: at,
  } as never;
  const file = openBookFile(folder);
  const journal = openReportJournal(folder);
  const copy = openHallCopy(folder, silentLog);
  const signer = openPaperSigner({
    ...{ hall: hall.config.id, key: openPaperKey(folder, silentLog), link, clock, log: silentLog },
  });
  const offline = openOfflineDesk({ file, copy, link, clock, log: silentLog });
  const sender = openReportSender({ journal, link, clock, log: silentLog });
  const codes = new Map<TicketSlip, string | null>();
  const tickets = openTicketDesk({
    ...{ link, offline, journal, log: silentLog, onPaper: () => undefined },
    printer: {
      print: async () => {
        if (dead()) throw new Error('no power');
        const [slip, code] = [...codes].at(-1) as [TicketSlip, string | null];
        const fate: PrintOutcome = around.fates.shift() ?? { outcome: 'printed', proof: 'confirmed' };
        if (fate.outcome !== 'failed')
          around.papers.push({ number: slip.number, ordinal: slip.ordinal, code });
        await Promise.resolve();
        return fate;
      },
    } as never,
    context: (slip) => {
      const code = signer.code(slip);
      codes.set(slip, code);
      return { timeZone: hall.config.timeZone, demo: false, progressUrl: null, code };
    },
    onReport: sender.nudge,
  });

  /** Lets everything run that waits for nothing outside. */
  const settle = async (): Promise<void> => {
    for (let i = 0; i < PATIENCE; i += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    for (let i = 0; i < PATIENCE; i += 1) await Promise.resolve();
  };
  return {
    file,
    journal,
    tickets,
    settle,
    /** The hall is there: heartbeat, retained settings, catalogue, and what was held back goes out. */
    async heard(): Promise<void> {
      const { state, config } = hall;
      copy.info({ timeZone: config.timeZone } as never);
      copy.catalogue(catalogueOf(config));
      copy.settings({
        ...kioskNumbers(state, config, device),
        ...offlineKnowledge(config, at(), SEAL_TO),
      } as Message<'settings'>);
      copy.beat({ at: at(), heartbeatMs: 5_000 }, at());
      for (const nudge of [signer.nudge, sender.nudge, offline.nudge]) nudge();
      await settle();
      // What failed for the moment is tried again.
      const due = [...timers];
      timers.clear();
      for (const run of due) run();
      await settle();
    },
    /** The machine stops, whatever it was at. */
    drop(): void {
      timers.clear();
      try {
        offline.close();
      } catch {
        // Its files are gone with the power.
      }
      sender.close();
      signer.close();
    },
  };
}

const away = () => err({ code: 'SERVER_AWAY', message: 'no answer', text: TEXT });

function carryOut({ hall, device, keys, at }: Around, command: string, body: object, id: string): unknown {
  const by = { actor: device, requestId: id, at: at() };
  switch (command) {
    case 'ticket.paper-key':
      keys.add((body as { key: string }).key);
      return ok({ done: true });
    case 'ticket.take':
      return answered(
        hall.run('ticket.take', { ...body, paperless: false, person: null } as never, by),
        slip,
      );
    case 'ticket.reprint':
      return answered(hall.run('ticket.reprint', body as never, by), slip);
    case 'ticket.report-print':
      return answered(hall.run('ticket.report-print', body as never, by), (value) => value);
    case 'ticket.reconcile': {
      const { tickets, ...rest } = body as { tickets: OfflineTicket[]; since: number; givenUp: string[] };
      const told = { ...rest, tickets: tickets.map(opened) };
      return answered(hall.run('ticket.reconcile', told, by), (value) => value);
    }
    default:
      throw new Error(`a kiosk does not ask ${command} here`);
  }
}

function answered(answer: ReturnType<ModelHall['run']>, as: (value: unknown) => unknown): unknown {
  return answer.ok ? ok(as(answer.value)) : err({ code: answer.code, message: 'refused', text: TEXT });
}

function slip(place: unknown): unknown {
  return {
    ...{ hall: TEXT, zone: 'zone', zoneName: TEXT, place: TEXT, queueName: TEXT, department: TEXT },
    ...{ classReason: null, estimate: null, rule: TEXT },
    ...(place as object),
    items: [],
  };
}
