import type { StrayCertificate } from '@hall/shared/contracts/paper-question';
import type { Certificate, HallState } from '../domain/state.ts';

/** A page takes a minute at most to come out, and its machine says so at once. */
const SILENCE_MS = 120_000;
/** More at a time is a machine to look after. */
const MOST = 50;

/** Certificates that may lie in a tray, for a person to look: the newest first. Pure. */
export function strayCertificates(state: HallState, at: number): StrayCertificate[] {
  return [...state.certificates]
    .flatMap(([certificate, made]): StrayCertificate[] => {
      const outcome = inQuestion(made, at);
      if (outcome === null) return [];
      const { kind, verification, device, since } = made;
      return [{ certificate, kind, lastOfCode: verification.slice(-4), outcome, device, since }];
    })
    .sort((a, b) => b.since - a.since)
    .slice(0, MOST);
}

function inQuestion(made: Certificate, at: number): StrayCertificate['outcome'] | null {
  if (made.traced !== null) return null;
  if (made.outcome === 'unknown') return 'unknown';
  return made.outcome === 'issued' && at >= made.since + SILENCE_MS ? 'silent' : null;
}
