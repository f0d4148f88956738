import type { DeviceKind } from '@hall/shared/contracts/hall-config';

/** Kinds whose program is a page of this server's: loaded anew, it is of this server's version. */
const PAGES: ReadonlySet<DeviceKind> = new Set(['wall', 'board', 'window-screen', 'pad', 'sound']);
/** A page says every minute that it is there; one that is still old after so many asks has a server with old pages. */
const ASKS = 3;

interface Options {
  readonly kindOf: (device: string) => DeviceKind | null;
  /** Whether it runs the version from which on pages know what is retained now. */
  readonly knows: (device: string) => boolean;
  readonly reload: (device: string) => void;
}

/**
 * Pages that stayed open over an upgrade believe only what their own version knows, and would drop boards with what
 * has come since. They know `reload`, and are asked for it when they say that they are there.
 */
export function reloadOldPages({ kindOf, knows, reload }: Options): (device: string) => void {
  const asked = new Map<string, number>();
  return (device) => {
    const kind = kindOf(device);
    if (kind === null || !PAGES.has(kind) || knows(device)) {
      asked.delete(device);
      return;
    }
    const before = asked.get(device) ?? 0;
    if (before >= ASKS) return;
    asked.set(device, before + 1);
    reload(device);
  };
}
