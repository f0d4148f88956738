import '@hall/shared/ui/strict-csp.ts';
import { zoneOf } from '../parts/place.ts';
import { startPage } from '../parts/start-page.tsx';
import { Sound } from './sound.tsx';

startPage(
  'sound',
  (settings) => {
    const part = zoneOf(settings, location.search) ?? '+';
    // Boards tell which calls were taken back.
    return [
      { name: 'call', part },
      { name: 'board', part },
    ];
  },
  (link) => <Sound link={link} />,
);
