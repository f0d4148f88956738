/** What a kiosk window may do. Pure, so that both the Electron shell and its tests read the same rules. */

/** The page is the device host's, on this machine, and nothing else. */
export function isKioskUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'http:' &&
    parsed.hostname === '127.0.0.1' &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Navigation inside the page's own origin only. */
export function mayNavigate(from: string, to: string): boolean {
  return isKioskUrl(to) && URL.parse(to)?.origin === URL.parse(from)?.origin;
}
