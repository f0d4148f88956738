import type { HallView } from '@hall/shared/contracts/commands';
import type { DeviceConfig, HallConfig } from '@hall/shared/contracts/hall-config';
import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { SelfTest } from '@hall/shared/contracts/remote';
import type { DeviceActor } from '../access/store.ts';
import type { Live } from '../config/live.ts';
import type { ExpectedScreen } from '../views/desk.ts';
import type { RemoteDesk } from './remote/remote-desk.ts';

interface Seen {
  online: boolean;
  since: number;
  peripherals: readonly PeripheralHealth[];
}

/** Which devices are enrolled, and how they are; presence and health come from the devices themselves. */
export class DeviceRegistry {
  readonly #live: Live;
  readonly #seen = new Map<string, Seen>();
  readonly #skews = new Map<string, number>();
  readonly #versions = new Map<string, string>();

  readonly #remote: Pick<RemoteDesk, 'offline' | 'selfTest'>;

  constructor(live: Live, remote: Pick<RemoteDesk, 'offline' | 'selfTest'> = NO_SELF_TESTS) {
    this.#live = live;
    this.#remote = remote;
  }

  get #config(): HallConfig {
    return this.#live.current;
  }

  actor(id: string): DeviceActor | null {
    const device = this.#config.devices.find((entry) => entry.id === id);
    if (!device) return null;
    return {
      kind: 'device',
      id,
      device: device.kind,
      zone: device.zone ?? null,
      windows: device.windows ?? [],
    };
  }

  presence(id: string, online: boolean, at: number): void {
    const seen = this.#seen.get(id);
    // Whatever comes back may be another program.
    if (!online) this.#remote.offline(id);
    this.#seen.set(id, {
      online,
      since: seen?.online === online ? seen.since : at,
      peripherals: seen?.peripherals ?? [],
    });
  }

  /** Version of a device's program, as it says. */
  runs(id: string, version: string): void {
    this.#versions.set(id, version);
  }

  /** Whether a device runs a version from `major.minor` on; one that has not told does not. */
  isFrom(id: string, major: number, minor: number): boolean {
    const [its = 0, itsMinor = 0] = (this.#versions.get(id) ?? '').split('.').map(Number);
    return its > major || (its === major && itsMinor >= minor);
  }

  isOnline(id: string): boolean {
    return this.#seen.get(id)?.online ?? false;
  }

  /** What a machine says of its ticket printer; `none` where it has none or has not told yet. */
  printer(id: string): PeripheralHealth['state'] | 'none' {
    const peripherals = this.#seen.get(id)?.peripherals ?? [];
    return peripherals.find(({ kind }) => kind === 'ticket-printer')?.state ?? 'none';
  }

  /** What the hosts beside the hall server say of its UPS; only of those that are there. */
  serverUps(): PeripheralHealth[] {
    return this.#config.devices.flatMap(({ id, kind }) => {
      const seen = kind === 'server-host' ? this.#seen.get(id) : undefined;
      return seen?.online ? seen.peripherals.filter((peripheral) => peripheral.kind === 'ups') : [];
    });
  }

  health(id: string, peripherals: readonly PeripheralHealth[], at: number): void {
    const seen = this.#seen.get(id) ?? { online: true, since: at, peripherals };
    this.#seen.set(id, { ...seen, peripherals });
  }

  /** Device clock minus hall time, ms, as the device says; kept while it says nothing newer. */
  skew(id: string, skewMs: number | undefined): void {
    if (skewMs !== undefined) this.#skews.set(id, skewMs);
  }

  /** Of devices that are online and have told. */
  skews(): { device: string; name: DeviceConfig['name']; skewMs: number }[] {
    return this.#config.devices.flatMap(({ id, name }) => {
      const skewMs = this.#skews.get(id);
      return skewMs === undefined || !this.#seen.get(id)?.online ? [] : [{ device: id, name, skewMs }];
    });
  }

  /** Screens and voices that should acknowledge a call at a window: those that have been on since the start. */
  expectedAt(window: string): ExpectedScreen[] {
    const zone = this.#config.windows.find((entry) => entry.id === window)?.zone;
    return this.#config.devices
      .filter((device) => this.#seen.has(device.id) && announces(device, window, zone))
      .map((device) => ({ device: device.id, name: device.name }));
  }

  view(): HallView['devices'] {
    return this.#config.devices
      .filter((device) => this.#seen.has(device.id) || device.kind === 'kiosk')
      .map((device) => {
        const seen = this.#seen.get(device.id);
        return {
          id: device.id,
          kind: device.kind,
          name: device.name,
          online: seen?.online ?? false,
          since: seen?.since ?? null,
          troubles: [
            ...(seen?.peripherals ?? [])
              .filter((peripheral) => peripheral.state !== 'up')
              .map((peripheral) => `${peripheral.name}: ${peripheral.reason ?? peripheral.state}`),
            ...(seen?.online ? selfTestTroubles(this.#remote.selfTest(device.id)) : []),
          ],
        };
      });
  }
}

const NO_SELF_TESTS: Pick<RemoteDesk, 'offline' | 'selfTest'> = {
  offline: () => undefined,
  selfTest: () => null,
};

/** What failed in a self-test and is no peripheral, which says so by itself. */
function selfTestTroubles(test: SelfTest | null): string[] {
  return (test?.checks ?? [])
    .filter(({ id, state }) => state === 'fail' && OWN_CHECKS.has(id))
    .map(({ id }) => `self-test: ${id}`);
}
const OWN_CHECKS: ReadonlySet<string> = new Set(['clock', 'disk', 'files', 'numbers', 'page', 'camera']);

function announces(device: DeviceConfig, window: string, zone: string | undefined): boolean {
  switch (device.kind) {
    case 'wall':
      return true;
    case 'board':
    case 'sound':
      return device.zone === undefined || device.zone === zone;
    case 'window-screen':
    case 'window-host':
      return (device.windows ?? []).includes(window);
    default:
      return false;
  }
}
