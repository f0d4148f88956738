import { type IconProps, Line } from './icons.tsx';

/** What a clerk does with a person's turn: the same family as icons.tsx. */

export function ParkIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 7.5V12l3 2" />
    </Line>
  );
}
export function TransferIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 8.5h14m-4-4 4 4-4 4M20 16.5H8m3-3-3 3 3 3" />
    </Line>
  );
}
export function EndAndCallIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M5 6v12l8-6-8-6ZM13 6v12l6-6-6-6Z" />
    </Line>
  );
}
export function WalkInIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="10" cy="8" r="3.5" />
      <path d="M3.5 19.5c.6-3.6 3-5.5 6.5-5.5 2 0 3.6.6 4.7 1.8M18 7v6M15 10h6" />
    </Line>
  );
}
export function NoteIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M5 19h14M6 15.5 15.5 6l2.5 2.5L8.5 18H6v-2.5Z" />
    </Line>
  );
}
export function PaperIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M6 4h12v16l-3-2-3 2-3-2-3 2V4ZM9.5 9h5M9.5 12.5h5" />
    </Line>
  );
}
export function UndoIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M9 5 4.5 9.5 9 14M5 9.5h8.5a5 5 0 0 1 0 10H10" />
    </Line>
  );
}
export function HelpIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.5v.1" />
    </Line>
  );
}
