import { LOG_RETENTION_DAYS } from './checks/storage.ts';
import { DAY_MS } from './finding.ts';

export interface KeptLog {
  readonly file: string;
  /** Begin of its day, ms. */
  readonly at: number;
  readonly bytes: number;
}

/**
 * Which old logs have to go: the oldest, and only as far as the quota asks. Age alone removes nothing; where a
 * log younger than the retention must go, `cutShort` says so.
 *
 * @param kept oldest first
 * @param openBytes size of the file that is being written, which stays
 */
export function cutToQuota(
  kept: readonly KeptLog[],
  openBytes: number,
  quotaBytes: number,
  now: number,
): { readonly remove: readonly KeptLog[]; readonly cutShort: boolean } {
  let bytes = kept.reduce((sum, log) => sum + log.bytes, openBytes);
  const remove: KeptLog[] = [];
  for (const log of kept) {
    if (bytes <= quotaBytes) break;
    remove.push(log);
    bytes -= log.bytes;
  }
  return { remove, cutShort: remove.some((log) => now - log.at < LOG_RETENTION_DAYS * DAY_MS) };
}
