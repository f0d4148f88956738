import type { Text } from '@hall/shared/contracts/text';

const t = (zh: string, en: string): Text => ({ zh, en });

/** Words of bookings, of the own place in line, and of several items for one number. */
export const R = {
  doorBooking: t('我有预约', 'I have a booking'),
  doorBookingMore: t('签到、查看、取消', 'Check in, see, cancel'),
  doorQueue: t('我的排队', 'My place in line'),
  doorQueueMore: t('前面几人、叫到没有', 'How many ahead, called or not'),

  whoBookings: t('找到您的预约', 'Find your booking'),
  whoTickets: t('查您的排队', 'Find your place in line'),
  wayCard: t('放上身份证', 'Lay your ID card'),
  wayCardMore: t('平放在屏幕下方的读卡区', 'flat on the reader below the screen'),
  wayCardLies: t('已读到证件', 'Your card was read'),
  useCard: t('用这张证件查', 'Look with this card'),
  wayScan: t('扫纸上的二维码', 'Scan the code on the paper'),
  wayScanBooking: t('预约单朝扫码口', 'hold the booking slip to the scanner'),
  wayScanTicket: t('号票朝扫码口', 'hold the ticket to the scanner'),
  wayType: t('输入号码', 'Type it in'),
  wayTypeBooking: t('手机号和 6 位预约码', 'phone number and 6-character code'),
  wayTypeTicket: t('号码和票尾 6 位校验码', 'number and the 6 characters at its foot'),
  noScanner: t('本机没有扫码器', 'this machine has no scanner'),
  saidWays: t(
    '请放上身份证，或扫纸上的二维码，或按屏幕上的输入号码。',
    'Lay your card, scan the code on the paper, or touch Type it in.',
  ),
  saidWhen: t('先选日期，再选时间。', 'Choose the day, then the time.'),
  saidBasket: t('可以再加一件事，或者取一个号。', 'Add another one, or take one number.'),
  searching: t('正在查找…', 'Looking…'),
  lookUp: t('查找', 'Look it up'),
  fieldPhone: t('手机号', 'Phone number'),
  fieldBookingCode: t('预约码', 'Booking code'),
  fieldNumber: t('号码', 'Number'),
  fieldPaperCode: t('校验码', 'Paper code'),
  noBookingFound: t(
    '没有找到预约。请核对后再试，或现场取号。',
    'No booking was found. Please check and try again, or take a number.',
  ),
  noTicketFound: t(
    '今天没有找到号票。请核对后再试，或到咨询台。',
    'No ticket of today was found. Please check and try again, or ask at the guide desk.',
  ),
  strangeCode: t(
    '这个码不是本大厅的预约单或号票。',
    'This code is of no booking slip or ticket of this hall.',
  ),
  needsServer: t(
    '网络中断，暂时查不了预约和排队。现场取号照常。',
    'There is no connection: bookings and places cannot be looked up. Numbers are given all the same.',
  ),

  bookingsTitle: t('您的预约', 'Your bookings'),
  checkIn: t('签到取号', 'Check in'),
  takeOrdinary: t('按普通号取号', 'Take an ordinary number'),
  isOpen: t('现在可以签到', 'You can check in now'),
  isLate: t('已过预约时段，可按普通号排队', 'Your time has passed: you can wait with an ordinary number'),
  isUsed: t('已签到取号', 'Checked in'),
  cancel: t('取消预约', 'Cancel it'),
  cancelSure: t('确定取消这个预约吗？', 'Cancel this booking?'),
  cancelYes: t('确定取消', 'Yes, cancel'),
  cancelNo: t('不取消', 'Keep it'),
  cancelled: t('预约已取消。', 'The booking was cancelled.'),
  noneLeft: t('没有其他预约了。', 'There are no other bookings.'),

  ticketsTitle: t('您的排队', 'Your place in line'),
  calledTo: t('请马上到', 'Please go now to'),
  calledAt: t('叫号时间', 'Called at'),
  missedMore: t(
    '带上号票到咨询台，导办可以让这个号码重新排队，一般排在后面几位。',
    'Bring your ticket to the guide desk: a guide can put this number back in line, a few places behind.',
  ),
  paperHere: t('纸已拿到', 'I have the paper'),
  reprintMine: t('补打号票', 'Print my ticket again'),

  bookTitle: t('预约哪一天？', 'Which day?'),
  bookAnother: t('预约改天来', 'Book another time'),
  noBookings: t('这项业务不接受预约，请现场取号。', 'This service takes no bookings. Please take a number.'),
  noSlots: t(
    '这一天没有可约的时段，请选其他日期。',
    'Nothing is free on this day. Please choose another one.',
  ),
  full: t('约满', 'full'),
  bookCheckTitle: t('请核对预约', 'Please check your booking'),
  bookFor: t('预约业务', 'For'),
  bookWhen: t('时间', 'When'),
  bookPhone: t('手机号（可不填）', 'Phone (optional)'),
  bookPhoneWhy: t(
    '填了手机号，来时忘带证件也能用预约码签到。',
    'With it you can check in by code even without your card.',
  ),
  bookPhoneAdd: t('填写手机号', 'Add a phone number'),
  bookPhoneChange: t('修改', 'Change'),
  bookPhoneDone: t('填好了', 'Done'),
  bookYes: t('确认预约', 'Book it'),
  bookCardWhy: t('预约要登记本人证件，请放上身份证。', 'A booking is made by name, with your own card.'),
  bookCardContinue: t('继续预约', 'Continue'),
  workingBooking: t('正在预约…', 'Making your booking…'),
  workingCheckIn: t('正在签到取号…', 'Checking you in…'),
  workingReprint: t('正在补打号票…', 'Preparing your ticket…'),
  booked: t('预约成功', 'Booked'),
  bookingCode: t('预约码', 'Booking code'),
  bookedMore: t(
    '到时点“我有预约”，刷证件、扫预约单或输入预约码。',
    'Then touch "I have a booking", with your card, the slip or the code.',
  ),
  printingSlip: t('正在打印预约单…', 'Printing your slip…'),

  basketAdd: t('还要办别的，一次取号', 'More to do? One number for all'),
  basketTitle: t('一次取号，办这几件事', 'One number for all of this'),
  basketMore: t('再加一件事', 'Add another one'),
  basketTake: t('取一个号', 'Take one number'),
  basketRemove: t('去掉', 'Remove'),
  basketEmpty: t('还没有选事项。', 'Nothing is chosen yet.'),
  basketFull: t('一个号最多办 5 件事。', 'One number takes five services at most.'),
  basketSeveral: t('按这个顺序办，号码不变。', 'In this order, with the same number.'),
  basketSame: t('都在同一个队列办理。', 'All of it is done in the same line.'),
  basketOffline: t(
    '网络中断时一个号只能办同一个队列的事，请分次取号。',
    'Without a connection one number is for one line only. Please take them one by one.',
  ),
  basketHere: t('加入清单', 'Add to the list'),
  basketSee: t('看清单', 'See the list'),
  noCard: t('没带身份证？', 'No card with you?'),
  noCardTitle: t('没带身份证，也能办', 'Without a card'),
  noCardPhone: t('有预约：用手机号和预约码', 'Booked: phone number and code'),
  noCardScan: t('有预约单：扫二维码', 'Booking slip: scan its code'),
  noCardGuide: t('请导办核对身份后取号', 'A guide checks who you are and gives a number'),
  noCardOpen: t('不用身份证的业务', 'No card is needed for'),
  noCardWhy: t('实名业务要核对本人，所以需要证件。', 'Services by name need to know who you are.'),
} as const satisfies Record<string, Text>;

