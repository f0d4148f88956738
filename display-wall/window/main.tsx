import '@hall/shared/ui/strict-csp.ts';
import { windowOf, zoneOf } from '../parts/place.ts';
import { startPage } from '../parts/start-page.tsx';
import { WindowScreen } from './window-screen.tsx';

startPage(
  'window',
  (settings) => {
    const window = windowOf(settings, location.search);
    if (window === null) return [];
    // Without a zone in the settings the calls of all zones come; the page keeps those of its window.
    return [
      { name: 'window', part: window },
      { name: 'call', part: zoneOf(settings, location.search) ?? '+' },
    ];
  },
  (link) => <WindowScreen link={link} search={location.search} />,
);
