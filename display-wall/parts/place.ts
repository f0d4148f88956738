import { WindowId, ZoneId } from '@hall/shared/contracts/identifiers';
import type { Message } from '@hall/shared/contracts/messages';

type Settings = Message<'settings'> | null;

/** The zone of a screen: what its settings say, else `?zone=` of its address. */
export function zoneOf(settings: Settings, search: string): string | null {
  const named = ZoneId.safeParse(new URLSearchParams(search).get('zone'));
  return settings?.zone ?? (named.success ? named.data : null);
}

/** The window of a screen: the first of its settings, else `?window=` of its address. */
export function windowOf(settings: Settings, search: string): string | null {
  const named = WindowId.safeParse(new URLSearchParams(search).get('window'));
  return settings?.windows[0] ?? (named.success ? named.data : null);
}