export function bookDayWords(day: string, weekday: number, name: Text | null): { day: Text; more: Text } {
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8, 10));
  const week = WEEKDAYS[weekday - 1] as Text;
  return {
    day: t(`${month} 月 ${date} 日`, `${date} ${MONTHS[month - 1]}`),
    more: name === null ? week : t(`${week.zh} ${name.zh}`, `${week.en} ${name.en}`),
  };
}
const WEEKDAYS: readonly Text[] = [
  t('周一', 'Mon'),
  t('周二', 'Tue'),
  t('周三', 'Wed'),
  t('周四', 'Thu'),
  t('周五', 'Fri'),
  t('周六', 'Sat'),
  t('周日', 'Sun'),
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function freePlaces(count: number): Text {
  return count === 0 ? R.full : t(`余 ${count}`, `${count} free`);
}

export function isEarly(opens: string, day: Text): Text {
  return t(`还没到时间，${day.zh} ${opens} 起可以签到`, `Too early: check-in opens at ${opens}, ${day.en}`);
}

export function basketCount(count: number): Text {
  return t(`一次取号：已选 ${count} 件事`, `One number: ${count} chosen`);
}

export function ordinalWords(place: number): Text {
  return t(`第 ${place} 站`, `Stop ${place}`);
}

export function windowNumber(number: number): Text {
  return t(`${number} 号窗口`, `window ${number}`);
}

/** With both the person finds the number again at any kiosk (“我的排队”), also without its paper. */
export function noteNumber(number: string, code: string): Text {
  return t(`请记下：号码 ${number}，校验码 ${code}`, `Please note: number ${number}, code ${code}`);
}
