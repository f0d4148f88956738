/**
 * Where the fields of a card's text block stand: 256 bytes, UTF-16LE, padded with blanks.
 *
 * Offsets and lengths in bytes, from the published SDT descriptions named in sdt-frame.ts. Which of them gives the
 * cards J, I and Y is not recorded, and no real card of these kinds was read: check them on the first one.
 */
export interface TextField {
  readonly at: number;
  readonly bytes: number;
}

export type CardKind = 'resident' | 'hmt-resident' | 'foreign-2017' | 'foreign-2023';

export type CardField =
  | 'name'
  | 'englishName'
  | 'englishNameContinued'
  | 'sex'
  | 'ethnic'
  | 'birth'
  | 'address'
  | 'number'
  | 'authority'
  | 'validFrom'
  | 'validTo'
  | 'passNumber'
  | 'issueCount'
  | 'country'
  | 'version'
  | 'renewals';

export interface CardLayout {
  readonly kind: CardKind;
  /** The character at {@link TYPE_MARK}. A resident's card has a blank (or zero) there. */
  readonly mark: string;
  readonly fields: Readonly<Partial<Record<CardField, TextField>>>;
}

export const TYPE_MARK: TextField = { at: 248, bytes: 2 };

const field = (at: number, bytes: number): TextField => ({ at, bytes });

const RESIDENT_FIELDS = {
  name: field(0, 30),
  sex: field(30, 2),
  ethnic: field(32, 4),
  birth: field(36, 16),
  address: field(52, 70),
  number: field(122, 36),
  authority: field(158, 30),
  validFrom: field(188, 16),
  validTo: field(204, 16),
} as const;

const { ethnic: _reserved, ...HMT_COMMON } = RESIDENT_FIELDS;

export const CARD_LAYOUTS: readonly CardLayout[] = [
  { kind: 'resident', mark: ' ', fields: RESIDENT_FIELDS },
  {
    // 港澳台居民居住证: 32/4 is reserved.
    kind: 'hmt-resident',
    mark: 'J',
    fields: { ...HMT_COMMON, passNumber: field(220, 18), issueCount: field(238, 4) },
  },
  {
    // 外国人永久居留身份证, 2017: the number has 15 characters, the authority is a code.
    kind: 'foreign-2017',
    mark: 'I',
    fields: {
      englishName: field(0, 120),
      sex: field(120, 2),
      number: field(122, 30),
      country: field(152, 6),
      name: field(158, 30),
      validFrom: field(188, 16),
      validTo: field(204, 16),
      birth: field(220, 16),
      version: field(236, 4),
      authority: field(240, 8),
    },
  },
  {
    // 外国人永久居留身份证, 2023 ("five-star card"): a number of 18 that starts with 9.
    kind: 'foreign-2023',
    mark: 'Y',
    fields: {
      name: field(0, 30),
      sex: field(30, 2),
      renewals: field(32, 4),
      birth: field(36, 16),
      englishName: field(52, 70),
      number: field(122, 36),
      validFrom: field(188, 16),
      validTo: field(204, 16),
      englishNameContinued: field(220, 22),
      country: field(242, 6),
    },
  },
];

/** GB/T 2261.1. */
export const SEX_CODES = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'unspecified' } as const;

/** GB/T 3304, codes 01–56 in order; 97 and 98 follow apart. */
export const ETHNIC_GROUPS: readonly string[] = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 ' +
  '柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 ' +
  '塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
).split(' ');

export const OTHER_ETHNIC_CODES: Readonly<Record<string, string>> = {
  '97': '其他',
  '98': '外国血统中国籍人士',
};
