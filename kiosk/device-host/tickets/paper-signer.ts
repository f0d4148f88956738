import { hash, sign } from 'node:crypto';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import {
  hallTagText,
  keyTagText,
  paperCodeBody,
  paperCodeText,
  signedBytes,
} from '@hall/shared/contracts/paper-code';
import type { HostClock } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';
import type { PaperKey } from './paper-key.ts';

/** After an answer that may be another one soon. */
export const TELL_AGAIN_MS = 30_000;
/** Nobody waits for it. */
const TELL_VALID_MS = 30_000;
/** A server from before signed papers does not know the ask. */
const OLD_SERVER = 'BAD_REQUEST';
/** Another machine told this key: one disk was copied to the other. */
const NOT_MINE = 'FORBIDDEN';

export interface PaperSigner {
  /** The code of this paper; null: papers are not signed (yet), because the hall could not check them. */
  code(slip: TicketSlip): string | null;
  /** The server is there (again): it hears which key is this machine's. */
  nudge(): void;
  close(): void;
}

/**
 * Signs papers with this machine's key once the hall has it. Told anew at each connection: after a restore the hall
 * may have forgotten, and a server of before must get papers that its pages can open.
 */
export function openPaperSigner(options: {
  readonly hall: string;
  /** Null: there is none, and nothing is signed. */
  readonly key: PaperKey | null;
  readonly link: Pick<ServerLink, 'ask' | 'online'>;
  readonly clock: HostClock;
  readonly log: HostLog;
}): PaperSigner {
  const { hall, key, link, clock, log } = options;
  const hallTag = tagOf(hallTagText(hall));
  let telling = false;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  async function tell(mine: PaperKey): Promise<void> {
    const answer = await link.ask(
      'ticket.paper-key',
      { key: mine.public },
      { id: randomId(), validMs: TELL_VALID_MS },
    );
    if (closed) return;
    if (answer.ok) return mine.setTold(true);
    const { code } = answer.error;
    // What went wrong otherwise says nothing about whether the hall has the key.
    if (code === OLD_SERVER) {
      log.warn({ code }, 'the hall takes no key for papers: they are not signed');
      return mine.setTold(false);
    }
    if (code === NOT_MINE) mine.renew();
    log.warn({ code }, 'the hall has not taken the key for papers');
    cancelRetry = clock.after(TELL_AGAIN_MS, nudge);
  }
  function nudge(): void {
    cancelRetry();
    if (key === null || telling || closed || !link.online()) return;
    telling = true;
    void tell(key).finally(() => {
      telling = false;
    });
  }

  return {
    code(slip) {
      if (!key?.told) return null;
      const { number, day, ordinal, progressToken, offline = false, daySure = true } = slip;
      const keyTag = tagOf(keyTagText(key.public));
      const body = paperCodeBody({
        ...{ number, day, ordinal, progressToken, offline, daySure, hallTag, keyTag },
      });
      return paperCodeText(body, sign(null, signedBytes(body), key.private));
    },
    nudge,
    close() {
      closed = true;
      cancelRetry();
    },
  };
}

function tagOf(text: string): string {
  return hash('sha256', text).slice(0, 8);
}
