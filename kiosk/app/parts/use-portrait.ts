import { useSyncExternalStore } from 'react';

const portrait = (): MediaQueryList => matchMedia('(orientation: portrait)');

function listen(changed: () => void): () => void {
  const query = portrait();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Whether the screen stands upright. */
export function usePortrait(): boolean {
  return useSyncExternalStore(listen, () => portrait().matches);
}
