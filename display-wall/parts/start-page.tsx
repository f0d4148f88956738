import '@hall/shared/ui/tokens.css';
import './screen.css';
import type { Message } from '@hall/shared/contracts/messages';
import { warmFonts } from '@hall/shared/ui/fonts.ts';
import type { PageKind } from '@hall/shared/ui/screen/credential.ts';
import type { ScreenLink, Want } from '@hall/shared/ui/screen/screen-link.ts';
import { startScreen } from '@hall/shared/ui/screen/start-screen.ts';
import { useScreen } from '@hall/shared/ui/screen/use-screen.ts';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Pairing } from './pairing.tsx';
import { SCREEN_VERSION } from './version.ts';

/** Puts a page on the screen; a page without a good credential asks to be enrolled. */
export function startPage(
  page: PageKind,
  wants: (settings: Message<'settings'> | null) => readonly Want[],
  draw: (link: ScreenLink) => ReactNode,
): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  void warmFonts();
  const link = startScreen(page, SCREEN_VERSION, wants);
  createRoot(root).render(
    link === null ? <Pairing page={page} ended={false} /> : <Enrolled page={page} link={link} draw={draw} />,
  );
}

/** The link goes on trying meanwhile: a credential that is good again, after a restore, brings the screen back. */
function Enrolled({
  page,
  link,
  draw,
}: {
  readonly page: PageKind;
  readonly link: ScreenLink;
  readonly draw: (link: ScreenLink) => ReactNode;
}) {
  const { connection } = useScreen(link);
  return connection.is === 'unknown-credential' ? <Pairing page={page} ended /> : draw(link);
}
