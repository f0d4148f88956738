import { createContext, type ReactNode, useContext } from 'react';
import type { Language, Text } from '../../contracts/text.ts';

const LanguageContext = createContext<Language>('zh');

/** The language of everything inside; Chinese where nobody says otherwise. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** `const say = useSay(); say(text)`: the words of a Text in the language around. */
export function useSay(): (text: Text) => string {
  const language = useContext(LanguageContext);
  return (text) => text[language];
}

/** For `lang=` on an element that holds words of one language: fonts and voices depend on it. */
export const HTML_LANG: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };
