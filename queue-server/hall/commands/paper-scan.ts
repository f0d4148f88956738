import type { HallConfig } from '@hall/shared/contracts/hall-config';
import {
  hallTagText,
  isPaperScan,
  isSignedPaper,
  type ReadPaperCode,
  readPaperCode,
  readPlainCode,
  tagOf,
} from '@hall/shared/contracts/paper-code';
import type { PAPER_SCAN_COMMANDS, PaperScan } from '@hall/shared/contracts/paper-scan';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { PaperKeyStore } from '../access/paper-keys.ts';
import { bareScan, judgePaper, judgePlain, type Printer } from '../domain/judge-paper.ts';
import type { LedgerClient } from '../ledger/client.ts';
import { noting } from './accounts.ts';
import type { Handlers } from './administration.ts';

interface Options {
  readonly config: () => HallConfig;
  readonly ledger: Pick<LedgerClient, 'submit' | 'state'>;
  readonly keys: Pick<PaperKeyStore, 'all' | 'told' | 'toldSince'>;
  readonly isOnline: (device: string) => boolean;
  /** Whether a machine has a good credential. */
  readonly isLetIn: (device: string) => boolean;
  readonly now: () => number;
}

const DONE = { done: true } as const;

/**
 * New keys of one machine within {@link NEW_KEYS_MS}: a disk that was copied needs two. Each one stands in the ledger,
 * and pushes out an older one whose papers people may still hold.
 */
const NEW_KEYS_MOST = 4;
const NEW_KEYS_MS = 24 * 3_600_000;

/** Signed papers: machines tell their keys, staff scan. */
export function paperScanHandlers(options: Options): Handlers<keyof typeof PAPER_SCAN_COMMANDS> {
  const { config, ledger, keys, isOnline, isLetIn, now } = options;
  const note = noting(ledger);

  const signerOf = async (code: ReadPaperCode): Promise<Printer | null> => {
    const key = await isSignedPaper(
      code,
      keys.all().map((entry) => entry.key),
    );
    const device = keys.all().find((entry) => entry.key === key)?.device;
    if (device === undefined) return null;
    return { device, state: isLetIn(device) ? (isOnline(device) ? 'online' : 'away') : 'out' };
  };

  const judged = async (scanned: string): Promise<PaperScan> => {
    const code = readPaperCode(scanned);
    if (code === null) {
      const plain = readPlainCode(scanned);
      if (plain !== null) return judgePlain(ledger.state, config(), plain);
      return bareScan(isPaperScan(scanned) ? 'forged' : 'no-code');
    }
    if (code.hallTag !== (await tagOf(hallTagText(config().id)))) return bareScan('other-hall');
    const signer = await signerOf(code);
    return signer === null ? bareScan('forged') : judgePaper(ledger.state, config(), code, signer);
  };

  return {
    'ticket.scan': async ({ body }) => ok(await judged(body.code)),

    'ticket.paper-keys': async () =>
      ok({ hall: config().id, keys: keys.all().filter(({ device }) => isLetIn(device)) }),

    'ticket.paper-key': async (asked) => {
      const { key } = asked.body;
      const device = asked.actor.id;
      const known = keys.all().find((entry) => entry.key === key);
      if (known !== undefined) {
        return known.device === device ? ok(DONE) : err(fault('FORBIDDEN', 'the key of another machine'));
      }
      if (keys.toldSince(device, now() - NEW_KEYS_MS) >= NEW_KEYS_MOST) {
        return err(fault('TOO_MANY_REQUESTS', 'too many new keys of this machine today'));
      }
      const noted = await note(asked, { act: 'device.paper-key', subject: device, detail: { key } });
      if (!noted.ok) return noted;
      keys.told(device, key, now());
      return ok(DONE);
    },
  };
}
