import type { ReactNode } from 'react';

export interface IconProps {
  /** Pixels. */
  readonly size?: number;
}

/** One family: 24 units, 1.75 stroke, round ends, drawn on a 2-unit grid. Always beside words, so hidden to readers. */
export function Line({ size = 20, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function CallIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 10v4h3l6 5V5l-6 5H4Z" />
      <path d="M16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11" />
    </Line>
  );
}
export function StartIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M8 5.5v13l10-6.5-10-6.5Z" />
    </Line>
  );
}
export function FinishIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="m5 12.5 4.5 4.5L19 7" />
    </Line>
  );
}
export function RecallIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M5 12a7 7 0 1 0 2-4.9L5 9" />
      <path d="M5 4.5V9h4.5" />
    </Line>
  );
}
export function NoShowIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="10" cy="8" r="3.5" />
      <path d="M4 19.5c.6-3.6 3-5.5 6-5.5 1 0 2 .2 2.8.7M16 15l5 5M21 15l-5 5" />
    </Line>
  );
}
export function PauseIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M9 6v12M15 6v12" />
    </Line>
  );
}
export function LeaveIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M13 5H6v14h7M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5" />
    </Line>
  );
}
export function WindowIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="4" y="4" width="16" height="12" rx="2" />
      <path d="M2.5 20h19M8 10h8" />
    </Line>
  );
}
export function HallIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="m3.5 9.5 8.5-5 8.5 5" />
      <path d="M5.5 10v8M10 10v8M14 10v8M18.5 10v8M3.5 20.5h17" />
    </Line>
  );
}
export function GuideIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M6 4h12v15l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5L6 19V4Z" />
      <path d="M9.5 8.5h5M9.5 12h5" />
    </Line>
  );
}
export function PersonIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 20c.7-3.8 3.4-6 7-6s6.3 2.2 7 6" />
    </Line>
  );
}
export function SearchIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="11" cy="11" r="6" />
      <path d="m15.5 15.5 4.5 4.5" />
    </Line>
  );
}
export function ScreenIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="3" y="5" width="18" height="11" rx="2" />
      <path d="M9 20h6M12 16v4" />
    </Line>
  );
}
export function OfflineIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12.3a9.3 9.3 0 0 1 4-2.4M14.5 10a9.3 9.3 0 0 1 4 2.3M12 19h.010" />
    </Line>
  );
}
export function WarningIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M12 4.5 3.5 19h17L12 4.5Z" />
      <path d="M12 10v4M12 16.5h.010" />
    </Line>
  );
}
export function CheckIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="12" cy="12" r="8.5" />
      <path d="m8.5 12.2 2.4 2.4 4.6-5" />
    </Line>
  );
}
export function StopIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7.5v5M12 15.8v.010" />
    </Line>
  );
}
export function HeartIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M3.5 12.5h4l2-5.5 4 10.5 2.2-5h4.8" />
    </Line>
  );
}
export function StarIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="m12 4.5 2.3 4.9 5.2.7-3.8 3.7.9 5.3-4.6-2.6-4.6 2.6.9-5.3L4.5 10.1l5.2-.7L12 4.5Z" />
    </Line>
  );
}
export function DeviceIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="6" y="3.5" width="12" height="10" rx="2" />
      <path d="M8 17h8v3.5H8V17ZM12 13.5V17" />
    </Line>
  );
}
export function ArrowIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M6 18 18 6M9 6h9v9" />
    </Line>
  );
}

export function KeyIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="8" cy="15" r="4" />
      <path d="m11 12 8-8M16 7l3 3M13.5 9.5l2 2" />
    </Line>
  );
}
export function RulesIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="12" r="2" />
      <circle cx="17" cy="17" r="2" />
    </Line>
  );
}
export function PeopleIcon(props: IconProps) {
  return (
    <Line {...props}>
      <circle cx="9" cy="8.5" r="3.5" />
      <path d="M3 19.5c.5-3.5 3-5.5 6-5.5s5.500 2 6 5.500M15.500 5.300a3.500 3.500 0 0 1 0 6.400M17.500 14.500c2 .7 3.200 2.400 3.500 5" />
    </Line>
  );
}
export function SessionsIcon(props: IconProps) {
  return (
    <Line {...props}>
      <rect x="3" y="5" width="14" height="10" rx="2" />
      <path d="M7 19h6M10 15v4M20 9v10h-4" />
    </Line>
  );
}
export function AuditIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M6 4h9l4 4v12H6V4Z" />
      <path d="M14.500 4v4.500H19M9 12.500h7M9 16h5" />
    </Line>
  );
}
export function ShieldIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M12 3.500 5 6v5.500c0 4.200 2.800 7.300 7 9 4.200-1.700 7-4.800 7-9V6l-7-2.500Z" />
      <path d="m9 12 2.200 2.200L15 10" />
    </Line>
  );
}

export function ReportIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 20h16M7 20v-6M12 20V6M17 20v-9" />
    </Line>
  );
}

export function ReplayIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v4h4M12 8v4l3 2" />
    </Line>
  );
}

export function MenuIcon(props: IconProps) {
  return (
    <Line {...props}>
      <path d="M4 7h16M4 12h16M4 17h16" />
    </Line>
  );
}

/** The mark: a window, and 一 on its sill. */
export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect x="2" y="2" width="28" height="28" rx="8" fill="var(--action)" />
      <path
        d="M8.5 23.5v-12a3 3 0 0 1 3-3h9a3 3 0 0 1 3 3v12"
        fill="none"
        stroke="var(--on-action)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path d="M8.5 17.5h15" stroke="var(--on-action)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
