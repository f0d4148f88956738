import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { clockOf, dateWords } from '@hall/shared/ui/time.ts';
import { useEffect, useState } from 'react';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';

const CLOCK_LOOK_MS = 5_000;

/** Which hall, which day; and, where the server is away, since when. */
export function TopBar() {
  const say = useSay();
  const { host, catalogue } = useKiosk();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
  return (
    <header className="top-bar">
      <span className="top-hall">{say(host.info?.name ?? catalogue.hall)}</span>
      {host.info?.demo && (
        <span className="demo" data-testid="demo-mark">
          {say(W.demo)}
        </span>
      )}
      <span className="top-gap" />
      {!host.online && host.lostSince !== null && (
        <span className="top-lost" data-testid="server-away">
          {say(W.serverAwayShort)} {clockOf(host.lostSince, timeZone)}
        </span>
      )}
      <span className="top-date">{say(dateWords(now, timeZone))}</span>
      <span className="top-clock number">{clockOf(now, timeZone)}</span>
    </header>
  );
}
