import { useRef } from 'react';
import { useNow } from '../api/hooks.ts';

const RADIUS = 15;
const ROUND = 2 * Math.PI * RADIUS;
/** Smooth to the eye, cheap for an old office computer. */
const TICK_MS = 200;

/** The call lock running out: a ring that empties around the seconds left. */
export function LockRing({ until }: { readonly until: number }) {
  const now = useNow(TICK_MS);
  const first = useRef({ until, at: now });
  if (first.current.until !== until) first.current = { until, at: now };
  const whole = Math.max(1, first.current.until - first.current.at);
  const left = Math.max(0, until - now);
  return (
    <svg
      width="44"
      height="44"
      viewBox="0 0 36 36"
      aria-hidden="true"
      focusable="false"
      data-testid="lock-ring"
    >
      <circle
        cx="18"
        cy="18"
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        strokeOpacity="0.2"
        strokeWidth="3"
      />
      <circle
        cx="18"
        cy="18"
        r={RADIUS}
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={ROUND}
        strokeDashoffset={ROUND * (1 - left / whole)}
        transform="rotate(-90 18 18)"
      />
      <text
        x="18"
        y="22.5"
        textAnchor="middle"
        fontSize="13"
        fontWeight="600"
        fill="currentColor"
        className="number"
      >
        {Math.ceil(left / 1_000)}
      </text>
    </svg>
  );
}
