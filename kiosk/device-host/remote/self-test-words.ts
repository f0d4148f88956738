import type { Text } from '@hall/shared/contracts/text';

const t = (zh: string, en: string): Text => ({ zh, en });

/** What a self-test found, for a manager who has never opened such a machine. */
export const SAYS = {
  serverOk: t('与服务器连接正常', 'the server answers'),
  serverAway: t('暂时连不上服务器', 'the server cannot be reached'),
  clockOk: t('时钟与大厅一致', 'its clock agrees with the hall'),
  clockUnknown: t('还没有与大厅对过时间', 'its clock was not compared with the hall yet'),
  clockOff: (seconds: number) =>
    t(
      `时钟比大厅${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒，请检查对时`,
      `its clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the hall: check the time service`,
    ),
  diskOk: (mb: number) => t(`磁盘剩余 ${mb} MB`, `${mb} MB free`),
  diskLow: (mb: number) => t(`磁盘只剩 ${mb} MB，请清理`, `only ${mb} MB free: make room`),
  diskUnknown: t('读不到磁盘剩余空间', 'free room on the disk cannot be read'),
  filesOk: t('数据和日志可以写入', 'data and log can be written'),
  dataUnwritable: t(
    '数据写不进磁盘，断网时不能取号',
    'its data cannot be written: no numbers without a network',
  ),
  logUnwritable: t('日志写不进磁盘', 'its log cannot be written'),
  numbersOk: (left: number) =>
    t(`断网备用号码还有 ${left} 个`, `${left} numbers left for times without a network`),
  numbersLow: (left: number) =>
    t(`断网备用号码只剩 ${left} 个`, `only ${left} numbers left for times without a network`),
  numbersGone: t('断网备用号码已用完', 'no numbers left for times without a network'),
  deviceOk: t('正常', 'works'),
  /** In the driver's own words: the console has them in people's. */
  deviceTrouble: (reason: string) => t(reason, reason),
  cameraMissing: t('找不到摄像头，请检查连线', 'no camera found: check its cable'),
  pageOk: t('屏幕页面正常', 'the screen’s page responds'),
  pageNone: t('屏幕上没有打开页面', 'no page is open on the screen'),
  pageSilent: t('屏幕页面没有响应', 'the screen’s page does not respond'),
  shellOk: t('锁定窗口正常，页面占满屏幕', 'the locked window stands, over the whole screen'),
  shellNone: t('页面不在锁定窗口里', 'the page is not in the locked window'),
  shellNotFull: t('页面没有占满屏幕，或被缩放', 'the page does not fill its screen, or is zoomed'),
} as const;

/** What a failed check means for whoever stands there; null: nothing, or the screen says it already. */
export const FOR_RESIDENTS: Readonly<Record<string, Text>> = {
  files: t(
    '本机存储有故障，网络中断时不能取号。其他照常。',
    'This machine cannot store data: without a network it gives no numbers. All else works.',
  ),
  camera: t(
    '本机摄像头不能用，需要拍照的请到窗口。',
    'The camera here does not work. Go to a window for pictures.',
  ),
  scanner: t(
    '本机扫码器不能用，请改用身份证或到咨询台。',
    'The scanner here does not work. Use your ID card or ask at the guide desk.',
  ),
};
