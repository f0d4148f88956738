import type { Theme } from '@hall/shared/contracts/themes';
import { LineIcon } from './LineIcon.tsx';

/** One line-icon family with {@link Icon}: 24 units, strokes of 1.75, round ends. */
const PATHS: Readonly<Record<Theme['icon'], string>> = {
  briefcase: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16M12 12v2',
  house: 'M4 11.5 12 4l8 7.5M6 10v10h12V10M10 20v-6h4v6',
  umbrella: 'M12 3v2M3.5 13a8.5 8.5 0 0 1 17 0zM12 13v5.5a2 2 0 0 1-4 0',
  heart:
    'M12 20s-8-4.7-8-10.4A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.6C20 15.3 12 20 12 20zM12 10v5M9.5 12.5h5',
  school: 'M12 4 2.5 9 12 14l9.5-5zM6.5 11.5V17c1.5 1.3 3.4 2 5.5 2s4-.7 5.5-2v-5.5M21.5 9v5.5',
  work: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c.4-3.6 2.7-5.5 6-5.5 1.6 0 3 .5 4 1.3M17.5 13v7M14 16.5h7',
  household:
    'M5 4h14v16H5zM5 8h-1.5M5 12h-1.5M5 16h-1.5M12 11.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8.5 16.5c.3-2 1.6-3 3.5-3s3.2 1 3.5 3',
  rings:
    'M9 19a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM15 19a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM10.5 4h3L12 6.5z',
  coin: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 7.5 12 12l3.5-4.5M12 12v5M9 12.5h6M9 15h6',
  savings: 'M4 10 12 4l8 6zM6 10v7M10 10v7M14 10v7M18 10v7M4 20h16M4 17h16',
  road: 'M6 16v3M18 16v3M4 16h16v-4l-2-5.5H6L4 12zM4 12h16M7.5 14h.01M16.5 14h.01',
  leaf: 'M5 19c0-9 5-14 15-14 0 10-5 14-11 14-1.5 0-3-.5-4-1.500M5 20c1-4 4-7 8-9',
  crane: 'M7 21V4M4 21h6M7 4h13M7 8l4-4M17 4v6M15 10h4v4h-4zM3.500 7.500h3.500',
  elder:
    'M11 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM9 21l1-6-1.500-2.500L10 9.500h2.500L15 13M12 15l2 6M17.500 21v-7.500a1.500 1.500 0 0 0-3 0',
  plane: 'M3 13.500 21 5l-4.500 15-4.500-6.500zM12 13.500 21 5',
  certificate: 'M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 13h6M9 17h4',
  farm: 'M12 21V9M12 9c0-3 2-5 5-5 0 3-2 5-5 5zM12 13c0-3-2-5-5-5 0 3 2 5 5 5zM12 18c0-3 2-5 5-5 0 3-2 5-5 5zM5 21h14',
  dots: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z',
};

export function ThemeIcon({ name }: { name: Theme['icon'] }) {
  return <LineIcon path={PATHS[name]} />;
}
