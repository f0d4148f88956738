import type { Bell } from '@hall/shared/contracts/guide-desk';
import { useEffect, useRef, useState } from 'react';

const STORAGE_KEY = 'hall-bell-sound';
/** Two soft tones, Hz, and how long each sounds, seconds. */
const TONES = [880, 660] as const;
const TONE_S = 0.22;
const LOUDNESS = 0.12;

/** Rings softly for every bell that is new, where this browser's user wants it; silent unless asked. */
export function useBellSound(bells: readonly Bell[]): {
  readonly on: boolean;
  readonly turn: (on: boolean) => void;
} {
  const [on, setOn] = useState(() => localStorage.getItem(STORAGE_KEY) === 'on');
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Set(bells.map(({ device, since }) => `${device} ${since}`));
    const fresh = [...now].some((bell) => !known.current.has(bell));
    known.current = now;
    if (on && fresh) ring();
  }, [bells, on]);
  return {
    on,
    turn(next) {
      localStorage.setItem(STORAGE_KEY, next ? 'on' : 'off');
      setOn(next);
      if (next) ring();
    },
  };
}

function ring(): void {
  if (typeof AudioContext === 'undefined') return;
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  gain.connect(context.destination);
  TONES.forEach((frequency, i) => {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(context.currentTime + i * TONE_S);
    tone.stop(context.currentTime + (i + 1) * TONE_S);
    if (i === TONES.length - 1) tone.onended = () => void context.close();
  });
}
