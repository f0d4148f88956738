import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Logger } from 'pino';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { HallOptions } from '../options.ts';
import { type Authority, loadAuthority } from './authority.ts';
import { clientIdOwner } from './client-ids.ts';
import type { DeviceTokens } from './device-token.ts';
import { Enrolments } from './enrolments.ts';
import type { AccessStore, DeviceActor } from './store.ts';
import { keepServerTls, lanAddresses, ownNames, type ServerTls } from './tls.ts';

/**
 * Last-seen times are written this often: worth knowing to the minute, not worth a write for each screen. A
 * revocation that found the disk full is tried again then, too.
 */
const SAVE_SEEN_MS = 60_000;

/** What stands between devices and the hall: its CA, its certificate, its enrolments and credentials. */
export interface DeviceDoors {
  readonly authority: Authority;
  readonly tls: ServerTls;
  readonly enrolments: Enrolments;
  /** Names that this server answers to. */
  readonly hosts: () => ReadonlySet<string>;
  /** By password: the device's secret, or a token of its present credential. */
  authenticate(device: string, password: string): DeviceActor | null;
  ownerOf(clientId: string): string | null;
  generation(device: string): number | null;
  /** Presence of a device was heard. */
  seen(device: string, version: string): void;
  stop(): void;
}

export async function openDeviceDoors(parts: {
  readonly options: HallOptions;
  readonly config: HallConfig;
  readonly access: AccessStore;
  readonly devices: DeviceRegistry;
  readonly tokens: DeviceTokens;
  readonly log: Logger;
  readonly now: () => number;
  /** Certificates are judged by other machines' clocks, so they are made by the wall clock. */
  readonly wall?: () => number;
}): Promise<DeviceDoors> {
  const { options, config, access, devices, tokens, log, now, wall = Date.now } = parts;
  const credentials = access.devices;
  const publicHost = options.publicUrl === null ? [] : [new URL(options.publicUrl).hostname.toLowerCase()];
  const authority = await loadAuthority({
    folder: options.keys,
    hall: config.id,
    // The government extranet uses addresses that no RFC calls private: what this machine has now is its own.
    hosts: [...options.hostNames, ...ownNames(), ...lanAddresses()],
    now: wall(),
  });
  const tls = await keepServerTls({
    folder: options.keys,
    authority,
    hostNames: options.hostNames,
    lan: options.lan,
    now: wall,
    log,
  });
  log.info({ event: 'tls.authority', fingerprint: authority.fingerprint }, 'hall CA');
  const enrolments = new Enrolments(
    config.id,
    authority.fingerprint,
    (enrolment) => credentials.byEnrolment(enrolment)?.id ?? null,
  );
  const ids = config.devices.map((device) => device.id);
  const save = (): void => {
    for (const id of ids) {
      const version = credentials.record(id)?.version;
      if (version && devices.isOnline(id)) credentials.seen(id, now(), version);
    }
    try {
      credentials.save();
    } catch (error) {
      // A full disk: what was seen or ended stays in memory and is written with the next success.
      log.warn(
        { event: 'devices.not-saved', reason: (error as Error).message },
        'last-seen times and revocations wait for room',
      );
    }
  };
  const timer = setInterval(save, SAVE_SEEN_MS);
  timer.unref();

  let known: ReadonlySet<string> | null = null;
  let union: ReadonlySet<string> = new Set();
  const hosts = (): ReadonlySet<string> => {
    if (known !== tls.hosts()) {
      known = tls.hosts();
      union = new Set([...known, ...publicHost]);
    }
    return union;
  };
  return {
    authority,
    tls,
    enrolments,
    hosts,
    authenticate(device, password) {
      const generation = credentials.generation(device);
      if (generation === null) return null;
      return tokens.check(device, generation, password, now()) || credentials.check(device, password)
        ? devices.actor(device)
        : null;
    },
    ownerOf: (clientId) => clientIdOwner(clientId, ids),
    generation: (device) => credentials.generation(device),
    seen: (device, version) => credentials.seen(device, now(), version),
    stop() {
      clearInterval(timer);
      tls.stop();
      save();
    },
  };
}
