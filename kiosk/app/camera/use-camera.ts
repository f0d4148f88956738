import { useCallback, useEffect, useState } from 'react';
import type { Camera, CameraFault, CameraInfo } from './camera.ts';
import { listCameras, openCamera } from './camera.ts';

export type CameraState =
  | { readonly step: 'loading' }
  | { readonly step: 'ready'; readonly camera: Camera; readonly cameras: readonly CameraInfo[] }
  | { readonly step: 'failed'; readonly fault: CameraFault };

export interface CameraWish {
  /** Default: the one that the system offers. */
  readonly id?: string;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Faults that a camera which is plugged in, or plugged in again, can end. */
const ENDED_BY_PLUG: ReadonlySet<string> = new Set(['NO_CAMERA', 'UNPLUGGED', 'IN_USE']);

/**
 * A camera for as long as the component is there and the page is seen: it is stopped when the component goes (the
 * person has gone) and while the page is hidden, and opened again when the page is back or a camera was plugged in.
 */
export function useCamera({ id, size }: CameraWish = {}): { state: CameraState; again: () => void } {
  const [state, setState] = useState<CameraState>({ step: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const [seen, setSeen] = useState(() => document.visibilityState === 'visible');
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  const width = size?.width;
  const height = size?.height;

  useEffect(() => {
    const look = (): void => setSeen(document.visibilityState === 'visible');
    const hide = (): void => setSeen(false);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', hide);
    window.addEventListener('pageshow', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', hide);
      window.removeEventListener('pageshow', look);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is the trigger, not an input
  useEffect(() => {
    setState({ step: 'loading' });
    if (!seen) return;
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    let over = false;
    let camera: Camera | null = null;
    let failed: CameraFault | null = null;
    const fail = (fault: CameraFault): void => {
      camera = null;
      failed = fault;
      setState({ step: 'failed', fault });
    };
    const open = async (): Promise<void> => {
      const opened = await openCamera({
        devices,
        ...(id === undefined ? {} : { id }),
        ...(width === undefined || height === undefined ? {} : { size: { width, height } }),
        onGone(fault) {
          if (!over) fail(fault);
        },
      });
      if (over) {
        if (opened.ok) opened.value.stop();
        return;
      }
      if (!opened.ok) return fail(opened.error);
      camera = opened.value;
      // Labels are told only now that the page may use one.
      const cameras = await listCameras(devices);
      if (!over && camera === opened.value) setState({ step: 'ready', camera, cameras });
    };
    const plugged = (): void => {
      if (failed !== null && ENDED_BY_PLUG.has(failed.code)) {
        again();
        return;
      }
      const running = camera;
      if (running === null) return;
      void listCameras(devices).then((cameras) => {
        if (!over && camera === running) setState({ step: 'ready', camera: running, cameras });
      });
    };
    devices?.addEventListener('devicechange', plugged);
    void open();
    return () => {
      over = true;
      devices?.removeEventListener('devicechange', plugged);
      camera?.stop();
      camera = null;
    };
  }, [id, width, height, seen, attempt, again]);

  return { state, again };
}
