import type { Message, TicketClass } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import { waitWords } from '@hall/shared/ui/time.ts';

/** What the screens say by themselves; what the hall says comes with its messages. */
export const WORDS = {
  connecting: { zh: '正在连接大厅服务器', en: 'Connecting to the hall server' },
  loading: { zh: '正在载入', en: 'Loading' },
  unknownCredential: {
    zh: '此屏的登记已失效，请重新登记',
    en: 'The enrolment of this screen has ended. Please enrol it again.',
  },
  notAssigned: {
    zh: '此屏尚未指定位置，请管理员设置',
    en: 'This screen has no place yet. A manager assigns it.',
  },
  nowCalling: { zh: '正在叫号', en: 'Now calling' },
  nobodyCalled: { zh: '暂无叫号', en: 'No calls yet' },
  waitForNumber: { zh: '请取号后在此等候', en: 'Please take a ticket and wait here' },
  notices: { zh: '公告', en: 'Notices' },
  number: { zh: '号码', en: 'Number' },
  window: { zh: '窗口', en: 'Window' },
  noWindow: { zh: '暂无窗口开放', en: 'No window open' },
  paper: { zh: '凭纸质号叫号', en: 'Paper numbers' },
  selfTest: { zh: '屏幕自检', en: 'Screen self-test' },
} as const satisfies Record<string, Text>;

/** What a screen without a credential says. */
export const PAIRING = {
  title: { zh: '此屏等待登记', en: 'This screen waits to be enrolled' },
  steps: [
    { zh: '大厅管理员打开工作台的“设备”页', en: 'A manager opens the Devices page of the console' },
    { zh: '核对前四位，输入后四位', en: 'Compare the first four characters there, type the last four' },
    { zh: '选择此屏的位置，点“批准”', en: 'Choose what this screen is, and approve' },
  ],
  waiting: { zh: '正在等待批准', en: 'Waiting for approval' },
  contacting: { zh: '正在联系大厅服务器', en: 'Contacting the hall server' },
  refused: { zh: '登记申请未被批准', en: 'The request was not approved' },
  refusedMore: {
    zh: '请联系大厅管理员；十分钟后自动重新申请',
    en: 'Please ask the manager. It asks again in ten minutes.',
  },
} as const;

export const PAGE_NAMES = {
  wall: { zh: '大屏', en: 'Hall wall' },
  board: { zh: '分区综合屏', en: 'Zone board' },
  window: { zh: '窗口屏', en: 'Window screen' },
  pad: { zh: '评价器', en: 'Pad' },
  sound: { zh: '语音播报', en: 'Sound' },
  kiosk: { zh: '取号机', en: 'Kiosk' },
} as const satisfies Record<string, Text>;

/** Marks of a class on the public screens; ordinary tickets carry none. */
export const CLASS_MARKS: Readonly<Record<TicketClass, Text | null>> = {
  ordinary: null,
  appointment: { zh: '预约', en: 'Booked' },
  senior: { zh: '老年优先', en: 'Senior' },
  priority: { zh: '优先', en: 'Priority' },
  green: { zh: '绿色通道', en: 'Green channel' },
  returning: { zh: '过号', en: 'Returning' },
};

/** The caption of an announcement: what the loudspeaker says, with the number as it stands on the ticket. */
export function captionOf(call: { readonly number: string; readonly windowNumber: number }): Text {
  return {
    zh: `请 ${call.number} 号到 ${call.windowNumber} 号窗口`,
    en: `Number ${call.number}, please go to window ${call.windowNumber}`,
  };
}

export function windowsOpen(count: number): Text {
  if (count === 0) return WORDS.noWindow;
  return { zh: `${count} 个窗口开放`, en: count === 1 ? '1 window open' : `${count} windows open` };
}

/** What stands where the wait of a queue is told. */
export function waitOf(
  queue: Message<'board'>['queues'][number],
  openWindows: number,
): { readonly text: Text; readonly known: boolean } {
  // [P2] Nobody knows how many hold pre-printed numbers.
  if (queue.paper) return { text: WORDS.paper, known: false };
  const known = queue.estimate !== null;
  return { text: openWindows === 0 && !known ? WORDS.noWindow : waitWords(queue.estimate), known };
}

export function lostSince(since: Text): Text {
  return { zh: `连接中断，自 ${since.zh} 起`, en: `Connection lost since ${since.en}` };
}
