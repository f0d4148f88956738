import type { Language, Text } from '@hall/shared/contracts/text';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

const STORAGE_KEY = 'hall-language';

interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly say: (text: Text) => string;
}

const SpeechContext = createContext<Speech | null>(null);

function remembered(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh';
}

/** Chinese unless this browser's user chose English; the choice holds for the landing page and the console. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(remembered);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(STORAGE_KEY, next);
    choose(next);
  }, []);
  const speech = useMemo(
    () => ({ language, setLanguage, say: (text: Text) => text[language] }),
    [language, setLanguage],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('outside of LanguageProvider');
  return speech;
}

/** The other language's name in that language, as a switch is best labelled. */
export function LanguageToggle({ className }: { readonly className?: string | undefined }) {
  const { language, setLanguage } = useSpeech();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className={className}
      data-testid="language"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(other)}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}
