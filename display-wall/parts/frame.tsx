import type { Message } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import { Both } from '@hall/shared/ui/i18n/both.tsx';
import { kept, type ScreenLink, type ScreenState } from '@hall/shared/ui/screen/screen-link.ts';
import { useScreen } from '@hall/shared/ui/screen/use-screen.ts';
import { sinceWords } from '@hall/shared/ui/time.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { lostSince, WORDS } from './words.ts';

/** Until the hall has said its own. */
const OWN_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** How long the test picture stands, ms: time to walk in front of the screen. */
const SELF_TEST_MS = 15_000;

/** A whole screen that says one thing: connecting, not enrolled, nothing assigned. */
export function FullMessage({ text, detail, tone }: { text: Text; detail?: string; tone?: 'trouble' }) {
  return (
    <main className={tone === undefined ? 'full' : `full ${tone}`}>
      <Both text={text} className="full-text" />
      {detail === undefined ? null : <p className="full-detail number">{detail}</p>}
    </main>
  );
}

function useSelfTest(link: ScreenLink): boolean {
  const [on, setOn] = useState(false);
  useEffect(
    () =>
      link.onDo(({ action }) => {
        if (action === 'self-test') setOn(true);
      }),
    [link],
  );
  useEffect(() => {
    if (!on) return;
    const timer = setTimeout(() => setOn(false), SELF_TEST_MS);
    return () => clearTimeout(timer);
  }, [on]);
  return on;
}

function SelfTest({ device }: { device: string }) {
  return (
    <div className="self-test" role="status">
      <Both text={WORDS.selfTest} className="full-text" />
      <p className="full-detail number">{device}</p>
      <div className="self-test-bars" aria-hidden="true">
        {['#ffffff', '#ffd479', '#5fd6a8', '#7db0ff', '#ff8a7a', '#000000'].map((colour) => (
          <span key={colour} style={{ background: colour }} />
        ))}
      </div>
    </div>
  );
}

interface FrameProps {
  readonly link: ScreenLink;
  /** What this screen shows when all is well; also shown, dimmed, when the connection is lost. */
  readonly children: (state: ScreenState, info: Message<'info'>, timeZone: string) => ReactNode;
}

/** What all screens have in common: connecting, lost, unknown credential, demo mark, self-test. */
export function Frame({ link, children }: FrameProps) {
  const state = useScreen(link);
  const selfTest = useSelfTest(link);
  const info = kept(state, 'info');
  const timeZone = info?.timeZone ?? OWN_TIME_ZONE;
  const { connection } = state;
  const lost = connection.is === 'lost';
  const trouble =
    connection.is === 'lost'
      ? lostSince(sinceWords(link.toHallTime(connection.since), link.hallNow(), timeZone))
      : connection.is === 'unknown-credential'
        ? WORDS.unknownCredential
        : null;
  return (
    <div className="frame" data-connection={connection.is}>
      {trouble === null || info === null ? null : (
        <div className="trouble-line" role="alert">
          <Both text={trouble} />
        </div>
      )}
      {info === null ? (
        <FullMessage
          text={trouble ?? WORDS.connecting}
          detail={link.device}
          {...(trouble ? { tone: 'trouble' } : {})}
        />
      ) : (
        <div className={lost || connection.is === 'unknown-credential' ? 'content dimmed' : 'content'}>
          {children(state, info, timeZone)}
        </div>
      )}
      {(kept(state, 'server')?.demo ?? info?.demo) ? (
        <div className="demo">
          <span lang="zh-CN">演示</span> DEMO
        </div>
      ) : null}
      {selfTest ? <SelfTest device={link.device} /> : null}
    </div>
  );
}
