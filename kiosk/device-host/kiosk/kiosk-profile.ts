import type { Clock } from '@hall/hardware';
import type { Message } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { ok } from '@hall/shared/contracts/result';
import { openCardHold } from '../cards/card-hold.ts';
import { openCertificateDesk } from '../certificates/certificate-desk.ts';
import { fetchPdf } from '../certificates/fetch-pdf.ts';
import type { HostClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import { keepHeads } from '../heads/head-keeping.ts';
import { openHelperBell } from '../helper/helper-bell.ts';
import type { Host } from '../host.ts';
import { randomId } from '../ids.ts';
import { openServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import { openBookFile } from '../offline/book-file.ts';
import { openHallCopy } from '../offline/hall-copy.ts';
import { openOfflineDesk } from '../offline/offline-desk.ts';
import { openPageServer } from '../page/page-server.ts';
import { trackPeripherals } from '../peripherals.ts';
import { openPowerWatch } from '../power/power-watch.ts';
import { openQueryDesk } from '../query/query-desk.ts';
import { openRatingsCopy } from '../query/ratings-copy.ts';
import { type HostLogs, openKioskRemote } from '../remote/kiosk-remote.ts';
import { openSettingsStore } from '../remote/settings-store.ts';
import { withDeviceSettings } from '../remote/with-settings.ts';
import { openReportJournal } from '../reports/report-journal.ts';
import { openReportSender } from '../reports/report-sender.ts';
import { openResidentDesk } from '../resident/resident-desk.ts';
import { openPaperKey } from '../tickets/paper-key.ts';
import { openPaperSigner } from '../tickets/paper-signer.ts';
import { printOrders } from '../tickets/print-orders.ts';
import { openTicketDesk, printedBy } from '../tickets/ticket-desk.ts';
import { VERSION } from '../version.ts';
import type { KioskDeviceEvents, OpenKioskDevices } from './devices.ts';
import { openKioskDevices } from './devices.ts';
import { hallKnowledge } from './hall-knowledge.ts';
import { kioskBackend } from './kiosk-backend.ts';
import { powerClosing } from './power-closing.ts';

/** A code that a scanner read is shown to the page only as far as the contract allows. */
const SCAN_MAX = 512;
/** While the server is away queues open and close by this machine's own clock. */
const OFFLINE_LOOK_MS = 10_000;

export interface KioskOptions {
  readonly config: KioskConfig;
  readonly appFolder: string;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly openDevices?: OpenKioskDevices;
  /** Monotonic, for the watch over the UPS. */
  readonly powerClock?: Clock;
  readonly logs?: HostLogs;
}

/** The kiosk profile: reader, printers and scanner of one machine, its page, and its link to the hall server. */
export async function openKiosk(options: KioskOptions): Promise<Result<Host & { readonly url: string }>> {
  const { clock, log } = options;
  const remoteSettings = openSettingsStore(options.config.dataDir, clock.now(), log);
  const config = withDeviceSettings(options.config, remoteSettings.current());
  const journal = openReportJournal(config.dataDir);
  const book = openBookFile(config.dataDir);
  const copy = openHallCopy(config.dataDir, log);
  const knowledge = hallKnowledge(() => link, copy);
  const peripherals = trackPeripherals(clock, () => {
    link.health(peripherals.list());
    backend.stateChanged();
  });
  const keepHead = keepHeads({ hall: config.hall, dataDir: config.dataDir, peripherals, log });
  const backend = kioskBackend({
    link: () => link,
    knowledge,
    peripherals: () => peripherals.list(),
    hold: () => hold,
    tickets: () => tickets,
    certificates: () => certificates,
    resident: () => resident,
    query: () => query,
    bell: () => bell,
    offline: () => offline,
    closing: () => closing,
    support: () => remote.support(),
    drawn: (drawing) => remote.drawn(drawing),
    words: (texts) => remote.words(texts),
    sent: (message) => remote.sent(message),
    clock,
  });

  // The page first: a busy port must be said before anything else is touched.
  const page = await openPageServer({
    ...{ port: config.port, appFolder: options.appFolder, backend, clock, log },
    camera: config.camera ?? false,
    screen: config.screen,
  });
  if (!page.ok) {
    book.close();
    return page;
  }
  const pageServer = page.value;

  const link = openServerLink({
    url: config.mqttUrl,
    hall: config.hall,
    device: config.device,
    secret: config.secret,
    ca: config.ca,
    onRefused: (refused) => backend.enrolment(refused ? { step: 'revoked' } : null),
    version: VERSION,
    hear: [{ name: 'info' }, { name: 'queue', part: '+' }],
    hearIfOffered: [
      { name: 'head' },
      { name: 'settings', part: config.device },
      { name: 'do', part: config.device },
    ],
    onOffered: ({ name }, offered) => {
      if (name === 'do' && offered) remote.offered();
    },
    clock,
    log,
    onMessage(incoming) {
      if (incoming.name === 'server' && !incoming.retained)
        copy.beat(incoming.message as Message<'server'>, clock.now());
      if (incoming.name === 'settings') {
        const settings = incoming.message as Message<'settings'>;
        copy.settings(settings);
        bell.hallSays(settings.bell ?? null);
      }
      if (incoming.name === 'do' && closing.view()?.state !== 'closed') {
        order(incoming.message as Message<'do'>);
        remote.take(incoming.message as Message<'do'>);
      }
      if (incoming.name === 'head') {
        const { head } = incoming.message as Message<'head'>;
        copy.head(head.hash);
        void keepHead(incoming.message as Message<'head'>);
      }
      if (!knowledge.take(incoming)) return;
      backend.stateChanged();
      // The catalogue says from which age on a person comes first: it must be there before a card is laid.
      if (incoming.name === 'info' && link.online()) void knowledge.catalogue();
    },
    onLiveness(online) {
      backend.stateChanged();
      if (!online) return;
      sender.nudge();
      offline.nudge();
      papers.nudge();
      void knowledge.catalogue();
    },
  });
  const offline = openOfflineDesk({ file: book, copy, link, clock, log });
  const papers = openPaperSigner({
    ...{ hall: config.hall, key: openPaperKey(config.dataDir, log), link, clock, log },
  });
  const bell = openHelperBell({ link, clock, onChange: backend.stateChanged });
  const order = printOrders({ tickets: () => tickets, hallNow: link.hallNow, clock, log });
  const sender = openReportSender({ journal, link, clock, log });
  const hold = openCardHold({
    clock,
    newId: randomId,
    timeZone: knowledge.timeZone,
    seniorAge: knowledge.seniorAge,
    onView: (card) => backend.send({ type: 'card', card }),
  });
  const events: KioskDeviceEvents = {
    onCard: hold.laid,
    onLifted: hold.lifted,
    onTrouble: (text) => backend.send({ type: 'card-trouble', text }),
    onScan: (text) => backend.send({ type: 'scanned', text: text.slice(0, SCAN_MAX) }),
    onLateProof: (jobId) => tickets.lateProof(jobId),
    onHealth: (kind, health) => peripherals.update(kind, kind, health),
  };
  const devices = (options.openDevices ?? openKioskDevices)(config, events, clock);
  const tickets = openTicketDesk({
    link,
    offline,
    printer: devices.printer,
    journal,
    log,
    context: (slip) => ({
      code: papers.code(slip),
      timeZone: knowledge.timeZone(),
      demo: knowledge.info()?.demo ?? false,
      progressUrl: knowledge.info()?.progressUrl ?? null,
    }),
    onPaper(message) {
      closing.paper(message);
      backend.send(message);
      // A number of the own range is gone.
      backend.stateChanged();
    },
    onReport: sender.nudge,
  });
  const query = openQueryDesk({
    link: () => link,
    catalogue: () => knowledge.catalogue(),
    printer: () => devices.printer,
    ratings: openRatingsCopy(config.dataDir, log),
    context: () => ({
      timeZone: knowledge.timeZone(),
      demo: knowledge.info()?.demo ?? false,
      at: copy.hallNow(clock.now()),
    }),
    log,
  });
  const resident = openResidentDesk({
    link,
    print: devices.printer === null ? null : printedBy(devices.printer, log),
    log,
    context() {
      const info = knowledge.info();
      return info === null ? null : { timeZone: info.timeZone, demo: info.demo, hall: info.name };
    },
    onPaper(message) {
      closing.paper(message);
      backend.send(message);
    },
  });
  let cancelLook: () => void = () => undefined;
  const look = (): void => {
    if (!link.online()) backend.stateChanged();
    cancelLook = clock.after(OFFLINE_LOOK_MS, look);
  };
  look();
  const certificates = openCertificateDesk({
    link,
    printer: devices.pagePrinter,
    fetch: (path) =>
      fetchPdf({
        httpUrl: config.httpUrl,
        path,
        device: config.device,
        secret: config.secret,
        ca: config.ca,
      }),
    journal,
    log,
    onPaper(message) {
      closing.paper(message);
      backend.send(message);
    },
    onReport: sender.nudge,
  });

  const remote = openKioskRemote({
    ...{
      config,
      settings: remoteSettings,
      logs: options.logs,
      link,
      backend,
      knowledge,
      copy,
      book,
      journal,
    },
    ...{ pages: pageServer, peripherals, printer: devices.printer, clock, log },
    cardThere: () => hold.view() !== null,
  });

  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= stopAll();
    return stopped;
  };
  async function stopAll(): Promise<void> {
    remote.close();
    hold.end();
    backend.close();
    sender.close();
    offline.close();
    papers.close();
    cancelLook();
    await pageServer.close();
    await devices.close();
    await link.close();
  }

  const closing = powerClosing({
    settings: config.ups,
    commit: () => watch?.commit() ?? false,
    pages: backend.pages,
    reportsWaiting: () => link.online() && journal.ready().length > 0,
    stop,
    onView: backend.stateChanged,
    clock,
    log,
  });
  const watch = config.ups
    ? openPowerWatch({
        settings: config.ups,
        log,
        onPhase: closing.phase,
        onHealth: (health) => peripherals.update('ups', 'ups', health),
        ...(options.powerClock === undefined ? {} : { clock: options.powerClock }),
      })
    : null;
  return ok({
    url: pageServer.url,
    ended: Promise.race([closing.ended, remote.ended]),
    async close() {
      closing.close();
      await watch?.close();
      await stop();
    },
  });
}
