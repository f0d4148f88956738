import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { styles } from './styles.ts';

const HERE = '#/settings';

/** Told where the back button was to lead, while there is something to lose. */
let asks: ((to: string) => void) | null = null;

// At the load of the page, before the router listens: what it hears, it obeys at once.
addEventListener('popstate', (event) => {
  if (asks === null || location.hash.startsWith(HERE)) return;
  event.stopImmediatePropagation();
  asks(location.hash || '#/');
});

/** Asks before a link, the back button or closing the tab leads away from changes that are not saved. */
export function Leaving({ count, discard }: { readonly count: number; readonly discard: () => void }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const [away, setAway] = useState<string | null>(null);
  useEffect(() => {
    const entry: unknown = history.state;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
      if (!link?.hash.startsWith('#/') || link.hash.startsWith(HERE)) return;
      event.preventDefault();
      event.stopPropagation();
      setAway(link.hash);
    };
    asks = (to) => {
      setAway(to);
      history.pushState(entry, '', HERE);
    };
    window.addEventListener('beforeunload', unload);
    document.addEventListener('click', click, true);
    return () => {
      window.removeEventListener('beforeunload', unload);
      asks = null;
      document.removeEventListener('click', click, true);
    };
  }, []);

  return (
    <Modal
      open={away !== null}
      title={say(t(`有 ${count} 处更改未保存`, `${count} change${count === 1 ? '' : 's'} not saved`))}
      onCancel={() => setAway(null)}
      footer={null}
      width={440}
    >
      <p>{say(t('离开后这些更改将丢失。', 'They are lost when you leave this page.'))}</p>
      <p className={styles['answers']}>
        <Button
          danger
          data-testid="leave"
          onClick={() => {
            const to = away ?? HERE;
            setAway(null);
            discard();
            navigate(to.slice(1));
          }}
        >
          {say(t('放弃更改并离开', 'Leave without them'))}
        </Button>
        <Button type="primary" autoFocus data-testid="stay" onClick={() => setAway(null)}>
          {say(t('留在此页', 'Stay here'))}
        </Button>
      </p>
    </Modal>
  );
}
