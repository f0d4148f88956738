import type { Text } from '@hall/shared/contracts/text';

const t = (zh: string, en: string): Text => ({ zh, en });

/** What the screens say on which a person finds an item. */
export const F = {
  life: t('个人办事', 'For you and your family'),
  business: t('企业办事', 'For business'),
  search: t('搜一搜', 'Search'),
  searchMore: t('社保卡、落户、sbk，怎么说都行', 'Any words will do: ID card, passport'),
  zones: t('按窗口区域找', 'By area of the hall'),
  zonesTitle: t('哪个区域？', 'Which area?'),
  dontKnow: t('我不知道办什么', 'I am not sure'),
  searchTitle: t('要办什么事？', 'What is it about?'),
  searchHint: t('怎么说就怎么打，例如 社保卡丢了', 'For example "passport"'),
  searchStart: t('点键盘输入，边输边找。', 'Touch the keys. Results appear as you type.'),
  searchStartMore: t(
    '打错字、打拼音首字母也能找到：sbk 是社保卡。',
    'Mistakes do not matter. English, Chinese and pinyin are all understood.',
  ),
  noResults: t('没有找到。换个说法试试，或者：', 'Nothing found. Try another word, or:'),
  toThemes: t('按主题找', 'Look by topic'),
  toGuide: t('请咨询台帮忙', 'Ask at the guide desk'),
  callHere: t('请导办过来', 'Call a guide to this machine'),
  next: t('下一页', 'Next'),
  pages: t('翻页', 'Pages'),
} as const satisfies Record<string, Text>;

export function itemCount(count: number): Text {
  return t(`${count} 项`, count === 1 ? '1 service' : `${count} services`);
}

export function chooseOf(count: number): Text {
  return t(`共 ${count} 项，请选一项`, `${itemCount(count).en}, please choose one`);
}

/** For screen readers; the key itself shows the figure. */
export function pageWords(page: number): Text {
  return t(`第 ${page} 页`, `Page ${page}`);
}

/** Why an item stands among the results, where its own name does not show it. */
export function alsoCalled(words: string): Text {
  return t(`也叫：${words}`, `Also: ${words}`);
}
