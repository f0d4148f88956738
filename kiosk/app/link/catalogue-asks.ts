/** When the page asks its host for the catalogue: without one there is nothing to show but "starting". */

/** After a refusal that nothing the host has said since makes void. */
export const CATALOGUE_RETRY_MS = 3_000;

export interface CatalogueAsks {
  /** What the host says of the hall: whether its server is there, and the catalogue's version, null where unknown. */
  hears(host: { readonly online: boolean; readonly version: string | null }): void;
  /** Whether the failure is one of these asks. */
  failed(id: string): boolean;
  /** Whether the answer is one of these asks. */
  answered(id: string): boolean;
  /** The link is new: whatever was asked or heard on the old one is void. */
  anew(): void;
  close(): void;
}

/** Asks by `ask(id)`; `later` runs something once after so many ms and returns what prevents it. */
export function openCatalogueAsks(options: {
  readonly newId: () => string;
  readonly ask: (id: string) => void;
  readonly later: (ms: number, then: () => void) => () => void;
}): CatalogueAsks {
  let asked: string | null = null;
  let version: string | null = null;
  let online = false;
  let refused = false;
  let cancel: () => void = () => undefined;

  const ask = (): void => {
    cancel();
    refused = false;
    asked = options.newId();
    options.ask(asked);
  };
  const take = (id: string): boolean => {
    if (id !== asked) return false;
    asked = null;
    return true;
  };
  return {
    hears(host) {
      const cameBack = host.online && !online;
      online = host.online;
      if (host.version === null) return;
      const changed = host.version !== version;
      version = host.version;
      // A host that has just begun knows the hall's name before it knows that its server is there.
      if (changed || (refused && cameBack)) ask();
    },
    failed(id) {
      if (!take(id)) return false;
      refused = true;
      cancel();
      cancel = options.later(CATALOGUE_RETRY_MS, ask);
      return true;
    },
    answered: take,
    anew() {
      cancel();
      asked = null;
      version = null;
      online = false;
      refused = false;
    },
    close: () => cancel(),
  };
}
