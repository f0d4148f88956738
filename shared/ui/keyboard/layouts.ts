import type { Text } from '../../contracts/text.ts';

/** Ways to type. The first three choose Chinese characters from candidates; the others type what they show. */
export type LayoutId = 'pinyin' | 'components' | 'strokes' | 'english' | 'digits' | 'phone';

/** Keys that do something else than type their own text. */
export type Command = 'erase' | 'clear' | 'space';

export interface Key {
  /** What it types; a command where it types nothing. */
  readonly type: string | Command;
  readonly isCommand?: true;
  /** What stands on it, where that is not what it types. */
  readonly face?: string | Text;
  /** Width in usual keys. */
  readonly span?: number;
  /** For a screen reader, where the face does not say it. */
  readonly label?: Text;
}

export interface Layout {
  readonly id: LayoutId;
  readonly name: Text;
  /** Candidates are offered for what is typed. */
  readonly chooses: boolean;
  readonly rows: readonly (readonly Key[])[];
}

const keys = (text: string): Key[] => [...text].map((one) => ({ type: one }));
const letters = (text: string): Key[] => [...text].map((one) => ({ type: one, face: one.toUpperCase() }));

const ERASE: Key = {
  type: 'erase',
  isCommand: true,
  span: 1.5,
  label: { zh: '退格，删除一个', en: 'Backspace' },
};
const CLEAR: Key = { type: 'clear', isCommand: true, span: 2, label: { zh: '全部清除', en: 'Clear all' } };
const SPACE: Key = { type: 'space', isCommand: true, span: 5, label: { zh: '空格', en: 'Space' } };
const APOSTROPHE: Key = {
  type: "'",
  face: { zh: '分隔 ʼ', en: 'Split ʼ' },
  span: 2,
};

const LETTERS: readonly (readonly Key[])[] = [
  letters('qwertyuiop'),
  letters('asdfghjkl'),
  [...letters('zxcvbnm'), ERASE],
];
const DIGITS = keys('1234567890');

/** The strokes on their keys: sign and name. */
const STROKE_KEYS: readonly Key[] = [
  { type: 'h', face: { zh: '一 横', en: '一 heng' } },
  { type: 's', face: { zh: '丨 竖', en: '丨 shu' } },
  { type: 'p', face: { zh: '丿 撇', en: '丿 pie' } },
  { type: 'n', face: { zh: '丶 点捺', en: '丶 dian' } },
  { type: 'z', face: { zh: '乛 折', en: '乛 zhe' } },
];

const pad = (last: Key): readonly (readonly Key[])[] => [
  keys('123'),
  keys('456'),
  keys('789'),
  [last, { type: '0' }, { ...ERASE, span: 1 }],
];

export const LAYOUTS: Readonly<Record<LayoutId, Layout>> = {
  pinyin: {
    id: 'pinyin',
    name: { zh: '拼音', en: 'Pinyin' },
    chooses: true,
    rows: [...LETTERS, [CLEAR, APOSTROPHE, SPACE]],
  },
  components: {
    id: 'components',
    name: { zh: '拆字', en: 'By parts' },
    chooses: true,
    rows: [DIGITS, ...LETTERS, [CLEAR]],
  },
  strokes: {
    id: 'strokes',
    name: { zh: '笔画', en: 'Strokes' },
    chooses: true,
    rows: [STROKE_KEYS.map((key) => ({ ...key, span: 1.8 })), [CLEAR, { ...ERASE, span: 2 }]],
  },
  english: {
    id: 'english',
    name: { zh: '英文', en: 'English' },
    chooses: false,
    rows: [...LETTERS, [CLEAR, SPACE]],
  },
  digits: {
    id: 'digits',
    name: { zh: '数字', en: 'Digits' },
    chooses: false,
    rows: pad({ type: 'X', label: { zh: '身份证号码末位 X', en: 'X of an ID number' } }),
  },
  phone: {
    id: 'phone',
    name: { zh: '电话', en: 'Phone' },
    chooses: false,
    rows: pad({ ...CLEAR, span: 1 }),
  },
};
