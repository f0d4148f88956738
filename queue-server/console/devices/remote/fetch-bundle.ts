import type { Failure } from '../../api/failure.ts';
import { client } from '../../api/live.ts';

/** The browser has begun to save by then. */
const REVOKE_AFTER_MS = 10_000;

/** Saves a log bundle as a file; the failure where it is not there any more. */
export async function fetchBundle(device: string, order: string): Promise<Failure | null> {
  const answer = await client.command('device.bundle', { device, order });
  if (!answer.ok) return answer.error;
  const bytes = Uint8Array.from(atob(answer.value.base64), (char) => char.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/gzip' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = answer.value.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  return null;
}
