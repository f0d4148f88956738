/** After so long without a hand on it a page works by itself: its requests do not keep the session alive. */
const AWAY_AFTER_MS = 60_000;
/** Use is told to the server this often at most, where the page itself asks for nothing. */
const TELL_EVERY_MS = 2 * 60_000;

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

let lastUse = Date.now();
let told = Date.now();
const listeners = new Set<() => void>();

function used(): void {
  lastUse = Date.now();
  if (lastUse - told < TELL_EVERY_MS) return;
  told = lastUse;
  for (const listener of listeners) listener();
}

for (const sign of SIGNS) addEventListener(sign, used, { passive: true, capture: true });

export function isAway(): boolean {
  return Date.now() - lastUse > AWAY_AFTER_MS;
}

/** Told now and then while somebody is at the page. */
export function onUse(listener: () => void): void {
  listeners.add(listener);
}
