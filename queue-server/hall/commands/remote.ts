import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { REMOTE_COMMANDS, RemoteOrder, RemoteView } from '@hall/shared/contracts/remote';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { RemoteDesk } from '../devices/remote/remote-desk.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { noting } from './accounts.ts';
import type { Asked, Handlers } from './administration.ts';

type Name = keyof typeof REMOTE_COMMANDS;

export interface RemoteOptions {
  readonly desk: RemoteDesk;
  readonly config: () => HallConfig;
  readonly devices: Pick<DeviceRegistry, 'isOnline'>;
  readonly ledger: Pick<LedgerClient, 'submit'>;
  /** Publishes the order on the device's own topic. */
  readonly send: (device: string, id: string, order: RemoteOrder) => void;
  /** Staff's pages read again. */
  readonly onChange: () => void;
  readonly now: () => number;
}

/** Kinds whose program knows remote orders. */
const HOSTS: ReadonlySet<string> = new Set(['kiosk']);
const DONE = { done: true } as const;

/** Looking after device hosts from afar. Each order is in the ledger before it goes out. */
export function remoteHandlers(options: RemoteOptions): Handlers<Name> {
  const { desk, config, devices, ledger, now } = options;
  const note = noting(ledger);

  const reachOf = (device: string): Result<RemoteView['reach'], Fault<ErrorCode>> => {
    const kind = config().devices.find(({ id }) => id === device)?.kind;
    if (kind === undefined) return err(fault('DEVICE_NOT_CONFIGURED', 'no such device'));
    if (!HOSTS.has(kind)) return ok('other');
    if (!devices.isOnline(device)) return ok('away');
    return ok(desk.isReady(device) ? 'ready' : 'older');
  };
  const REFUSALS = { away: 'DEVICE_AWAY', older: 'DEVICE_OLDER', other: 'DEVICE_NOT_REMOTE' } as const;

  async function give(asked: Asked<never>, device: string, order: RemoteOrder, act: string, detail: Detail) {
    const reach = reachOf(device);
    if (!reach.ok) return reach;
    if (reach.value !== 'ready') return err(fault(REFUSALS[reach.value], `the device is ${reach.value}`));
    const begun = desk.begin(device, `remote-${randomUUID()}`, order, asked.actor.id);
    if (!begun.ok) return begun;
    const { id } = begun.value;
    const noted = await note(asked, { act, subject: device, detail });
    if (!noted.ok) {
      desk.report(device, id, { kind: 'refused', why: 'failed' });
      return noted;
    }
    options.send(device, id, order);
    options.onChange();
    return ok({ order: id });
  }

  return {
    'device.remote': async ({ body: { device } }) => {
      const reach = reachOf(device);
      return reach.ok ? ok({ reach: reach.value, ...desk.view(device) }) : reach;
    },
    'device.self-test': (asked) => {
      const { device, slip } = asked.body;
      return give(asked, device, { what: 'self-test', slip }, 'device.self-test', { slip });
    },
    'device.health': (asked) => give(asked, asked.body.device, { what: 'health' }, 'device.health', {}),
    'device.restart': (asked) => {
      const { device, part, withinS } = asked.body;
      return give(asked, device, { what: 'restart', part, withinS }, 'device.restart', { part, withinS });
    },
    'device.settings': (asked) => {
      const { device, change } = asked.body;
      if (change === undefined) return give(asked, device, { what: 'settings' }, 'device.settings-read', {});
      return give(asked, device, { what: 'change-settings', ...change }, 'device.settings-changed', {
        base: change.base,
      });
    },
    'device.logs': (asked) => {
      const { device, minutes } = asked.body;
      return give(asked, device, { what: 'logs', minutes }, 'device.logs', { minutes });
    },
    'device.screenshot': (asked) => {
      const { device, duringVisit } = asked.body;
      return give(asked, device, { what: 'screenshot', duringVisit }, 'device.screenshot', { duringVisit });
    },
    'device.bundle': async (asked) => {
      const { device, order } = asked.body;
      const bundle = desk.bundle(device, order);
      if (!bundle.ok) return bundle;
      const noted = await note(asked, { act: 'device.bundle', subject: device, detail: {} });
      if (!noted.ok) return noted;
      const { day, clock } = localTime(now(), config().timeZone);
      const name = `${device}-${day}-${clock.replace(':', '')}.log.gz`;
      return ok({ name, base64: bundle.value.toString('base64') });
    },
    'device.report': async ({ actor, body: { order, report } }) => {
      const taken = desk.report(actor.id, order, report);
      if (!taken.ok) return taken;
      options.onChange();
      return ok(DONE);
    },
    'device.deliver': async ({ actor, body: { order, piece, data } }) => {
      const taken = desk.deliver(actor.id, order, piece, data);
      if (!taken.ok) return taken;
      options.onChange();
      return ok(DONE);
    },
  };
}

type Detail = Readonly<Record<string, string | number | boolean>>;
