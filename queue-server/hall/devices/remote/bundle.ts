import { createHash } from 'node:crypto';
import { BUNDLE_BYTES_MAX, PIECE_BYTES, type RemoteReport } from '@hall/shared/contracts/remote';

type Header = Extract<RemoteReport, { kind: 'bundle' }>;

/** Puts a bundle together from its pieces, in whatever order and how often they come. */
export interface Bundle {
  readonly bytes: number;
  /** 0 … 100 */
  percent(): number;
  /** `wrong`: the piece cannot belong to what was announced. `whole`: it was the last one, and all of it fits. */
  take(piece: number, data: string): 'taken' | 'wrong' | 'whole';
  /** Null until it is whole. */
  content(): Buffer | null;
}

export function openBundle({ bytes, pieces, sha256 }: Header): Bundle | null {
  if (bytes > BUNDLE_BYTES_MAX || pieces !== Math.ceil(bytes / PIECE_BYTES)) return null;
  const got = new Map<number, Buffer>();
  let whole: Buffer | null = null;
  const sizeOf = (piece: number) => (piece < pieces - 1 ? PIECE_BYTES : bytes - PIECE_BYTES * (pieces - 1));
  return {
    bytes,
    percent: () => Math.floor((got.size / pieces) * 100),
    content: () => whole,
    take(piece, data) {
      const part = Buffer.from(data, 'base64');
      if (piece >= pieces || part.length !== sizeOf(piece)) return 'wrong';
      const before = got.get(piece);
      if (before !== undefined) return before.equals(part) ? (whole ? 'whole' : 'taken') : 'wrong';
      got.set(piece, part);
      if (got.size < pieces) return 'taken';
      const all = Buffer.concat([...got].sort(([a], [b]) => a - b).map(([, bytesOf]) => bytesOf));
      if (createHash('sha256').update(all).digest('hex') !== sha256) return 'wrong';
      whole = all;
      return 'whole';
    },
  };
}
