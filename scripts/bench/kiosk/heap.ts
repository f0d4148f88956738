import type { CDPSession } from 'playwright-core';

const MB = 1024 * 1024;

/** What the page's JavaScript holds after a collection, MB. */
export async function heapMb(cdp: CDPSession): Promise<number> {
  // What the first collection ends (weak references, detached trees) the second one takes.
  for (let i = 0; i < 2; i += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / MB;
}
