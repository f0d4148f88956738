import type { Grade } from '@hall/shared/contracts/ratings';

/** Mouths from a wide smile to a deep frown; all faces are drawn alike otherwise, so that none is suggested. */
const MOUTHS: Readonly<Record<Grade, string>> = {
  5: 'M29 58 Q50 88 71 58 Q50 66 29 58 Z',
  4: 'M32 61 Q50 77 68 61',
  3: 'M34 66 Q50 70 66 66',
  2: 'M33 72 Q50 59 67 72',
  1: 'M31 75 Q50 53 69 75',
};

/** The face of a grade, drawn with lines; decoration beside the name of the grade. */
export function Face({ grade }: { grade: Grade }) {
  return (
    <svg className="face" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="45" className="face-ground" />
      <g className="face-lines">
        {grade === 5 ? (
          <>
            <path d="M29 42 Q35 33 41 42" />
            <path d="M59 42 Q65 33 71 42" />
          </>
        ) : (
          <>
            <circle cx="35" cy="41" r="4.2" className="face-eye" />
            <circle cx="65" cy="41" r="4.2" className="face-eye" />
          </>
        )}
        {grade === 1 ? (
          <>
            <path d="M26 28 L41 33" />
            <path d="M74 28 L59 33" />
          </>
        ) : null}
        <path d={MOUTHS[grade]} className={grade === 5 ? 'face-open' : undefined} />
      </g>
    </svg>
  );
}
