import '@hall/shared/ui/strict-csp.ts';
import '@hall/shared/ui/tokens.css';
import '@hall/shared/ui/fonts.ts';
import './dock.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

createRoot(document.getElementById('dock')!).render(<App />);
