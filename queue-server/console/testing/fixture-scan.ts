import { createPublicKey, generateKeyPairSync, hash, sign } from 'node:crypto';
import {
  hallTagText,
  isSignedPaper,
  keyTagText,
  type PaperCode,
  paperCodeBody,
  paperCodeText,
  readPaperCode,
  signedBytes,
} from '@hall/shared/contracts/paper-code';
import type { PaperKeys, PaperScan } from '@hall/shared/contracts/paper-scan';
import type { TicketRow } from '@hall/shared/contracts/queueing';

/** Papers of an invented hall, and what is said of them when they are scanned. */

const HALL = 'yunxi';
const t = (zh: string, en: string) => ({ zh, en });
const keys = {
  mine: generateKeyPairSync('ed25519').privateKey,
  forger: generateKeyPairSync('ed25519').privateKey,
};
const publicOf = (key: typeof keys.mine) => createPublicKey(key).export({ format: 'jwk' }).x as string;
const tag = (text: string) => hash('sha256', text).slice(0, 8);

export const PAPER_KEYS: PaperKeys = { hall: HALL, keys: [{ device: 'kiosk-1', key: publicOf(keys.mine) }] };

/** The code on a paper of this number; `forged`: somebody else signed it. */
export function paperCode(
  number: string,
  day: string,
  more: Partial<PaperCode> & { readonly forged?: boolean; readonly hall?: string } = {},
): string {
  const { forged = false, hall = HALL, ...fields } = more;
  const body = paperCodeBody({
    ...{
      number,
      day,
      ordinal: 1,
      progressToken: hash('sha256', number).slice(0, 32),
      offline: false,
      daySure: true,
    },
    ...{ hallTag: tag(hallTagText(hall)), keyTag: tag(keyTagText(publicOf(keys.mine))) },
    ...fields,
  });
  return paperCodeText(body, sign(null, signedBytes(body), forged ? keys.forger : keys.mine));
}

const BARE = { number: null, day: null, ordinal: null, newest: null, machine: null, row: null };

/** As the hall would say it of this row; `newest` is its newest paper. */
export async function scanAnswer(
  text: string,
  today: string,
  rowOf: (number: string) => TicketRow | null,
  newest: (number: string) => number,
): Promise<PaperScan> {
  const code = readPaperCode(text);
  if (code === null) return { verdict: 'no-code', ...BARE };
  if (code.hallTag !== tag(hallTagText(HALL))) return { verdict: 'other-hall', ...BARE };
  if ((await isSignedPaper(code, [publicOf(keys.mine)])) === null) return { verdict: 'forged', ...BARE };
  const { number, day, ordinal } = code;
  const machine = {
    device: 'kiosk-1',
    name: t('入口取号机', 'Kiosk at the entrance'),
    state: 'away',
  } as const;
  const said = { number, day, ordinal, newest: null, machine, row: null };
  if (day !== today) return { verdict: 'other-day', ...said };
  const row = rowOf(number);
  if (row === null) return { verdict: code.offline ? 'not-yet' : 'lost', ...said };
  const last = { ordinal: newest(number), print: 'printed' } as const;
  return { ...said, verdict: ordinal < last.ordinal ? 'replaced' : 'newest', newest: last, row };
}
