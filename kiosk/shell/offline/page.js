// The page needs no key, pointer or finger. It says every quarter of a second that it lives, as the kiosk's page does.
const BEAT_MS = 250;
const DENIED = [
  ...['contextmenu', 'keydown', 'keypress', 'wheel', 'touchmove', 'mousedown', 'auxclick', 'selectstart'],
  ...['dragstart', 'dragenter', 'dragover', 'drop', 'copy', 'cut', 'paste'],
];
for (const kind of DENIED) {
  addEventListener(kind, (event) => event.preventDefault(), { capture: true, passive: false });
}

function drawn() {
  if (document.visibilityState !== 'visible') return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    document.addEventListener('visibilitychange', done);
    requestAnimationFrame(done);
  });
}

let asking = false;
async function beat() {
  // Silent while it gets no frames or the browser's own process does not answer: then nobody sees anything move.
  if (asking) return;
  asking = true;
  await Promise.all([drawn(), navigator.locks?.query().catch(() => undefined)]);
  asking = false;
  const zoomed = Math.abs(innerWidth - outerWidth) > 2;
  const view = {
    place: `${location.pathname}${location.search}`,
    full:
      document.visibilityState === 'visible' &&
      outerWidth >= screen.width - 2 &&
      (zoomed || innerHeight >= screen.height - 2),
    plain: !zoomed && (visualViewport?.scale ?? 1) === 1,
  };
  fetch('/beat', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(view),
  }).catch(() => {});
}
setInterval(beat, BEAT_MS);
beat();
