import '@hall/shared/ui/strict-csp.ts';
import { windowOf } from '../parts/place.ts';
import { startPage } from '../parts/start-page.tsx';
import { Pad } from './pad.tsx';

startPage(
  'pad',
  (settings) => {
    const window = windowOf(settings, location.search);
    return window === null
      ? []
      : [
          { name: 'pad', part: window },
          { name: 'window', part: window },
        ];
  },
  (link) => <Pad link={link} search={location.search} />,
);
