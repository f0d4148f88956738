import type { Text } from '@hall/shared/contracts/text';

export const PAD_WORDS = {
  welcome: { zh: '热情为您服务', en: 'At your service' },
  clerk: { zh: '本窗口工作人员', en: 'Your clerk' },
  staffNumber: { zh: '工号', en: 'Staff no.' },
  stars: { zh: '星级', en: 'Stars' },
  notices: { zh: '大厅公告', en: 'Notices' },
  serving: { zh: '正在为您办理', en: 'We are serving you' },
  called: { zh: '正在请此号到窗口', en: 'Please come to this window' },
  afterwards: { zh: '办理结束后，请您在此评价', en: 'Afterwards you can rate the service here' },
  closed: { zh: '本窗口未开放', en: 'This window is closed' },
  closedHint: { zh: '请留意大屏，或到咨询台', en: 'Please watch the wall screen or ask at the guide desk' },
  loading: { zh: '正在载入评价', en: 'Loading' },
  rateTitle: { zh: '请您评价本次服务', en: 'How was this service?' },
  rateHint: {
    zh: '评价自愿，窗口人员看不到是谁评的',
    en: 'Voluntary. Clerks do not see who gave which rating.',
  },
  chosen: { zh: '您的评价', en: 'Your rating' },
  whyTitle: { zh: '请选择理由（可多选，可不选）', en: 'Why? Choose any number, or none.' },
  comment: { zh: '补充说明（可不填）', en: 'Anything to add? (optional)' },
  decline: { zh: '不评价', en: 'No rating' },
  back: { zh: '重新选择', en: 'Change' },
  submit: { zh: '提交评价', en: 'Submit' },
  sending: { zh: '正在提交', en: 'Sending' },
  failed: { zh: '尚未提交成功', en: 'Not sent yet' },
  again: { zh: '再试一次', en: 'Try again' },
  thanks: { zh: '谢谢您的评价', en: 'Thank you for your rating' },
  declined: { zh: '已选择不评价', en: 'No rating was given' },
  goodbye: { zh: '请带好您的证件和材料', en: 'Please take your documents with you' },
  over: { zh: '本次评价已结束', en: 'This rating has ended' },
  overHint: { zh: '没有提交评价，记为“未评价”', en: 'Nothing was sent. It stays “not rated”.' },
  otherLanguage: { zh: 'English', en: '中文' },
} as const satisfies Record<string, Text>;

export function windowTitle(number: number): Text {
  return { zh: `${number} 号窗口`, en: `Window ${number}` };
}

export function timeLeft(seconds: number): Text {
  return { zh: `剩余 ${seconds} 秒`, en: `${seconds} s left` };
}
