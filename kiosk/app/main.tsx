import '@hall/shared/ui/strict-csp.ts';
import '@hall/shared/ui/tokens.css';
import '@hall/shared/ui/fonts.ts';
import './styles/base.css';
import './styles/parts.css';
import './styles/screens.css';
import './styles/finding.css';
import './styles/enrolment.css';
import './styles/resident.css';
import './styles/care.css';
import './press/press.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { lockPage } from './lock/lock-page.ts';
import { showPresses } from './press/press.ts';
import { applySizes } from './size/apply-sizes.ts';

applySizes(window);

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

lockPage(window);
showPresses(document);
