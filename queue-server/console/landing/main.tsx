import '@hall/shared/ui/strict-csp.ts';
import '../no-eval.ts';
import '@hall/shared/ui/tokens.css';
import { warmFonts } from '@hall/shared/ui/fonts.ts';
import '../base.css';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../words/language.tsx';
import { Landing } from './landing.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('landing.html has no #root');
void warmFonts();
createRoot(root).render(
  <LanguageProvider>
    <Landing />
  </LanguageProvider>,
);
