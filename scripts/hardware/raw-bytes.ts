import type { ByteTransport } from '@hall/hardware';
import type { Clock } from '@hall/hardware/clock';

/** The bytes of one key come together; a pause this long ends them (a byte at 1200 baud takes 8 ms). */
const PAUSE_MS = 200;
/** A line that never pauses is no keypad; what came so far is shown. */
const MOST_BYTES = 64;

/** The first burst of bytes, or null when none came in time. */
export function firstBurst(
  port: ByteTransport,
  clock: Clock,
  waitMs: number,
  onLost: (reason: string) => void = () => {},
): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    const finish = (): void => {
      cancel();
      port.onData(() => {});
      resolve(chunks.length === 0 ? null : Uint8Array.from(Buffer.concat(chunks)).subarray(0, MOST_BYTES));
    };
    let cancel = clock.after(waitMs, finish);
    port.onData((bytes) => {
      chunks.push(Uint8Array.from(bytes));
      cancel();
      if (Buffer.concat(chunks).length >= MOST_BYTES) finish();
      else cancel = clock.after(PAUSE_MS, finish);
    });
    port.onClose((reason) => {
      onLost(reason);
      finish();
    });
  });
}
