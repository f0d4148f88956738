import type { Text } from '@hall/shared/contracts/text';

/** Everything the kiosk says by itself, Chinese first. Both languages are complete by type. */

const t = (zh: string, en: string): Text => ({ zh, en });

export const W = {
  demo: t('演示 DEMO', 'DEMO 演示'),
  starting: t('正在启动，请稍候', 'Starting, one moment please'),
  startingMore: t('如果一直没有反应，请到咨询台。', 'If nothing happens, please go to the guide desk.'),
  enrolTitle: t('本机等待登记', 'This machine waits to be enrolled'),
  enrolStep1: t('大厅管理员打开工作台的“设备”页', 'A manager opens the Devices page of the console'),
  enrolStep2: t('核对前四位，输入后四位', 'Compare the first four characters there, type the last four'),
  enrolStep3: t('选择本机的位置，点“批准”', 'Choose what this machine is, and approve'),
  enrolWaiting: t('正在等待批准', 'Waiting for approval'),
  enrolContacting: t('正在联系大厅服务器', 'Contacting the hall server'),
  enrolContactingMore: t('请检查网线和服务器地址。', 'Please check the cable and the address of the server.'),
  enrolRefused: t('登记申请未被批准', 'The request was not approved'),
  enrolRefusedMore: t(
    '请联系大厅管理员；十分钟后自动重新申请。',
    'Please ask the manager. It asks again in ten minutes.',
  ),
  enrolWrongHall: t('连到的不是本大厅的服务器', 'This server is not the one of the hall'),
  enrolWrongHallMore: t(
    '证书指纹与安装时设定的不符，请安装人员核对。',
    'Its fingerprint is not the one that was set. The installer must check.',
  ),
  enrolRevoked: t('本机的登记已失效', 'The enrolment of this machine has ended'),
  enrolRevokedMore: t(
    '请到咨询台取号。恢复使用请安装人员重新登记。',
    'Please take a ticket at the guide desk. An installer can enrol it again.',
  ),
  enrolFingerprint: t('大厅证书指纹', 'Hall certificate'),
  back: t('返回', 'Back'),
  home: t('首页', 'Start'),
  otherLanguage: t('English', '中文'),

  greeting: t('您好，请问要办什么？', 'Hello, what can we do for you?'),
  doorCertificate: t('打印证明', 'Print a certificate'),
  doorCertificateMore: t('刷身份证，当场打印', 'With your ID card, right here'),
  doorGuideMore: t('请咨询台帮您', 'The guide desk will help'),
  opening: t('办公时间', 'Opening hours'),
  unavailable: t('现在不能办理', 'Not available now'),

  clear: t('清除', 'Clear'),
  backspace: t('退格', 'Delete'),

  itemTake: t('取号排队', 'Take a number'),
  itemPrint: t('自己打印', 'Print it here'),
  itemQueue: t('排队情况', 'The queue now'),
  waiting: t('现在等候', 'Waiting now'),
  estimate: t('预计等候', 'Expected wait'),
  windows: t('办理窗口', 'Windows'),
  place: t('地点', 'Where'),
  materials: t('要带的材料', 'What to bring'),
  steps: t('怎么办', 'How it goes'),
  fee: t('费用', 'Fee'),
  free: t('免费', 'Free'),
  timeLimit: t('办理时限', 'Time needed'),
  onTheSpot: t('当场办结', 'Done on the spot'),
  realNameNote: t('取号时需要身份证', 'You need your ID card to take a number'),

  cardTitle: t('请放上身份证', 'Lay your ID card on the reader'),
  cardTicketWhy: t(
    '这项业务实名排队，读到证件后就能取号。',
    'This queue is by name. Your card is read only for your number.',
  ),
  cardCertificateWhy: t(
    '读到证件后，打印您本人的参保证明。',
    'Your own certificate is printed once your card is read.',
  ),
  cardHow: t('平放在屏幕下方的读卡区，不要移动', 'Lay it flat on the reader below the screen'),
  cardWaiting: t('等待放证件…', 'Waiting for your card…'),
  cardAlready: t('已经放着了？请拿起来，再放一次。', 'Already there? Lift it and lay it again.'),
  cardRead: t('已读到证件', 'Your card was read'),
  cardKeep: t('请把证件留在读卡区，到出票后再取。', 'Leave your card on the reader until the paper is out.'),
  cardPrivacy: t(
    '证件信息只用于本次取号，屏幕上不显示全名。',
    'Used for this visit only. Your full name is never shown.',
  ),
  cardNoReader: t('本机现在读不了证件', 'No card can be read here now'),
  cardPrint: t('打印证明', 'Print the certificate'),

  cardOwner: t('证件', 'Card'),

  workingTicket: t('正在取号…', 'Getting your number…'),
  workingCertificate: t('正在开具证明…', 'Preparing your certificate…'),
  workingMore: t('请稍候，不用重复按。', 'One moment. There is no need to press again.'),

  yourNumber: t('您的号码', 'Your number'),
  ahead: t('排队', 'In line'),
  goTo: t('请到', 'Please go to'),
  thenGoTo: t('之后同号继续', 'Then, same number'),
  waitForCall: t('听到叫号再去窗口', 'Go to the window when you are called'),
  printing: t('正在打印号票…', 'Printing your ticket…'),
  printingCertificate: t('正在打印证明，约需十几秒…', 'Printing your certificate. This takes some seconds…'),
  takeCard: t('别忘了拿走身份证', 'Remember to take your ID card'),
  done: t('完成', 'Done'),
  reprint: t('重新打印', 'Print again'),
  paperYes: t('出来了', 'Yes, I have it'),
  paperNo: t('没有出来', 'No'),
  guideDesk: t('到咨询台', 'Go to the guide desk'),
  reprintOrdinal: t('补打', 'Reprint'),

  certificatesTitle: t('打印哪种证明？', 'Which certificate?'),
  certificateInsurance: t('社会保险参保证明', 'Social insurance certificate'),
  certificateInsuranceMore: t('本人，凭身份证，免费', 'Your own, with your ID card, free'),
  certificateLabel: t('证明', 'Certificate'),
  certificateReady: t('证明已开具', 'Your certificate is ready'),
  verification: t('校验码', 'Verification code'),
  verificationMore: t('收件单位凭此码可核对真伪', 'Whoever receives it can check it with this code'),

  tryAgain: t('再试一次', 'Try again'),

  callGuide: t('呼叫导办', 'Call a guide'),
  bellCalling: t('正在呼叫导办…', 'Calling a guide…'),
  bellRings: t('已呼叫导办，请在这里稍等。', 'A guide has been called. Please wait here.'),
  bellComing: t('导办正在赶来，请稍等。', 'A guide is on the way.'),
  bellAway: t(
    '暂时连不上服务器，呼叫不到导办。请直接到咨询台。',
    'The server cannot be reached, so no guide was called. Please go to the guide desk.',
  ),

  guideTitle: t('咨询台帮您', 'The guide desk will help'),
  guideWhere: t('咨询台在', 'The guide desk is here'),
  guideText: t(
    '说不清要办什么、材料不全、不会用机器，都可以问。',
    'Unsure what you need, papers missing, or trouble with the machine: just ask.',
  ),
  guideTake: t('取咨询号', 'Number for the guide desk'),
  phone: t('电话', 'Phone'),

  troubleTitle: t('没有办成', 'That did not work'),
  serverAway: t(
    '暂时连不上服务器，这里不能取号。请到咨询台领纸质号。',
    'The server cannot be reached, so no numbers here. The guide desk gives out paper numbers.',
  ),
  certificateAway: t(
    '网络中断，暂时打印不了证明。请到窗口或咨询台。',
    'There is no connection, so no certificates here. Please ask at a window or the guide desk.',
  ),
  offlineValid: t('网络中断，号码照常有效', 'No connection: your number is valid all the same'),
  offlineWaits: t('排队人数和等候时间暂时无法显示', 'How many wait cannot be shown at present'),
  serverAwayShort: t('连接中断，自', 'Connection lost since'),
  printerPaperOut: t(
    '号票打印机缺纸，请用旁边的取号机或到咨询台。',
    'The ticket printer is out of paper. Please use another machine or the guide desk.',
  ),
  printerCoverOpen: t(
    '号票打印机的盖子开着，请用旁边的取号机或到咨询台。',
    'The ticket printer is open. Please use another machine or the guide desk.',
  ),
  printerDown: t(
    '号票打印机出了故障，请用旁边的取号机或到咨询台。',
    'The ticket printer has a fault. Please use another machine or the guide desk.',
  ),
  noTicketPrinter: t(
    '这台机器不能打印号票，请用旁边的取号机或到咨询台。',
    'This machine cannot print tickets. Please use another machine or the guide desk.',
  ),
  pagePrinterDown: t(
    '证明打印机出了故障，请到窗口办理。',
    'The certificate printer has a fault. Please go to a window.',
  ),
  noPagePrinter: t(
    '这台机器不能打印证明，请到窗口办理。',
    'This machine cannot print certificates. Please go to a window.',
  ),
  readerDown: t('读卡器出了故障，请到咨询台。', 'The card reader has a fault. Please go to the guide desk.'),
  allClosed: t(
    '现在不取号。可以预约改天来、查询和打印证明。',
    'No numbers now. You can book another time, look things up and print certificates.',
  ),
  queueClosed: t('现在不能取号，请到咨询台。', 'No numbers at the moment. Please ask at the guide desk.'),

  powerBattery: t(
    '停电，本机由电池供电，可以继续使用。',
    'The power has failed. This machine goes on, on battery.',
  ),
  powerFinish: t(
    '停电，本机即将关机。请尽快办完。',
    'The power has failed. Please finish soon: this machine is closing.',
  ),
  powerClosed: t('停电，本机已停止服务', 'The power has failed. This machine is closed'),
  powerClosedMore: t(
    '已取的号有效。请到咨询台，由工作人员为您安排。',
    'Your number stays valid. Please go to the guide desk.',
  ),

  idleTitle: t('您还在吗？', 'Are you still there?'),
  idleText: t('为了保护您的信息，马上回到首页。', 'To protect your data, this machine will start over.'),
  idleSeconds: t('秒后回到首页', 'seconds left'),
  idleStay: t('我还要继续', 'I need more time'),
  idleEnd: t('结束', 'Finish'),
} as const satisfies Record<string, Text>;

const FORMS = {
  original: t('原件', 'original'),
  copy: t('复印件', 'copy'),
  electronic: t('电子件', 'electronic'),
  shared: t('系统共享，不用带', 'already on file, not needed'),
} as const;

/** `原件 1 份`; what the authority already holds needs no copies. */
export function materialWords(form: keyof typeof FORMS, copies: number): Text {
  const word = FORMS[form];
  if (form === 'shared' || copies === 0) return word;
  const plural =
    form === 'electronic' ? 'file' : copies === 1 ? word.en : form === 'copy' ? 'copies' : 'originals';
  return t(
    `${word.zh} ${copies} 份`,
    form === 'electronic' ? `${copies} electronic ${plural}` : `${copies} ${plural}`,
  );
}

export function workingDays(days: number): Text {
  return t(`${days} 个工作日`, days === 1 ? '1 working day' : `${days} working days`);
}

export function yuan(amount: number): Text {
  return amount === 0 ? W.free : t(`${amount} 元`, `¥${amount}`);
}

export function peopleWaiting(count: number): Text {
  return count === 0 ? t('无人等候', 'nobody waiting') : t(`${count} 人等候`, `${count} waiting`);
}

/** Why the machine thinks the person comes first; the hall decides for certain. */
export function seniorWords(seniorAge: number): Text {
  return t(`您已满${seniorAge}岁，可优先办理`, `You are ${seniorAge} or older and will be served earlier`);
}

export function people(count: number): Text {
  return count === 0 ? t('无人', 'nobody') : t(`${count} 人`, count === 1 ? '1 person' : `${count} people`);
}

/** `3、4、5 号` beside a label that already says "window". */
export function windowNumbers(windows: readonly number[]): Text {
  if (windows.length === 0) return t('以叫号为准', 'named in your call');
  return t(`${windows.join('、')} 号`, windows.join(', '));
}

export function pageCount(pages: number): Text {
  return t(`${pages} 页`, pages === 1 ? '1 page' : `${pages} pages`);
}
