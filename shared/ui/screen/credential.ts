import { DeviceLoginBody } from '../../contracts/feed.ts';

/** Which page a credential belongs to: several screens may run in one browser, each with its own. */
export type PageKind = 'wall' | 'board' | 'window' | 'pad' | 'sound' | 'kiosk';

export interface Credential {
  readonly device: string;
  readonly secret: string;
}

/** The parts of `localStorage` that are used. */
export interface KeyStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  key(index: number): string | null;
  readonly length: number;
}

/** The parts of the page's address that are used. */
export interface PageAddress {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

const PREFIX = 'hall-screen';

function storageKey(page: PageKind, device: string): string {
  return `${PREFIX}/${page}/${device}`;
}

/** Keeps what this screen was given; it is found again by {@link takeCredential}. */
export function keepCredential(page: PageKind, credential: Credential, store: KeyStore): void {
  store.setItem(storageKey(page, credential.device), credential.secret);
}

function checked(device: string | null, secret: string | null): Credential | null {
  const parsed = DeviceLoginBody.safeParse({ device, secret });
  return parsed.success ? parsed.data : null;
}

function onlyStored(page: PageKind, store: KeyStore): Credential | null {
  const prefix = storageKey(page, '');
  const keys = Array.from({ length: store.length }, (_, i) => store.key(i) ?? '').filter((key) =>
    key.startsWith(prefix),
  );
  const [key] = keys;
  // With two screens of one kind in this browser, guessing which one this is would be worse than asking.
  if (keys.length !== 1 || key === undefined) return null;
  return checked(key.slice(prefix.length), store.getItem(key));
}

/**
 * Who this screen is. A secret in the fragment (`#device=wall-1&secret=…`) is kept in the store and taken out
 * of the address; the device id stays there, so that a reload of one of several screens knows which it is.
 * @returns null where no usable credential is known.
 */
export function takeCredential(
  page: PageKind,
  address: PageAddress,
  store: KeyStore,
  replaceAddress: (address: string) => void,
): Credential | null {
  const fragment = new URLSearchParams(address.hash.replace(/^#/, ''));
  const device = fragment.get('device');
  const secret = fragment.get('secret');
  if (secret !== null) {
    const given = checked(device, secret);
    if (given !== null) store.setItem(storageKey(page, given.device), given.secret);
    fragment.delete('secret');
    const rest = fragment.toString();
    replaceAddress(`${address.pathname}${address.search}${rest === '' ? '' : `#${rest}`}`);
    if (given !== null) return given;
  }
  if (device === null) return onlyStored(page, store);
  return checked(device, store.getItem(storageKey(page, device)));
}
