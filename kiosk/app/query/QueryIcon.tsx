import { LineIcon } from '../parts/LineIcon.tsx';

/** One line-icon family with `Icon`: 24 units, strokes of 1.75, round ends. */
const PATHS = {
  progress: 'M4 6h10M4 12h6M4 18h5M14 15.5l3 3 4.500-6',
  guides: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6',
  questions:
    'M4 5h16v11H11l-4 4v-4H4zM9.800 8.800a2.200 2.200 0 1 1 3.200 2c-.6.3-1 .7-1 1.300M12 13.800h.01',
  map: 'M3 6.500 9 4l6 2.500L21 4v13.500L15 20l-6-2.500L3 20zM9 4v13.500M15 6.500V20',
  windows: 'M4 5h16v14H4zM4 10h16M12 10v9M7 7.500h.01M10 7.500h.01',
  hours: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.300 2',
  notices: 'M4 10v4h3l8 4.500v-13L7 10zM18 9.500a3.500 3.500 0 0 1 0 5M7 14l1 5h2.500',
  ratings: 'M12 4l2.500 5.100 5.500.8-4 3.900 1 5.500-5-2.600-5 2.600 1-5.500-4-3.900 5.500-.8z',
} as const;

export type QueryIconName = keyof typeof PATHS;

export function QueryIcon({ name }: { name: QueryIconName }) {
  return <LineIcon path={PATHS[name]} />;
}
