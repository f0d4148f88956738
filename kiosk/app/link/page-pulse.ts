import { BEAT_MS } from '@hall/shared/contracts/kiosk-link';

/**
 * Calls `beat` every {@link BEAT_MS} as long as a person could use the page: its script runs, the compositor gives it
 * frames, and the browser's own process answers. A frozen browser or graphics process leaves the script and its link
 * alive (the link belongs to a third process) while nothing on the screen moves. A hidden page gets no frames and beats
 * without them: it says itself that it is hidden. Returns a function that ends it.
 */
export function startPulse(beat: () => void, page: Window = window): () => void {
  let ended = false;
  let asking = false;

  const round = async (): Promise<void> => {
    // One question at a time: a browser that stands still must not find a thousand of them.
    if (asking) return;
    asking = true;
    try {
      await Promise.all([drawn(page), browserAnswers(page)]);
    } finally {
      asking = false;
    }
    if (!ended) beat();
  };
  void round();
  const timer = page.setInterval(() => void round(), BEAT_MS);
  return () => {
    ended = true;
    page.clearInterval(timer);
  };
}

function drawn(page: Window): Promise<void> {
  const { document } = page;
  if (document.visibilityState !== 'visible') return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    document.addEventListener('visibilitychange', done);
    page.requestAnimationFrame(done);
  });
}

/** Chromium's browser process keeps the locks of all pages; what it answers does not matter. */
async function browserAnswers(page: Window): Promise<void> {
  // Only pages of a secure origin have it, as `http://127.0.0.1` is.
  const locks: LockManager | undefined = page.navigator.locks;
  await locks?.query().catch(() => undefined);
}
