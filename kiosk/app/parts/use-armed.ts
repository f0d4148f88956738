import { useEffect, useState } from 'react';

/**
 * A key that orders something and stands where the finger has just been must not take that finger's second tap: people
 * who do not trust a screen tap twice. A double tap is over within 500 ms.
 */
export const ARM_MS = 500;

/** False for {@link ARM_MS} after the screen has come. */
export function useArmed(): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARM_MS);
    return () => clearTimeout(timer);
  }, []);
  return armed;
}
