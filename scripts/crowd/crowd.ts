import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { HallView } from '@hall/shared/contracts/hall-view';
import { PadMessage, topicOf } from '@hall/shared/contracts/messages';
import { GRADES, type Grade } from '@hall/shared/contracts/ratings';
import { DeviceClient } from './device-client.ts';
import { StaffClient } from './http-client.ts';
import { inventPerson, seeded } from './people.ts';
import { staffed } from './windows.ts';

/** What of the ready file a crowd needs: it drives the hall from outside, like any script. */
export interface CrowdTarget {
  readonly hall: string;
  readonly api: string;
  readonly mqtt: { readonly tcp: string };
  readonly logins: readonly { username: string; password: string; roles: string[] }[];
  readonly devices: readonly { id: string; secret: string }[];
}

/** Where the simulated residents take their tickets; the person at the demo has the other kiosk. */
const KIOSK = 'kiosk-2';
/** Left to the person at the demo. */
const FREE_WINDOWS = new Set(['w1', 'w2', 'w3']);
const MAX_CLERKS = 16;
/** A demo's hour is short: everything goes about ten times as fast as in a hall. */
const WALK_MS = [4_000, 9_000] as const;
const SERVICE_MS = [20_000, 75_000] as const;
const RETRY_MS = 3_000;
const SESSION_OVER = new Set(['NOT_LOGGED_IN', 'SESSION_EXPIRED', 'SESSION_ENDED']);
const ARRIVAL_MS = 900;
/** Between two looks at how many people are in the hall. */
const LOOK_MS = 2_000;
const NO_SHOW_SHARE = 0.07;
const RATED_SHARE = 0.6;

/** Keeps about `residents` people waiting or being served, with clerks who work; goes on when the hall was away. */
export function startCrowd(target: CrowdTarget, residents: number, seed = 20261121): { stop(): void } {
  const stopping = new AbortController();
  const random = seeded(seed);
  void run(target, residents, random, stopping.signal).catch((error: Error) => {
    if (!stopping.signal.aborted) console.error(`The crowd went home: ${error.message}`);
  });
  return { stop: () => stopping.abort() };
}

async function run(
  target: CrowdTarget,
  residents: number,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const kiosk = await DeviceClient.connect(target.mqtt.tcp, target.hall, KIOSK, secretOf(target, KIOSK));
  const catalogue = await kiosk.ask('catalogue.read', {});
  if (!catalogue.ok) throw new Error(`no catalogue (${catalogue.problem.code})`);
  const look = hallLooker(target);
  const { windows } = await look();
  const clerks = target.logins.filter((login) => login.roles.includes('clerk')).slice(4, 4 + MAX_CLERKS);
  const hasPad = (window: string) => target.devices.some(({ id }) => id === `pad-${window}`);
  const ours = windows
    .filter(({ id }) => hasPad(id) && !FREE_WINDOWS.has(id))
    .map(({ id, serves = [] }) => ({ id, serves }));
  staffed(ours, clerks.length).forEach((window, i) => {
    const login = clerks[i] as CrowdTarget['logins'][number];
    void persist(signal, () => pad(target, window, random));
    const session = sessionOf(target, login);
    void persist(signal, () => clerk(session, window, random, signal));
  });
  await persist(signal, async () => {
    let inside = peopleIn(await look());
    for (let lookedAt = Date.now(); !signal.aborted; ) {
      await sleep(ARRIVAL_MS * (0.5 + random()), undefined, { signal });
      if (Date.now() - lookedAt > LOOK_MS) {
        inside = peopleIn(await look());
        lookedAt = Date.now();
      }
      if (inside < residents && (await arrive(kiosk, catalogue.value, random))) inside += 1;
    }
  });
}

/** Does it again from its beginning when it fails: a hall that is started again, or a session that has ended. */
async function persist(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

interface StaffSession {
  /** Logs in where there is no session: a hall takes only so many logins a minute. */
  staff(): Promise<StaffClient>;
  over(): void;
}

function sessionOf(target: CrowdTarget, login: { username: string; password: string }): StaffSession {
  let client: StaffClient | null = null;
  return {
    async staff() {
      client ??= await StaffClient.login(target.api, login.username, login.password);
      return client;
    },
    over() {
      client = null;
    },
  };
}

/** The hall as its manager sees it. */
function hallLooker(target: CrowdTarget): () => Promise<HallView> {
  const manager = target.logins.find(({ roles }) => roles.includes('manager'));
  if (!manager) throw new Error('the hall has no manager');
  const session = sessionOf(target, manager);
  return async () => {
    const read = await (await session.staff()).command('hall.read', {});
    if (read.ok) return read.value;
    session.over();
    throw new Error(`the hall cannot be seen: ${read.problem.code}`);
  };
}

function peopleIn({ zones, windows }: HallView): number {
  const waiting = zones.reduce((sum, zone) => sum + zone.waiting, 0);
  return waiting + windows.filter(({ serving }) => serving !== null).length;
}

async function arrive(kiosk: DeviceClient, catalogue: Catalogue, random: () => number): Promise<boolean> {
  const item = catalogue.items[Math.floor(random() * catalogue.items.length)];
  if (!item) return false;
  const taken = await kiosk.ask('ticket.take', { items: [item.id], person: inventPerson(random) });
  if (!taken.ok) return false;
  const { ticket, ordinal } = taken.value;
  await kiosk.ask('ticket.report-print', {
    ticket,
    ordinal,
    report: { outcome: 'printed', proof: 'confirmed' },
  });
  return true;
}

/** Works until the crowd is stopped; throws where the hall does not answer, or not to this clerk any more. */
async function clerk(
  session: StaffSession,
  window: string,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const staff = await session.staff();
  const between = ([from, to]: readonly [number, number]) =>
    sleep(from + random() * (to - from), undefined, { signal });
  const opened = await staff.command('window.open', { window });
  if (!opened.ok) {
    if (SESSION_OVER.has(opened.problem.code)) session.over();
    throw new Error(`${window} does not open: ${opened.problem.code}`);
  }
  while (!signal.aborted) {
    const called = await staff.command('window.call', { window });
    // Somebody who was called or served when the clerk of before went.
    const isTaken = !called.ok && ['WINDOW_BUSY', 'CONFIRM_END'].includes(called.problem.code);
    if (!called.ok && !isTaken) {
      if (SESSION_OVER.has(called.problem.code)) {
        session.over();
        throw new Error('the session is over');
      }
      // A new day begins with closed windows.
      if (called.problem.code === 'WINDOW_CLOSED') await staff.command('window.open', { window });
      await sleep(RETRY_MS, undefined, { signal });
      continue;
    }
    await between(WALK_MS);
    if (random() < NO_SHOW_SHARE && (await staff.command('window.no-show', { window })).ok) continue;
    await staff.command('window.start', { window });
    await between(SERVICE_MS);
    await staff.command('window.finish', { window });
  }
}

/** The citizen at this window: rates most services, kindly for the most part. */
async function pad(target: CrowdTarget, window: string, random: () => number): Promise<void> {
  const id = `pad-${window}`;
  const device = await DeviceClient.connect(target.mqtt.tcp, target.hall, id, secretOf(target, id));
  const topic = topicOf(target.hall, 'pad', window);
  let last = '';
  device.mqtt.on('message', (from, payload) => {
    if (from !== topic) return;
    const { show, ref } = PadMessage.parse(JSON.parse(payload.toString()));
    if (show !== 'rate' || ref === null || ref === last) return;
    last = ref;
    if (random() > RATED_SHARE) return;
    const grade = (random() < 0.7 ? 5 : random() < 0.7 ? 4 : 1 + Math.floor(random() * 3)) as Grade;
    const reasons = GRADES[grade].reasons.filter(() => random() < 0.2).map((reason) => reason.code);
    setTimeout(
      () => void device.ask('rating.give', { window, ref, grade, reasons }),
      3_000 + random() * 8_000,
    );
  });
  await device.mqtt.subscribeAsync(topic, { qos: 1 });
}

function secretOf(target: CrowdTarget, id: string): string {
  const device = target.devices.find((entry) => entry.id === id);
  if (!device) throw new Error(`the hall has no device ${id}`);
  return device.secret;
}
