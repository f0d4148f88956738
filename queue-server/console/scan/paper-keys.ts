import { PaperKeys } from '@hall/shared/contracts/paper-scan';
import { useEffect } from 'react';
import { client } from '../api/live.ts';

/** The public keys of the hall's machines, kept in the browser for when the server is away. Nothing secret. */

const PLACE = 'hall-paper-keys';

export function keptPaperKeys(): PaperKeys | null {
  try {
    const parsed = PaperKeys.safeParse(JSON.parse(localStorage.getItem(PLACE) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Reads them whenever the line is (back) there. */
export function useKeepPaperKeys(online: boolean): void {
  useEffect(() => {
    if (!online) return;
    void client.command('ticket.paper-keys', {}).then((answer) => {
      if (!answer.ok) return;
      try {
        localStorage.setItem(PLACE, JSON.stringify(answer.value));
      } catch {
        // A browser that keeps nothing: offline, papers cannot be checked, and the page says so.
      }
    });
  }, [online]);
}
