import type { ComponentProps } from 'react';
import { Line } from './icons.tsx';

type Props = Omit<ComponentProps<typeof Line>, 'children'>;

/** Of the guide desk; the same family as icons.tsx. */
export function PrinterIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2" />
      <path d="M7 14h10v6H7z" />
    </Line>
  );
}
export function BellIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2Z" />
      <path d="M10 18.5a2 2 0 0 0 4 0M12 5V3.5" />
    </Line>
  );
}
export function SoundIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M4 10v4h3l6 5V5l-6 5H4ZM16.5 9a4.5 4.5 0 0 1 0 6" />
    </Line>
  );
}
export function MuteIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M4 10v4h3l6 5V5l-6 5H4ZM17 9.5l4 5M21 9.5l-4 5" />
    </Line>
  );
}
export function CalendarIcon(props: Props) {
  return (
    <Line {...props}>
      <rect x="4" y="5.5" width="16" height="15" rx="2" />
      <path d="M4 10h16M8 3.5v4M16 3.5v4" />
    </Line>
  );
}
export function MoveIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M4 8h14m-4-4 4 4-4 4M20 16H6m4-4-4 4 4 4" />
    </Line>
  );
}
export function MoreIcon(props: Props) {
  return (
    <Line {...props}>
      <path strokeWidth={3} d="M5 12h.01M12 12h.01M19 12h.01" />
    </Line>
  );
}
export function PlusIcon(props: Props) {
  return (
    <Line {...props}>
      <path d="M12 5v14M5 12h14" />
    </Line>
  );
}
