import type { Text } from '@hall/shared/contracts/text';

/** What people are told while a kiosk has no server. */
export const OFFLINE_WORDS = {
  closed: {
    zh: '按时间表，这个队列现在不取号。有疑问请到咨询台。',
    en: 'By its hours this queue gives no numbers now. Please ask at the guide desk.',
  },
  usedUp: {
    zh: '网络中断，本机这个队列的备用号已取完。请到咨询台取号。',
    en: 'There is no connection, and this machine has no more numbers of this queue. Please go to the guide desk.',
  },
  unknown: {
    zh: '网络中断，本机不知道这项业务的队列。请到咨询台取号。',
    en: 'There is no connection, and this machine does not know this queue. Please go to the guide desk.',
  },
  several: {
    zh: '网络中断时一次只能取一个队列的号。请逐项取号，或到咨询台。',
    en: 'Without a connection a number is for one queue. Please take them one by one, or go to the guide desk.',
  },
  disk: {
    zh: '本机暂时无法保存号码，不能取号。请到咨询台。',
    en: 'This machine cannot keep numbers at present. Please go to the guide desk.',
  },
  reprintLimit: {
    zh: '这张号票已补打多次。请记下号码，到咨询台核对。',
    en: 'This ticket was printed again several times. Please note the number and ask at the guide desk.',
  },
  underWay: {
    zh: '正在与服务器核对这张号票，暂不能补打。请稍等再试，或到咨询台补打。',
    en: 'This ticket is being checked with the server. Please try again soon, or get a new paper at the guide desk.',
  },
  rule: {
    zh: '网络中断期间取的号，号码照常有效。听到叫号请及时前往；过号请到咨询台。',
    en: 'Taken while the network was down: your number is valid. Please come when called; if you miss it, go to the guide desk.',
  },
} as const satisfies Record<string, Text>;
