import '@hall/shared/ui/strict-csp.ts';
import { zoneOf } from '../parts/place.ts';
import { startPage } from '../parts/start-page.tsx';
import { Board } from './board.tsx';

startPage(
  'board',
  (settings) => {
    const zone = zoneOf(settings, location.search);
    return zone === null
      ? []
      : [
          { name: 'board', part: zone },
          { name: 'call', part: zone },
        ];
  },
  (link) => <Board link={link} search={location.search} />,
);
