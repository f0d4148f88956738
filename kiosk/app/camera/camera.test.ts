import { manualClock } from '@hall/hardware/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import type { CameraDevices } from './camera.ts';
import { listCameras, OPEN_WITHIN_MS, openCamera } from './camera.ts';

class FakeTrack extends EventTarget {
  readonly label = 'UVC Camera';
  readyState = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
  getSettings() {
    return { deviceId: 'cam-1', width: 1_600, height: 1_200 };
  }
}
const streamOf = (tracks: readonly FakeTrack[]) =>
  ({ getTracks: () => tracks, getVideoTracks: () => tracks }) as unknown as MediaStream;
const devices = (getUserMedia: CameraDevices['getUserMedia']): CameraDevices => ({
  getUserMedia,
  enumerateDevices: async () =>
    [
      { kind: 'audioinput', deviceId: 'mic', label: 'Mic' },
      { kind: 'videoinput', deviceId: 'cam-1', label: 'UVC Camera' },
    ] as MediaDeviceInfo[],
});
const nothing = () => undefined;

describe('a camera', () => {
  it.each([
    ['NotAllowedError', 'NOT_ALLOWED'],
    ['SecurityError', 'NOT_ALLOWED'],
    ['NotFoundError', 'NO_CAMERA'],
    ['OverconstrainedError', 'NO_CAMERA'],
    ['NotReadableError', 'IN_USE'],
    ['AbortError', 'IN_USE'],
    ['TypeError', 'NOT_SUPPORTED'],
    ['Whatever', 'FAILED'],
  ])('%s is told as %s', async (name, code) => {
    const failing = devices(async () => {
      throw Object.assign(new Error('no'), { name });
    });
    expect(await openCamera({ devices: failing, onGone: nothing })).toMatchObject({ error: { code } });
  });

  it('without a secure origin there is none', async () => {
    expect(await openCamera({ devices: undefined, onGone: nothing })).toMatchObject({
      error: { code: 'NOT_SUPPORTED' },
    });
    expect(await listCameras(undefined)).toEqual([]);
  });

  it('is asked for by its id and size, without sound, and listed without microphones', async () => {
    const asked: unknown[] = [];
    const found = devices(async (wish) => {
      asked.push(wish);
      return streamOf([new FakeTrack()]);
    });
    const size = { width: 640, height: 480 };
    const opened = await openCamera({ devices: found, id: 'cam-1', size, onGone: nothing });
    expect(opened).toMatchObject({ value: { width: 1_600, height: 1_200, info: { id: 'cam-1' } } });
    expect(asked).toEqual([
      {
        audio: false,
        video: { width: { ideal: 640 }, height: { ideal: 480 }, deviceId: { exact: 'cam-1' } },
      },
    ]);
    expect(await listCameras(found)).toEqual([{ id: 'cam-1', label: 'UVC Camera' }]);
  });

  it('that goes away is stopped and told once; one that was stopped is not told', async () => {
    const track = new FakeTrack();
    const gone: string[] = [];
    const open = (one: FakeTrack) =>
      openCamera({ devices: devices(async () => streamOf([one])), onGone: ({ code }) => gone.push(code) });
    await open(track);
    track.dispatchEvent(new Event('ended'));
    track.dispatchEvent(new Event('ended'));
    expect(gone).toEqual(['UNPLUGGED']);
    expect(track.readyState).toBe('ended');
    const second = new FakeTrack();
    const opened = await open(second);
    if (opened.ok) opened.value.stop();
    second.dispatchEvent(new Event('ended'));
    expect(gone).toEqual(['UNPLUGGED']);
    expect(second.readyState).toBe('ended');
  });

  it('that answers after its time is switched off', async () => {
    const clock = manualClock();
    const track = new FakeTrack();
    const { promise, resolve } = Promise.withResolvers<MediaStream>();
    const opening = openCamera({ devices: devices(() => promise), onGone: nothing, after: clock.after });
    await clock.advance(OPEN_WITHIN_MS);
    expect(await opening).toMatchObject({ error: { code: 'NO_ANSWER' } });
    resolve(streamOf([track]));
    await clock.advance(0);
    expect(track.readyState).toBe('ended');
  });

  it('without a living track is none', async () => {
    const dead = new FakeTrack();
    dead.stop();
    for (const tracks of [[], [dead]]) {
      const opened = await openCamera({ devices: devices(async () => streamOf(tracks)), onGone: nothing });
      expect(opened).toMatchObject({ error: { code: 'UNPLUGGED' } });
    }
  });
});
