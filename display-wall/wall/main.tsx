import '@hall/shared/ui/strict-csp.ts';
import { startPage } from '../parts/start-page.tsx';
import { Wall } from './wall.tsx';

startPage(
  'wall',
  () => [
    { name: 'board', part: '+' },
    { name: 'call', part: '+' },
  ],
  (link) => <Wall link={link} />,
);
