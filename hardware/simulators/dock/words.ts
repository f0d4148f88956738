import type { Language, Text } from '@hall/shared/contracts/text';
import { createContext, useContext } from 'react';

/** Everything that the dock says. */
export const WORDS = {
  title: { zh: '设备坞', en: 'Device dock' },
  subtitle: {
    zh: '一台自助机和一个窗口的外设，全部为模拟。人物均为虚构。',
    en: 'The devices of one kiosk and one window, all simulated. The people are invented.',
  },
  simulated: { zh: '模拟', en: 'Simulated' },
  live: { zh: '已连接', en: 'Connected' },
  connecting: { zh: '正在连接…', en: 'Connecting…' },
  lost: { zh: '与设备坞的连接已断开，正在重连。', en: 'The connection to the dock is lost. Trying again.' },
  lostHint: {
    zh: '若一直连不上，请确认设备坞程序仍在运行。',
    en: 'If this stays, check that the dock program is still running.',
  },
  refused: { zh: '没有完成：', en: 'Not done: ' },

  reader: { zh: '身份证阅读器', en: 'ID-card reader' },
  readerEmpty: { zh: '点一张证件，放到读卡区', en: 'Choose a card to lay it here' },
  readerLaid: { zh: '证件在读卡区', en: 'A card lies here' },
  lift: { zh: '拿开证件', en: 'Lift the card' },
  readerFault: { zh: '读卡故障', en: 'Reader fault' },
  readerFaultNone: { zh: '正常', en: 'None' },
  readerSilent: { zh: '无应答', en: 'No answer' },
  readerChecksum: { zh: '校验错误', en: 'Bad checksum' },
  readerTruncated: { zh: '数据中断', en: 'Cut off' },
  born: { zh: '出生', en: 'Born' },
  number: { zh: '证件号码', en: 'Number' },
  specimen: { zh: '模拟证件 · 非真实人物', en: 'Simulated card · no real person' },

  scanner: { zh: '扫码器', en: 'Code scanner' },
  scanLabel: { zh: '码的内容', en: 'What the code says' },
  scan: { zh: '扫码', en: 'Scan' },
  scanned: { zh: '已扫 {n} 次', en: '{n} scanned' },

  printer: { zh: '号票打印机', en: 'Ticket printer' },
  ready: { zh: '就绪', en: 'Ready' },
  printing: { zh: '正在出票', en: 'Printing' },
  coverIsOpen: { zh: '盖已打开', en: 'Cover open' },
  paperOut: { zh: '缺纸', en: 'Out of paper' },
  paperNearEnd: { zh: '纸将尽', en: 'Paper near end' },
  jammed: { zh: '切刀卡住', en: 'Cutter jam' },
  mute: { zh: '不应答', en: 'Mute' },
  powerOff: { zh: '已断电', en: 'Power off' },
  slotEmpty: { zh: '还没有号票', en: 'No ticket yet' },
  slotHint: { zh: '号票会从这里出来', en: 'Tickets come out here' },
  tear: { zh: '撕下号票', en: 'Tear off' },
  openCover: { zh: '打开盖', en: 'Open cover' },
  closeCover: { zh: '合上盖', en: 'Close cover' },
  takePaper: { zh: '取出纸卷', en: 'Take paper out' },
  loadPaper: { zh: '装入纸卷', en: 'Load paper' },
  jam: { zh: '卡住切刀', en: 'Jam the cutter' },
  clear: { zh: '排除故障', en: 'Clear faults' },
  powerCut: { zh: '断电', en: 'Cut power' },
  powerOn: { zh: '通电', en: 'Power on' },
  inHand: { zh: '撕下的号票', en: 'Torn off' },
  partial: { zh: '未切断', en: 'Not cut' },
  enlarge: { zh: '放大看号票 {n}', en: 'Enlarge ticket {n}' },
  close: { zh: '关闭', en: 'Close' },
  bytes: { zh: '查看字节', en: 'Its bytes' },

  led: { zh: '窗口条屏', en: 'Window LED' },
  ledDark: { zh: '条屏未显示内容', en: 'The panel shows nothing' },
  ledOff: { zh: '条屏已关闭', en: 'The panel is off' },
  brightness: { zh: '亮度', en: 'Brightness' },

  pages: { zh: 'A4 打印机', en: 'A4 printer' },
  noPages: { zh: '还没有打印文件', en: 'No page yet' },
  pagesHint: { zh: '告知书、凭证会从这里出来', en: 'Notices and certificates come out here' },
  pageOf: { zh: '共 {n} 页', en: '{n} page(s)' },
  pageUnreadable: { zh: '这份文件无法显示', en: 'This document cannot be shown' },
  openPdf: { zh: '打开 PDF', en: 'Open PDF' },
  mediaEmpty: { zh: '缺纸', en: 'No paper' },
  mediaJam: { zh: '卡纸', en: 'Paper jam' },
  paused: { zh: '暂停', en: 'Paused' },
  allWell: { zh: '正常', en: 'All well' },

  faults: { zh: '制造故障', en: 'Break something' },
  line: { zh: '数据线', en: 'Data line' },
  lineNone: { zh: '完好', en: 'Sound' },
  lineDelay: { zh: '慢 1 秒', en: '1 s late' },
  lineSplit: { zh: '拆成小块', en: 'In pieces' },
  lineDropBytes: { zh: '丢 2% 字节', en: 'Loses 2% of bytes' },
  lineDropChunks: { zh: '丢 30% 数据块', en: 'Loses 30% of chunks' },
  lineCorrupt: { zh: '1% 字节出错', en: '1% of bytes wrong' },
  lineSilent: { zh: '收而不答', en: 'Takes, never answers' },
  lineStuck: { zh: '不收不答', en: 'Stuck' },
  lineOther: { zh: '由脚本设置', en: 'Set by a script' },
  plug: { zh: '电源与插头', en: 'Power and plug' },
  pullCable: { zh: '拔线再插', en: 'Pull and replug' },
  shortCut: { zh: '断电 {n} 秒', en: 'No power for {n} s' },
  ofDevice: { zh: '设备本身', en: 'The device itself' },
  noise: { zh: '夹带杂波', en: 'Noise' },
  paperOutMid: { zh: '打到一半缺纸', en: 'Paper ends mid-ticket' },
  powerCutMid: { zh: '打到一半断电', en: 'Power cut mid-ticket' },
  coverMid: { zh: '打到一半开盖', en: 'Cover opens mid-ticket' },
  stuckOffline: { zh: '死机脱机', en: 'Hangs offline' },
  printerMute: { zh: '打印但不应答', en: 'Prints, never answers' },
  repair: { zh: '全部修好', en: 'Repair it all' },
  ledBusy: { zh: '总是忙', en: 'Always busy' },

  keypad: { zh: '评价键盘', en: 'Evaluation keypad' },
  pressed: { zh: '已按 {n} 次', en: '{n} pressed' },
  keypadBounce: { zh: '触点抖动', en: 'Contacts bounce' },
  keypadHeld: { zh: '键被压住', en: 'A key is held' },
  ups: { zh: '不间断电源', en: 'UPS' },
  battery: { zh: '电池电量', en: 'Battery charge' },
  onMains: { zh: '市电', en: 'Mains' },
  onBattery: { zh: '电池供电', en: 'On battery' },
  mainsFail: { zh: '市电中断', en: 'Mains fail' },
  mainsBack: { zh: '恢复市电', en: 'Mains are back' },
  upsStale: { zh: '读不到电源', en: 'Device lost' },
  upsDriver: { zh: '驱动未运行', en: 'Driver away' },
  bus: { zh: '同一条线上的条屏', en: 'Panels on one line' },
  panels: { zh: '{n} 块屏', en: '{n} panels' },
  address: { zh: '屏号 {n}', en: 'Address {n}' },
} as const satisfies Record<string, Text>;

export type Word = keyof typeof WORDS;

export const LanguageContext = createContext<Language>('zh');

/** `say('scanned', { n: 3 })` in the language around. */
export function useSay(): (word: Word, values?: Readonly<Record<string, string | number>>) => string {
  const language = useContext(LanguageContext);
  return (word, values = {}) =>
    WORDS[word][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
