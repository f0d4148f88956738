import { Text } from '@hall/shared/contracts/text';

const STORAGE_KEY = 'hall-why';

/** Why the present ticket came next; kept for the tab, so that a reload still explains it. */
export function rememberWhy(ticket: string, why: Text): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ ticket, why }));
}

export function whyOf(ticket: string): Text | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('ticket' in kept) || kept.ticket !== ticket)
      return null;
    const why = Text.safeParse('why' in kept ? kept.why : null);
    return why.success ? why.data : null;
  } catch {
    return null;
  }
}
