import '@hall/shared/ui/strict-csp.ts';
import './no-eval.ts';
import '@hall/shared/ui/tokens.css';
import { warmFonts } from '@hall/shared/ui/fonts.ts';
import './base.css';
import { createRoot } from 'react-dom/client';
import { refreshSession } from './api/live.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void warmFonts();
void refreshSession();
createRoot(root).render(<App />);
