import { type PageKind, takeCredential } from './credential.ts';
import { ScreenLink, type ScreenLinkOptions } from './screen-link.ts';

/** Starts the link of this page from its address; null where no credential is known. */
export function startScreen(
  page: PageKind,
  version: string,
  wants: ScreenLinkOptions['wants'],
): ScreenLink | null {
  const credential = takeCredential(page, location, localStorage, (address) =>
    history.replaceState(null, '', address),
  );
  if (credential === null) return null;
  const link = new ScreenLink({ credential, origin: location.origin, version, wants });
  // `self-test` is the page's own; the two others mean the same for a page.
  link.onDo(({ action }) => {
    if (action !== 'self-test') location.reload();
  });
  link.start();
  return link;
}
