import { z } from 'zod';

/** Languages of the screens; Chinese is always there, English beside it. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Words in every language of the screens. */
export const Text = z.strictObject({ zh: z.string().min(1).max(400), en: z.string().min(1).max(600) });
export type Text = z.infer<typeof Text>;

export function say(text: Text, language: Language): string {
  return text[language];
}
