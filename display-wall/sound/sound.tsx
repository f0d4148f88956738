import './sound.css';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { kept, type ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { stands } from '../parts/call-rows.ts';
import { Frame } from '../parts/frame.tsx';
import { HallClock } from '../parts/hall-clock.tsx';
import { captionOf } from '../parts/words.ts';
import type { Announcement } from './announcement-queue.ts';
import { Announcer, type AnnouncerState } from './announcer.ts';
import { BrowserVoice } from './browser-voice.ts';

const WORDS = {
  ready: { zh: '等待叫号播报', en: 'Waiting for announcements' },
  start: { zh: '开始播报', en: 'Start sound' },
  blocked: {
    zh: '浏览器禁止自动发声，请按一次此按钮',
    en: 'The browser blocks sound until this button is pressed once',
  },
  waiting: { zh: '随后播报', en: 'Next' },
  allZones: { zh: '播报全部功能区', en: 'Announcing all zones' },
} as const;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const QUIET: AnnouncerState = { present: null, waiting: [] };

function useAnnouncer(link: ScreenLink): { state: AnnouncerState; blocked: boolean; start: () => void } {
  const [state, setState] = useState(QUIET);
  const [blocked, setBlocked] = useState(false);
  const [voice] = useState(
    () => new BrowserVoice(() => kept(link.state, 'info')?.languages.includes('en') ?? false),
  );
  useEffect(() => {
    void voice.unblock().then((audible) => setBlocked(!audible));
    const announcer = new Announcer({
      voice,
      now: () => link.hallNow(),
      sleep,
      stands: (call) => stands(call, kept(link.state, 'board', call.zone)),
      heard: (call, how) => link.shown(call, how),
      changed: setState,
    });
    return link.onCall((call) => announcer.add(call));
  }, [link, voice]);
  const start = () => void voice.unblock().then((audible) => setBlocked(!audible));
  return { state, blocked, start };
}

/** The page of the loudspeaker PC: it speaks, and shows in large type what it says. */
export function Sound({ link }: { link: ScreenLink }) {
  const { state, blocked, start } = useAnnouncer(link);
  const { present, waiting } = state;
  return (
    <Frame link={link}>
      {(screen, info, timeZone) => {
        const zoneId = kept(screen, 'settings', link.device)?.zone ?? null;
        const still = (call: Announcement) => stands(call, kept(screen, 'board', call.zone));
        const zone = info.zones.find(({ id }) => id === zoneId);
        return (
          <main className="sound" data-blocked={blocked} data-present={present?.number ?? ''}>
            <header className="sound-head">
              <Both text={zone?.name ?? WORDS.allZones} className="sound-zone" />
              <HallClock link={link} timeZone={timeZone} />
            </header>
            <section className="sound-now" role="status">
              {present === null || !still(present) ? (
                <Both text={WORDS.ready} className="sound-ready" />
              ) : (
                <Both text={captionOf(present)} className="sound-caption" />
              )}
              {blocked ? (
                <div className="sound-blocked">
                  <Button className="sound-start" onPress={start}>
                    <Both text={WORDS.start} />
                  </Button>
                  <Both text={WORDS.blocked} className="sound-hint" />
                </div>
              ) : null}
            </section>
            <footer className="sound-next">
              {!waiting.some(still) ? null : (
                <>
                  <Both text={WORDS.waiting} />
                  {waiting
                    .filter(still)
                    .slice(0, 6)
                    .map((call) => (
                      <span className="number" key={call.call}>
                        {call.number} → {call.windowNumber}
                      </span>
                    ))}
                </>
              )}
            </footer>
          </main>
        );
      }}
    </Frame>
  );
}
