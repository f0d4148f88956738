import '@hall/shared/ui/tokens.css';
import './screen.css';
import type { Message } from '@hall/shared/contracts/messages';
import { warmFonts } from '@hall/shared/ui/fonts.ts';
import type { PageKind } from '@hall/shared/ui/screen/credential.ts';
import type { ScreenLink, Want } from '@hall/shared/ui/screen/screen-link.ts';
import { startScreen } from '@hall/shared/ui/screen/start-screen.ts';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { FullMessage } from './frame.tsx';
import { SCREEN_VERSION } from './version.ts';
import { WORDS } from './words.ts';

/** Puts a page on the screen; a page without a credential says what to do. */
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
    link === null ? <FullMessage text={WORDS.noCredential} tone="trouble" /> : draw(link),
  );
}
