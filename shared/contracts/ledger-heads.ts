import { z } from 'zod';
import { BusinessDay, HallId, Instant } from './identifiers.ts';

/**
 * The ledger's head, signed by the hall and kept outside it: at the platform and on devices. A chain that only
 * its writer keeps proves nothing; a head that others hold shows a rewritten, shortened or rolled back ledger.
 */
export const LedgerHead = z.strictObject({
  hall: HallId,
  /** New after a restore. */
  epoch: z.string().regex(/^[0-9a-f]{8}$/),
  /** Position and chain hash of the newest event. */
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: Instant,
  day: BusinessDay,
  /** Ed25519 public key, 32 bytes, base64url. */
  key: z.string().regex(/^[\w-]{43}$/),
  /** Ed25519 over `headText`, 64 bytes, base64url. */
  signature: z.string().regex(/^[\w-]{86}$/),
});
export type LedgerHead = z.infer<typeof LedgerHead>;

export const LedgerHeads = z.strictObject({ heads: z.array(LedgerHead) });

/** The bytes that are signed: one field a line, so that no value can run into the next. */
export function headText(head: Omit<LedgerHead, 'signature'>): string {
  const { hall, epoch, seq, hash, at, day, key } = head;
  return `yichuang ledger head 1\n${hall}\n${epoch}\n${seq}\n${hash}\n${at}\n${day}\n${key}\n`;
}

/** Whether the head was signed with the key that it names; whose key that is, is the caller's to know. */
export async function isSigned(head: LedgerHead): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(head.key), 'Ed25519', false, ['verify']);
    const text = new TextEncoder().encode(headText(head));
    return await crypto.subtle.verify('Ed25519', key, bytesOf(head.signature), text);
  } catch {
    return false;
  }
}

export type HeadContradiction =
  /** Another hash for the same position: the chain was rewritten. */
  | 'other-hash'
  /** A smaller position than was told before: shortened, or the machine rolled back. */
  | 'went-back'
  /** An epoch that was left by a restore is told again: the machine was rolled back to before it. */
  | 'left-epoch'
  /** Another key within an epoch: signed by somebody else. */
  | 'other-key';

/** What is wrong with a head, by those of its hall that are kept, in order of receipt; null: it fits. */
export function judgeHead(kept: readonly LedgerHead[], head: LedgerHead): HeadContradiction | null {
  const ofEpoch = kept.filter((entry) => entry.epoch === head.epoch);
  const same = ofEpoch.find((entry) => entry.seq === head.seq);
  if (same && same.hash !== head.hash) return 'other-hash';
  if (ofEpoch.some((entry) => entry.key !== head.key)) return 'other-key';
  if (same) return null;
  if (ofEpoch.length > 0 && kept.at(-1)?.epoch !== head.epoch) return 'left-epoch';
  return ofEpoch.some((entry) => entry.seq > head.seq) ? 'went-back' : null;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
