import path from 'node:path';
import type { TicketPrinter } from '@hall/hardware/drivers/ticket-printer/driver';
import type { FromHost } from '@hall/shared/contracts/kiosk-link';
import type { Message } from '@hall/shared/contracts/messages';
import { localTime } from '@hall/shared/contracts/time';
import type { HostClock } from '../clock.ts';
import type { KioskConfig } from '../config.ts';
import { randomId } from '../ids.ts';
import type { HallKnowledge } from '../kiosk/hall-knowledge.ts';
import type { KioskBackend } from '../kiosk/kiosk-backend.ts';
import type { ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { LogRing } from '../logs/log-ring.ts';
import type { BookFile } from '../offline/book-file.ts';
import type { HallCopy } from '../offline/hall-copy.ts';
import type { PageServer } from '../page/page-server.ts';
import type { Peripherals } from '../peripherals.ts';
import type { ReportJournal } from '../reports/report-journal.ts';
import { testSlipLayout } from '../tickets/test-slip.ts';
import { machineHealth } from './machine-health.ts';
import { cameraThere, diskRoom, isWritable } from './probes.ts';
import { openRemoteHands, type RemoteHands } from './remote-hands.ts';
import { reportLine } from './report-line.ts';
import { openScreenAsks } from './screen-asks.ts';
import type { SelfTestFacts } from './self-test.ts';
import { openSelfTests } from './self-tests.ts';
import type { SettingsStore } from './settings-store.ts';
import { openRestartMark } from './start-anew.ts';
import { wellnessOf } from './trial.ts';

/** What a kiosk's log and its level are reached by; absent in tests that have none. */
export interface HostLogs {
  readonly ring: LogRing;
  setLevel(level: string): void;
}

const DISK_WARN_MB = 500;
/** A page beats four times a second. */
const PAGE_SILENT_MS = 2_000;
/** The answer of the heartbeat is there soon after the connection. */
const INTRODUCE_AGAIN_MS = 1_000;

export interface KioskRemote extends RemoteHands {
  /** For the state of the page. */
  support(): Pick<Extract<FromHost, { type: 'state' }>, 'limits' | 'screen'>;
  readonly drawn: NonNullable<KioskBackend['drawn']>;
  readonly words: NonNullable<KioskBackend['words']>;
  /** Whatever goes to the page, so that papers under way are known. */
  sent(message: FromHost): void;
  /** The broker lets this host hear orders, after each connect. */
  offered(): void;
}

/** Self-test, health and remote hands of a kiosk, put together from what the profile has opened. */
export function openKioskRemote(options: {
  /** As it runs, and as the installer wrote it. */
  readonly config: KioskConfig;
  readonly settings: SettingsStore;
  readonly logs: HostLogs | undefined;
  readonly link: Pick<ServerLink, 'ask' | 'online' | 'hallNow'>;
  readonly pages: PageServer;
  readonly backend: KioskBackend;
  readonly knowledge: HallKnowledge;
  readonly copy: HallCopy;
  readonly book: BookFile;
  readonly journal: ReportJournal;
  readonly peripherals: Peripherals;
  readonly cardThere: () => boolean;
  readonly printer: Pick<TicketPrinter, 'print'> | null;
  readonly clock: HostClock;
  readonly log: HostLog;
}): KioskRemote {
  const { config, settings, link, pages, copy, book, knowledge, clock, log } = options;
  const startedAt = link.hallNow();
  const papers = new Set<string>();
  let closed = false;
  let cancelIntroduce = (): void => undefined;

  const skewMs = () => (link.online() ? Math.round(clock.now() - link.hallNow()) : null);
  const numbers = () => {
    const known = copy.said.settings?.numbers;
    if (!known) return null;
    const of = known.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const used = book.book.used.filter(({ day }) => day === known.day).length;
    return { left: Math.max(0, of - used), of };
  };
  const busy = () => pages.busy() || options.cardThere();

  const facts = (): SelfTestFacts => ({
    online: link.online(),
    skewMs: skewMs(),
    disk: diskRoom(config.dataDir),
    diskWarnMb: settings.current().diskWarnMb ?? DISK_WARN_MB,
    unwritable: [
      ...(isWritable(config.dataDir) ? [] : ['data' as const]),
      ...((options.logs?.ring.writable() ?? true) ? [] : ['log' as const]),
    ],
    numbers: numbers(),
    peripherals: options.peripherals.list(),
    camera: config.camera === true ? (cameraThere() ? 'there' : 'missing') : null,
    pages: pages.pages(),
  });
  const line = reportLine(link, clock, log);
  const tests = openSelfTests({
    ...{ dataDir: config.dataDir, facts, hallNow: link.hallNow, clock, log },
    hallTime() {
      const { day, minutes } = localTime(link.hallNow(), knowledge.timeZone());
      const hours = copy.said.settings?.offline?.hours ?? [];
      const openings = hours.flatMap(({ days }) =>
        days.filter((one) => one.day === day).flatMap(({ open }) => open.map(([from]) => from)),
      );
      return { day, minutes, openings };
    },
    setting: () => settings.current().selfTestAt ?? 'opening',
    onNews(test) {
      options.backend.stateChanged();
      if (link.online()) void line.report(null, { kind: 'self-test', test, slip: 'none' });
    },
  });
  const screen = openScreenAsks({
    ...{ send: options.backend.send, pages: options.backend.pages, busy, newId: randomId, clock },
    catalogue: () => copy.said.catalogue,
  });

  const onSettings = (): void => {
    options.logs?.setLevel(settings.current().logLevel ?? config.logLevel);
    options.backend.stateChanged();
  };
  const { printer } = options;
  const hands = openRemoteHands({
    ...{ clock, log, line, settings, onSettings, hallNow: link.hallNow },
    mark: openRestartMark(config.dataDir, log),
    quiet: { busy, printing: () => papers.size > 0 },
    selfTest(why) {
      const test = tests.run(why);
      options.backend.stateChanged();
      return test;
    },
    health: () => ({
      ...machineHealth(config.dataDir, startedAt),
      at: link.hallNow(),
      skewMs: skewMs(),
      pages: pages
        .pages()
        .slice(0, 8)
        .map(({ heardMsAgo, full, plain }) => ({ heardMsAgo: Math.max(0, heardMsAgo), full, plain })),
      busy: busy(),
      numbers: numbers(),
      unreported: options.journal.ready().length + book.book.open.size,
      peripherals: options.peripherals
        .list()
        .map(({ name, state, reason, since, counters }) => ({ name, state, reason, since, counters })),
    }),
    wellness: () =>
      wellnessOf(
        link.online(),
        pages.pages().some(({ heardMsAgo }) => heardMsAgo < PAGE_SILENT_MS),
        options.peripherals.list(),
      ),
    logs: (since, most) =>
      options.logs?.ring.bundle(
        since,
        {
          ...machineHealth(config.dataDir, startedAt),
          device: config.device,
          from: new Date(since).toISOString(),
        },
        most,
      ) ?? null,
    draw: screen.draw,
    reloadPages: pages.reload,
    testSlip:
      printer === null
        ? null
        : async () => {
            const layout = testSlipLayout(config.device, link.hallNow(), knowledge.timeZone());
            return (await printer.print(layout, { jobId: `test-${randomId()}` })).outcome;
          },
  });
  onSettings();

  const introduce = (): void => {
    cancelIntroduce();
    if (closed) return;
    if (link.online()) hands.introduce();
    // Connected, and the heartbeat has not come yet.
    else cancelIntroduce = clock.after(INTRODUCE_AGAIN_MS, introduce);
  };
  return {
    take: (message: Message<'do'>) => hands.take(message),
    introduce,
    offered: introduce,
    ended: hands.ended,
    support() {
      const limits = tests.limits();
      const { brightness } = settings.current();
      return {
        ...(limits.length === 0 ? {} : { limits }),
        ...(brightness === undefined ? {} : { screen: { brightness } }),
      };
    },
    drawn: screen.drawn,
    words: screen.words,
    sent(message) {
      if (message.type !== 'paper') return;
      const paper = `${message.of} ${message.id}`;
      if (message.state.step === 'printing') papers.add(paper);
      else papers.delete(paper);
    },
    close() {
      closed = true;
      cancelIntroduce();
      tests.close();
      screen.close();
      hands.close();
    },
  };
}

/** Where the masked log lies in the data folder. */
export function logFolder(dataDir: string): string {
  return path.join(dataDir, 'log');
}
