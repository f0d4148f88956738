import type { OrderView, RemoteRefusal, RemoteView } from '@hall/shared/contracts/remote';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../../words/words.ts';

/** What the manager reads of a device that is looked after from afar. */

export const CHECKS: Readonly<Record<string, Text>> = {
  server: t('服务器连接', 'Server'),
  clock: t('时钟', 'Clock'),
  disk: t('磁盘', 'Disk'),
  files: t('数据和日志', 'Data and log'),
  numbers: t('断网备用号码', 'Numbers without a network'),
  'ticket-printer': t('号票打印机', 'Ticket printer'),
  'page-printer': t('文件打印机', 'Page printer'),
  'card-reader': t('读卡器', 'Card reader'),
  scanner: t('扫码器', 'Scanner'),
  'document-scanner': t('文件扫描仪', 'Document scanner'),
  camera: t('摄像头', 'Camera'),
  page: t('屏幕页面', 'Screen'),
  shell: t('锁定窗口', 'Locked window'),
  ups: t('不间断电源', 'UPS'),
  'ledger-heads': t('账本摘要', 'Ledger heads'),
};

export const REACH: Readonly<Record<Exclude<RemoteView['reach'], 'ready'>, Text>> = {
  away: t(
    '设备没有联机，下面是它最后一次报告的情况。请检查电源和网线。',
    'The device is offline. What stands below is the last that it said. Check its power and network cable.',
  ),
  older: t(
    '这台设备的程序版本较旧，不支持远程维护。请到现场升级后再用。',
    "This device's software is older and cannot be looked after from here. Please upgrade it on site.",
  ),
  other: t(
    '这类设备不能远程维护，目前只支持自助机和取号机。',
    'Only kiosks can be looked after from here, not this kind of device.',
  ),
};

const WHAT: Readonly<Record<OrderView['what'], Text>> = {
  'self-test': t('自检', 'Self-test'),
  health: t('运行状态', 'Health'),
  restart: t('重启', 'Restart'),
  settings: t('读取设置', 'Settings read'),
  'change-settings': t('修改设置', 'Settings changed'),
  logs: t('收集日志', 'Log'),
  screenshot: t('查看画面', 'Screen'),
};

const WHY: Readonly<Record<RemoteRefusal, Text>> = {
  'somebody-there': t('有群众正在使用，没有打扰', 'somebody is being served and was not disturbed'),
  'no-page': t('屏幕上没有打开页面', 'no page is open on its screen'),
  'no-answer-of-page': t(
    '屏幕页面没有响应，可以重启页面',
    'the screen does not respond: try to restart the page',
  ),
  'no-printer': t('这台设备没有号票打印机', 'it has no ticket printer'),
  'print-failed': t('测试纸没有打出来，请看打印机', 'the test slip did not come out: look at the printer'),
  'settings-changed': t(
    '设置刚被改过或正在试用，请重新读取',
    'the settings were changed meanwhile or are on trial: read them again',
  ),
  'not-written': t('设备写不进磁盘', 'its disk takes nothing'),
  'not-here': t('这台设备没有这项功能', 'this device cannot do that'),
  failed: t('没有成功，请稍后再试', 'it did not work: try again in a moment'),
};

export function whatWords({ what }: Pick<OrderView, 'what'>): Text {
  return WHAT[what];
}

/** How an order stands, as a person would say it. */
export function stateWords(order: OrderView): Text {
  switch (order.state) {
    case 'sent':
      return t('已发送，等待设备…', 'sent, waiting for the device…');
    case 'under-way':
      if (order.step === 'waits')
        return t('有人正在办理，等其离开后进行', 'waits until nobody is being served');
      if (order.step === 'arriving')
        return t(`正在传回 ${order.percent ?? 0}%`, `arriving, ${order.percent ?? 0}%`);
      return t('正在重新启动…', 'starting anew…');
    case 'done':
      return order.slip === 'unknown'
        ? t('完成；测试纸是否打出请现场看一下', 'done; please look whether the slip came out')
        : t('完成', 'done');
    case 'refused':
      if (order.problems.length > 0) return t('没有采用，见下面的说明', 'not taken, see below why');
      return order.why === null ? t('没有进行', 'not done') : WHY[order.why];
    case 'lost':
      return t('设备没有在规定时间内答复', 'the device did not answer in time');
  }
}
