import { localTime } from '@hall/shared/contracts/time';
import { useEffect, useState } from 'react';
import { useKiosk } from '../kiosk.ts';

const LOOK_MS = 30_000;

/** The hall's day and clock, as far as this machine can tell. */
export function useToday(): { readonly day: string; readonly clock: string } {
  const { host } = useKiosk();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return localTime(now, host.info?.timeZone ?? 'Asia/Shanghai');
}
