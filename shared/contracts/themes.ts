import { z } from 'zod';
import { Slug } from './identifiers.ts';
import { Text } from './text.ts';

/** What people come for, in their own order of things: the tiles of a kiosk's start screen. */

export const THEME_ICONS = [
  'briefcase',
  'house',
  'umbrella',
  'heart',
  'school',
  'work',
  'household',
  'rings',
  'coin',
  'savings',
  'road',
  'leaf',
  'crane',
  'elder',
  'plane',
  'certificate',
  'farm',
  'dots',
] as const;

export const Theme = z.strictObject({
  id: Slug,
  name: Text,
  /** 个人 (life) or 企业 (business). */
  kind: z.enum(['life', 'business']),
  icon: z.enum(THEME_ICONS).default('dots'),
});
export type Theme = z.infer<typeof Theme>;

/** A start screen has room for so many tiles in the largest type. */
export const THEMES_MAX = 18;

const theme = (
  id: string,
  kind: Theme['kind'],
  icon: Theme['icon'],
  zh: string,
  en: string,
): Readonly<Theme> => ({ id, kind, icon, name: { zh, en } });

/** Of a hall that names none of its own. */
export const STANDARD_THEMES: readonly Theme[] = [
  theme('household', 'life', 'household', '户籍身份证', 'ID and household'),
  theme('social-insurance', 'life', 'umbrella', '社会保险', 'Social insurance'),
  theme('medical', 'life', 'heart', '医疗卫生', 'Health care'),
  theme('provident-fund', 'life', 'savings', '公积金', 'Housing fund'),
  theme('property', 'life', 'house', '房产土地', 'Property'),
  theme('marriage-family', 'life', 'rings', '婚姻生育', 'Family'),
  theme('education', 'life', 'school', '教育', 'Education'),
  theme('employment', 'life', 'work', '就业创业', 'Employment'),
  theme('elderly', 'life', 'elder', '养老助老', 'Older people'),
  theme('exit-entry', 'life', 'plane', '出入境', 'Exit and entry'),
  theme('transport', 'life', 'road', '交通出行', 'Transport'),
  theme('certificates', 'life', 'certificate', '证照证明', 'Certificates'),
  theme('business', 'business', 'briefcase', '开办企业', 'Business'),
  theme('tax', 'business', 'coin', '税务', 'Tax'),
  theme('construction', 'business', 'crane', '工程建设', 'Construction'),
  theme('environment', 'business', 'leaf', '生态环境', 'Environment'),
];

/** The themes of a catalogue that hold items, in the hall's order. */
export function themesOf(catalogue: {
  readonly themes?: readonly Theme[] | undefined;
  readonly items: readonly { readonly themes: readonly string[] }[];
}): Theme[] {
  const used = new Set(catalogue.items.flatMap((item) => item.themes));
  return (catalogue.themes ?? STANDARD_THEMES).filter(({ id }) => used.has(id));
}
