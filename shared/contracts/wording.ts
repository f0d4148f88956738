import type { TicketClass } from './messages.ts';
import type { Text } from './text.ts';

/** `3、4、5号窗口`; an empty list is said as such, not left out. */
export function windowWords(windows: readonly number[]): Text {
  if (windows.length === 0) return { zh: '请听叫号', en: 'listen for your call' };
  const label = windows.length === 1 ? 'window' : 'windows';
  return { zh: `${windows.join('、')}号窗口`, en: `${label} ${windows.join(', ')}` };
}

export function aheadWords(ahead: number): Text {
  if (ahead === 0) return { zh: '前面没有人', en: 'nobody ahead' };
  return { zh: `前面 ${ahead} 人`, en: ahead === 1 ? '1 person ahead' : `${ahead} people ahead` };
}

export const CLASS_WORDS: Readonly<Record<TicketClass, Text>> = {
  ordinary: { zh: '普通', en: 'Ordinary' },
  appointment: { zh: '预约', en: 'Appointment' },
  senior: { zh: '老年优先', en: 'Senior priority' },
  priority: { zh: '优先', en: 'Priority' },
  green: { zh: '绿色通道', en: 'Green channel' },
  returning: { zh: '过号重排', en: 'Returning' },
};
