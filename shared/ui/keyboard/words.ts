import type { Text } from '../../contracts/text.ts';

const t = (zh: string, en: string): Text => ({ zh, en });

/** What the keyboard says by itself. */
export const K = {
  keyboard: t('屏幕键盘', 'On-screen keyboard'),
  ways: t('输入方式', 'Ways to type'),
  candidates: t('候选字词', 'Characters to choose'),
  before: t('上一页候选', 'Candidates before'),
  next: t('下一页候选', 'More candidates'),
  space: t('空格', 'Space'),
  clear: t('清除', 'Clear'),
  loading: t('正在准备字库', 'Getting the characters ready'),
  startPinyin: t('输入拼音或首字母，例如 shebao、sb', 'Type pinyin or initials, for example shebao or sb'),
  startComponents: t(
    '按顺序输入各部分的读音：土口 tukou 得“𠮷”；或部首加剩余笔画数：金 7 jin7',
    'Type the sounds of the parts in order: tukou for 𠮷; or a radical and the strokes besides: jin7',
  ),
  startStrokes: t('按书写顺序点笔画', 'Touch the strokes in the order of writing'),
  none: t(
    '没有找到这样的字。请试“拆字”“笔画”，或请工作人员帮助。',
    'No such character was found. Try parts or strokes, or ask a member of staff.',
  ),
} as const;

/** Said of a character that fonts here do not have: it is named, never shown as an empty box. */
export function missingWords(names: readonly string[]): Text {
  const list = names.join(' ');
  return t(
    `本机字库没有编码为 ${list} 的字，不能显示和打印，请到人工窗口办理。`,
    `This machine has no character ${list}: it cannot be shown or printed. Please ask at a window.`,
  );
}

export function pageWords(page: number, pages: number): Text {
  return t(`候选第 ${page} 页，共 ${pages} 页`, `Candidates, page ${page} of ${pages}`);
}
