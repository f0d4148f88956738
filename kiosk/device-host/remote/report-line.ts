import { createHash } from 'node:crypto';
import { PIECE_BYTES, type RemoteReport } from '@hall/shared/contracts/remote';
import type { HostClock } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { ServerLink } from '../link/server-link.ts';
import type { HostLog } from '../log.ts';

/** Between two tries of a report that the server did not answer. */
const AGAIN_MS = 2_000;
const TRIES = 5;
/** The server decided; asking again would not change it. */
const FINAL: ReadonlySet<string> = new Set([
  ...['BAD_REQUEST', 'REMOTE_OVER', 'FORBIDDEN', 'UNKNOWN_COMMAND', 'INTERNAL'],
]);

export type Told = 'told' | 'refused' | 'away';

export interface ReportLine {
  report(order: string | null, report: RemoteReport): Promise<Told>;
  /** The bundle's head and then its pieces, one after another: the link stays free for people. */
  bundle(order: string, bytes: Buffer): Promise<Told>;
}

/** Tells the server, patiently but not for ever. An older server refuses: it does not know these commands. */
export function reportLine(link: Pick<ServerLink, 'ask'>, clock: HostClock, log: HostLog): ReportLine {
  async function patiently(say: () => ReturnType<ServerLink['ask']>): Promise<Told> {
    for (let tries = 1; ; tries += 1) {
      const answer = await say();
      if (answer.ok) return 'told';
      if (FINAL.has(answer.error.code)) {
        log.warn({ code: answer.error.code }, 'the server does not take this report');
        return 'refused';
      }
      if (tries === TRIES) return 'away';
      await new Promise<void>((resolve) => void clock.after(AGAIN_MS, resolve));
    }
  }
  const report = (order: string | null, said: RemoteReport): Promise<Told> => {
    const id = randomId();
    return patiently(() => link.ask('device.report', { order, report: said }, { id }));
  };
  return {
    report,
    async bundle(order, bytes) {
      const pieces = Math.ceil(bytes.length / PIECE_BYTES);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const head = await report(order, { kind: 'bundle', bytes: bytes.length, pieces, sha256 });
      if (head !== 'told') return head;
      for (let piece = 0; piece < pieces; piece += 1) {
        const data = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES).toString('base64');
        const id = randomId();
        const told = await patiently(() => link.ask('device.deliver', { order, piece, data }, { id }));
        if (told !== 'told') return told;
      }
      return 'told';
    },
  };
}
