import '@hall/shared/ui/strict-csp.ts';
import { zoneOf } from '../parts/place.ts';
import { startPage } from '../parts/start-page.tsx';
import { Sound } from './sound.tsx';

startPage(
  'sound',
  (settings) => [{ name: 'call', part: zoneOf(settings, location.search) ?? '+' }],
  (link) => <Sound link={link} />,
);
