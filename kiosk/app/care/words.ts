import type { Text } from '@hall/shared/contracts/text';

const t = (zh: string, en: string): Text => ({ zh, en });

/** What care mode says and shows beside the screens' own words. */
export const C = {
  on: t('关怀模式', 'Easy mode'),
  off: t('退出关怀', 'Usual mode'),
  again: t('再听一遍', 'Say again'),
  dark: t('黑底白字', 'White on black'),
  light: t('白底黑字', 'Black on white'),
  captionLabel: t('提示', 'What to do'),

  home: t(
    '请按要办的事。不知道办什么，请按“我不知道办什么”。',
    'Touch what you came for. If you are not sure, touch "I am not sure".',
  ),
  cardThere: t('已读到证件。', 'Your card was read.'),
  find: t('点键盘输入，下面会出现要办的事。', 'Touch the keys. What you may need appears as you type.'),
  chosenList: t('请按要办的一项。', 'Touch the one that you need.'),
  nextPage: t('没有看到，请按“下一页”。', 'If it is not there, touch "Next".'),
  zones: t('请按要去的区域。', 'Touch the area that you need.'),
  take: t('要取号，请按“取号排队”。', 'For a number, touch "Take a number".'),
  takeCard: t(
    '要取号，请按“取号排队”，再放上身份证。',
    'For a number, touch "Take a number", then lay your ID card.',
  ),
  notOpen: t('请按“到咨询台”，有人帮您。', 'Touch "Go to the guide desk": people will help.'),
  guide: t('请到咨询台，或按“取咨询号”。', 'Please go to the guide desk, or take a number for it.'),
  certificates: t('请按要打印的证明。', 'Touch the certificate that you need.'),
  card: t(
    '请把身份证平放在屏幕下方的读卡区。',
    'Please lay your ID card flat on the reader below the screen.',
  ),
  cardTicket: t(
    '已读到证件，马上取号。请不要拿走。',
    'Your card was read, your number comes. Please leave it.',
  ),
  cardCertificate: t('已读到证件。请按“打印证明”。', 'Your card was read. Touch "Print the certificate".'),
  working: t('请稍等，不用再按。', 'One moment. There is no need to press again.'),
  ticketPrinting: t('号票正在打印。', 'Your ticket is being printed.'),
  certificatePrinting: t('证明正在打印。', 'Your certificate is being printed.'),
  wait: t('听到叫号再去窗口。', 'Go to the window when you are called.'),
  takeAll: t('请拿好证件，按“完成”。', 'Please take your card and touch "Done".'),
  certificate: t('证明已开具。', 'Your certificate is ready.'),
  trouble: t('没有办成。', 'That did not work.'),
  idle: t('您还在吗？要继续，请按“我还要继续”。', 'Are you still there? Touch "I need more time" to go on.'),
  other: t('请看屏幕，按下面的大按钮继续。', 'Please look at the screen and touch the large key to go on.'),
} as const satisfies Record<string, Text>;

export function chose(name: Text): Text {
  return t(`您选了：${name.zh}。`, `You chose: ${name.en}.`);
}

/** The number as a voice should say it, sign by sign; on the screen it reads the same. */
export function numberWords(number: string): Text {
  const signs = [...number].join(' ');
  return t(`您的号码是 ${signs}。`, `Your number is ${signs}.`);
}

export const VOLUME_WORDS = {
  off: t('声音：关', 'Sound: off'),
  usual: t('声音：中', 'Sound: usual'),
  loud: t('声音：大', 'Sound: loud'),
} as const satisfies Record<string, Text>;
