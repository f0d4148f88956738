import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import type { Result } from '@hall/shared/contracts/result';
import { err, ok } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';

/** Questions of a screen that lead to no errand: asked, and answered to whoever asked. */

export interface AskTrouble {
  readonly code: string;
  readonly text: Text;
}
export type Ask = (request: LinkRequest) => Promise<Result<unknown, AskTrouble>>;

/** The host is gone for a moment; what was asked is asked again by hand. */
const LOST: AskTrouble = {
  code: 'HOST_AWAY',
  text: { zh: '没有查到，请再试一次。', en: 'That did not work. Please try again.' },
};

export interface Asks {
  begin(id: string): Promise<Result<unknown, AskTrouble>>;
  /** Whether the message answers one of them. */
  take(message: Extract<FromHost, { type: 'answer' | 'failure' }>): boolean;
  /** The link is lost, and with it every answer. */
  lost(): void;
}

export function openAsks(): Asks {
  const open = new Map<string, (result: Result<unknown, AskTrouble>) => void>();
  return {
    begin: (id) => new Promise((resolve) => void open.set(id, resolve)),
    take(message) {
      const settle = open.get(message.id);
      if (!settle) return false;
      open.delete(message.id);
      settle(message.type === 'answer' ? ok(message.body) : err(message.error));
      return true;
    },
    lost() {
      for (const settle of open.values()) settle(err(LOST));
      open.clear();
    },
  };
}
