import { useEffect, useRef } from 'react';
import type { WedgeOptions } from './listen.ts';
import { listenForScans } from './listen.ts';

/**
 * Hands scans of a keyboard-wedge scanner to `onScan`, on the whole page, for as long as the component is there.
 * Callbacks may change with every render; settings and clock count from the first.
 */
export function useWedge(options: WedgeOptions): void {
  const now = useRef(options);
  now.current = options;
  useEffect(() => {
    const { settings, clock } = now.current;
    return listenForScans(window, {
      ...(settings === undefined ? {} : { settings }),
      ...(clock === undefined ? {} : { clock }),
      onScan: (text) => now.current.onScan(text),
      wants: (text) => now.current.wants?.(text) ?? true,
      onRejected: (reason) => now.current.onRejected?.(reason),
    });
  }, []);
}
