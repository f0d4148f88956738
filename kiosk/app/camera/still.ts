import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';

export type StillFaultCode = 'NO_PICTURE' | 'TOO_LARGE';

/** What a form takes of one page; a sharp A4 page at 150 dpi is about 0.5 MB. */
export const STILL_MAX_BYTES = 2 * 1024 * 1024;
/** Below this long edge a page of text cannot be read any more. */
const LEAST_EDGE = 800;
/** A JPEG of text shows its blocks below the last of these. */
const QUALITIES = [0.92, 0.85, 0.75, 0.65] as const;
/** Where no quality fits, the picture is made smaller by this, and again. */
const SHRINK = 0.8;

export interface Still {
  readonly type: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Overwrites the picture: it may be of a person or of their papers. */
  forget(): void;
}

export interface StillOptions {
  readonly type?: Still['type'];
  readonly maxBytes?: number;
}

/**
 * The picture that a video shows now, not larger than `maxBytes`. Fails with `NO_PICTURE` while the video shows none,
 * and `TOO_LARGE` where even the smallest readable one does not fit.
 */
export async function takeStill(
  video: HTMLVideoElement,
  options: StillOptions = {},
): Promise<Result<Still, Fault<StillFaultCode>>> {
  const type = options.type ?? 'image/jpeg';
  const maxBytes = options.maxBytes ?? STILL_MAX_BYTES;
  const { videoWidth, videoHeight } = video;
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0 || videoHeight === 0) {
    return err(fault('NO_PICTURE', 'the camera shows no picture yet'));
  }
  // The moment of the press, though packing it takes several tries.
  const moment = drawn(video, videoWidth, videoHeight);
  try {
    for (
      let scale = 1;
      scale === 1 || Math.max(videoWidth, videoHeight) * scale >= LEAST_EDGE;
      scale *= SHRINK
    ) {
      const width = Math.max(1, Math.round(videoWidth * scale));
      const height = Math.max(1, Math.round(videoHeight * scale));
      const canvas = scale === 1 ? moment : drawn(moment, width, height);
      try {
        for (const quality of type === 'image/png' ? [undefined] : QUALITIES) {
          const blob = await packed(canvas, type, quality);
          if (blob === null) return err(fault('NO_PICTURE', 'the picture cannot be packed'));
          if (blob.size > maxBytes) continue;
          const bytes = new Uint8Array(await blob.arrayBuffer());
          return ok({ type, bytes, width, height, forget: () => void bytes.fill(0) });
        }
      } finally {
        if (canvas !== moment) wipe(canvas);
      }
    }
    return err(fault('TOO_LARGE', `the picture does not fit into ${maxBytes} bytes`));
  } finally {
    wipe(moment);
  }
}

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d', { alpha: false })?.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** A canvas without a size has no pixels. */
function wipe(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

function packed(canvas: HTMLCanvasElement, type: string, quality: number | undefined): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
