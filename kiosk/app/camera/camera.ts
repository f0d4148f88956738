import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

/**
 * A camera of the page: a document camera (高拍仪) is an ordinary USB video device (UVC), which the browser opens by
 * itself. Nothing of a picture leaves the page here; whoever opens a camera must stop it.
 */

/**
 * - `NOT_SUPPORTED`: this page may not use cameras at all (not a secure origin, an old browser).
 * - `NOT_ALLOWED`: the shell or a policy refuses.
 * - `IN_USE`: another program has it, or the system cannot start it.
 * - `UNPLUGGED`: it was there and is gone.
 * - `NO_ANSWER`: neither a picture nor a refusal came in time.
 */
export type CameraFaultCode =
  | 'NOT_SUPPORTED'
  | 'NOT_ALLOWED'
  | 'NO_CAMERA'
  | 'IN_USE'
  | 'UNPLUGGED'
  | 'NO_ANSWER'
  | 'FAILED';
export type CameraFault = Fault<CameraFaultCode>;

/** A camera that starts is there within two or three seconds; a question that nobody answers never ends. */
export const OPEN_WITHIN_MS = 10_000;

/** What the camera is asked for; it gives the nearest that it can. A4 at 150 dpi is 1754 × 1240. */
export const WANTED_SIZE = { width: 2_592, height: 1_944 } as const;

export interface CameraInfo {
  readonly id: string;
  /** As the device calls itself; empty before the page was ever allowed to use one. */
  readonly label: string;
}

export interface Camera {
  readonly info: CameraInfo;
  /** Of the pictures that it gives. */
  readonly width: number;
  readonly height: number;
  readonly stream: MediaStream;
  /** Switches it off; its light goes out. May be called twice. */
  stop(): void;
}

/** What of the browser is used; tests pass their own. */
export type CameraDevices = Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia'>;

export interface OpenCameraOptions {
  readonly devices: CameraDevices | undefined;
  /** Default: the one that the system offers. */
  readonly id?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** It went away by itself; all is stopped then. Not called after `stop`. */
  readonly onGone: (fault: CameraFault) => void;
  /** Returns a function that cancels. */
  readonly after?: (delayMs: number, run: () => void) => () => void;
}

const pageAfter = (delayMs: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

export async function listCameras(devices: CameraDevices | undefined): Promise<CameraInfo[]> {
  if (devices === undefined) return [];
  try {
    const found = await devices.enumerateDevices();
    return found
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  } catch {
    return [];
  }
}

/** Opens a camera without sound. A camera that answers after the deadline is stopped at once. */
export async function openCamera(options: OpenCameraOptions): Promise<Result<Camera, CameraFault>> {
  const { devices } = options;
  if (devices === undefined) return err(fault('NOT_SUPPORTED', 'this page may not use cameras'));
  const { width, height } = options.size ?? WANTED_SIZE;
  const video: MediaTrackConstraints = {
    width: { ideal: width },
    height: { ideal: height },
    ...(options.id === undefined ? {} : { deviceId: { exact: options.id } }),
  };
  let late = false;
  const opening = devices.getUserMedia({ audio: false, video }).then(
    (stream): Result<MediaStream, CameraFault> => {
      if (late) stopAll(stream);
      return ok(stream);
    },
    (problem: unknown): Result<MediaStream, CameraFault> => err(faultOf(problem)),
  );
  let cancel = (): void => {};
  const deadline = new Promise<Result<MediaStream, CameraFault>>((resolve) => {
    cancel = (options.after ?? pageAfter)(OPEN_WITHIN_MS, () => {
      late = true;
      resolve(err(fault('NO_ANSWER', `no picture within ${OPEN_WITHIN_MS} ms`)));
    });
  });
  const opened = await Promise.race([opening, deadline]);
  cancel();
  return opened.ok ? cameraOf(opened.value, options.onGone) : opened;
}

function cameraOf(stream: MediaStream, onGone: (fault: CameraFault) => void): Result<Camera, CameraFault> {
  const [track] = stream.getVideoTracks();
  if (track === undefined || track.readyState === 'ended') {
    stopAll(stream);
    return err(fault('UNPLUGGED', 'the camera gave no picture'));
  }
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    track.removeEventListener('ended', gone);
    stopAll(stream);
  };
  const gone = (): void => {
    stop();
    onGone(fault('UNPLUGGED', 'the camera went away'));
  };
  track.addEventListener('ended', gone);
  const { deviceId = '', width = 0, height = 0 } = track.getSettings();
  return ok({ info: { id: deviceId, label: track.label }, width, height, stream, stop });
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names as the standard gives them (W3C "Media Capture and Streams", getUserMedia). */
function faultOf(problem: unknown): CameraFault {
  const { name, message } = problem instanceof Error ? problem : new Error(String(problem));
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return fault('NOT_ALLOWED', message);
    case 'NotFoundError':
    case 'OverconstrainedError':
      return fault('NO_CAMERA', message);
    case 'NotReadableError':
    case 'AbortError':
      return fault('IN_USE', message);
    case 'TypeError':
      return fault('NOT_SUPPORTED', message);
    default:
      return fault('FAILED', `${name}: ${message}`);
  }
}
