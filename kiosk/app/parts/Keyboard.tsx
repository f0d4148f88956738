import { useLanguage } from '@hall/shared/ui/i18n/language.tsx';
import { Keyboard as OnScreenKeyboard } from '@hall/shared/ui/keyboard/Keyboard.tsx';
import type { LayoutId } from '@hall/shared/ui/keyboard/layouts.ts';
import { useKeyboard } from '@hall/shared/ui/keyboard/use-keyboard.ts';
import { useEffect, useMemo, useRef } from 'react';
import { useKiosk } from '../kiosk.ts';
import { ownWordsOf } from '../session/own-words.ts';

const CHINESE_FIRST: readonly LayoutId[] = ['pinyin', 'components', 'strokes', 'english', 'digits'];
const ENGLISH_FIRST: readonly LayoutId[] = ['english', 'pinyin', 'components', 'strokes', 'digits'];

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly max: number;
}

/** The keyboard of the screen's one field; this hall's words come first. It starts with the language's own letters. */
export function Keyboard(props: Props) {
  const language = useLanguage();
  return (
    <FieldKeyboard key={language} {...props} layouts={language === 'zh' ? CHINESE_FIRST : ENGLISH_FIRST} />
  );
}

function FieldKeyboard(props: Props & { readonly layouts: readonly LayoutId[] }) {
  const { catalogue } = useKiosk();
  const own = useMemo(() => ownWordsOf(catalogue), [catalogue]);
  const keyboard = useKeyboard({ ...props, own });
  const latest = useRef(keyboard);
  latest.current = keyboard;
  useEffect(() => {
    // After the scanner's listener, which takes its own keys first.
    const down = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement) latest.current.onKeyDown(event);
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
  return <OnScreenKeyboard keyboard={keyboard} />;
}
