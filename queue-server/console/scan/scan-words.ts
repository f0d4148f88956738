import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import type { LocalScan } from './check-locally.ts';

/** What a scan is said as: at a glance, then why, then what to do. */
export interface ScanWords {
  /** `good`: serve; `mind`: a person has to look; `bad`: this paper does not count. */
  readonly tone: 'good' | 'mind' | 'bad';
  readonly title: Text;
  readonly text: Text;
}

const HERE_IT_IS = t('这台机器', 'the machine');

export function scanWords(scan: PaperScan): ScanWords {
  const number = scan.number ?? '';
  const machine = scan.machine?.name ?? HERE_IT_IS;
  switch (scan.verdict) {
    case 'newest':
      return newest(scan, number);
    case 'replaced':
      return replaced(scan, number);
    case 'not-yet':
      return {
        tone: 'mind',
        title: t(`${number} 断网时取的号，尚未上报`, `${number}: taken without a server, not reported yet`),
        text: t(
          `签名有效。${machine.zh}恢复连接后自动进入队列，请届时再扫；急办可到导办台。`,
          `The signature is good. It joins its line once its machine is connected again (${machine.en}): scan it then.`,
        ),
      };
    case 'lost':
      return {
        tone: 'mind',
        title: t(`${number} 签名有效，但大厅没有此号`, `${number}: good signature, unknown to the hall`),
        text: t(
          '如果取号机刚恢复连接，请一分钟后再扫。仍然没有，请重新取号并优先安排。',
          'If the kiosk has just come back, scan again in a minute. If it stays unknown, give a new number and help first.',
        ),
      };
    case 'other-paper':
      return {
        tone: 'bad',
        title: t(`${number} 是另一张号票的号`, `${number} belongs to another paper`),
        text: t(
          '签名有效，但大厅里此号属于另一张号票。请重新取号并说明情况。',
          'The signature is good, but in the hall this number is on another paper. Please give a new number.',
        ),
      };
    case 'other-day':
      return {
        tone: 'bad',
        title: t(`${number} 不是今天的号票`, `${number} is not of today`),
        text: t(
          `票上日期是 ${scan.day ?? ''}。请重新取号。`,
          `Its day is ${scan.day ?? ''}. Please take a new number.`,
        ),
      };
    case 'unsigned':
      return {
        tone: 'mind',
        title: t(`${number} 查到了，但票上没有签名`, `${number} is known, its paper is not signed`),
        text: t(
          `大厅最新是第 ${scan.newest?.ordinal ?? 1} 张。请看票脚：斜杠后是第几张，没有斜杠是第 1 张。`,
          `The newest is paper ${scan.newest?.ordinal ?? 1}. See the foot: after the slash stands which paper it is; none means 1.`,
        ),
      };
    case 'forged':
      return {
        tone: 'bad',
        title: t('验不过', 'Not genuine'),
        text: t(
          '不是本大厅机器打印的，或内容被改动。请不要按票上的号码办理，可按号码或证件另查。',
          'No machine of this hall printed it, or it was changed. Do not go by it: look the person up otherwise.',
        ),
      };
    case 'other-hall':
      return {
        tone: 'bad',
        title: t('这是别的大厅的号票', 'A ticket of another hall'),
        text: t('请在本大厅重新取号。', 'Please take a number in this hall.'),
      };
    case 'no-code':
      return {
        tone: 'mind',
        title: t('没有读到号票上的码', 'No ticket code'),
        text: t(
          '请对准号票上的方形码再扫一次，或按号码查找。',
          'Please scan the square code on the ticket once more, or find it by its number.',
        ),
      };
  }
}

const OVER: Partial<Record<NonNullable<PaperScan['row']>['state'], Pick<ScanWords, 'tone' | 'title'>>> = {
  void: { tone: 'bad', title: t('已作废', 'given up') },
  closed: { tone: 'bad', title: t('已收尾关闭', 'closed in bulk') },
  finished: { tone: 'mind', title: t('已办结', 'served already') },
  'no-show': { tone: 'mind', title: t('已过号', 'missed its call') },
};

function newest({ row, ordinal }: PaperScan, number: string): ScanWords {
  const over = row === null ? undefined : OVER[row.state];
  const text =
    ordinal === 1
      ? t('本大厅打印，没有补打过。', 'Printed in this hall, and never printed again.')
      : t(`本大厅打印，是最新的第 ${ordinal} 张。`, `Printed in this hall: paper ${ordinal}, the newest.`);
  if (over === undefined) return { tone: 'good', title: t(`${number} 有效`, `${number} is good`), text };
  const { tone, title } = over;
  return { tone, title: t(`${number} ${title.zh}`, `${number}: ${title.en}`), text };
}

function replaced({ ordinal, newest: latest }: PaperScan, number: string): ScanWords {
  const now = latest?.ordinal ?? 0;
  const out = latest?.print === 'printed';
  return {
    tone: 'bad',
    title: t(`${number} 旧号票，已补打`, `${number}: an older paper, replaced`),
    text: out
      ? t(
          `这是第 ${ordinal} 张，以第 ${now} 张为准。请出示新的一张。`,
          `This is paper ${ordinal}; paper ${now} counts. Please ask for the newer one.`,
        )
      : t(
          `这是第 ${ordinal} 张，已要求补打第 ${now} 张，但不确定是否打出。没有新的一张，请再补打。`,
          `This is paper ${ordinal}; paper ${now} was asked for and may not have come out. If there is none, print again.`,
        ),
  };
}

/** Without the server: whether it is genuine, and no more than that. */
export function localWords(scan: LocalScan): ScanWords {
  switch (scan.is) {
    case 'genuine':
      return {
        tone: 'good',
        title: t(`${scan.number} 号票是真的`, `${scan.number} is genuine`),
        text: t(
          `第 ${scan.ordinal} 张，${scan.day}。离线时查不到是否补打、是否办过；恢复连接后请再扫。`,
          `Paper ${scan.ordinal} of ${scan.day}. Whether it was replaced or served is not known offline: scan again later.`,
        ),
      };
    case 'forged':
    case 'other-hall':
    case 'no-code':
      return scanWords({
        ...{ verdict: scan.is, number: null, day: null, ordinal: null },
        ...{ newest: null, machine: null, row: null },
      });
    case 'unknown':
      return {
        tone: 'mind',
        title: t('离线时验不了', 'Cannot be checked offline'),
        text: t('请看票面，恢复连接后再扫。', 'Look at the paper, and scan again once the line is back.'),
      };
  }
}
