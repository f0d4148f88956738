import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

export interface Figure {
  readonly id: string;
  readonly name: Text;
  /** What exactly is counted, one tap away. */
  readonly definition: Text;
  readonly value: string;
  readonly unit: Text;
  /** A second, quieter number. */
  readonly beside: Text | null;
}

const NOTHING = '—';
const one = (value: number | null) => (value === null ? NOTHING : value.toFixed(1).replace(/\.0$/, ''));

/** Today's figures, each with its definition. Rates say what they are parts of. */
export function figuresOf(today: HallView['today']): Figure[] {
  const ended = today.served + today.noShow;
  const noShowShare = ended === 0 ? null : Math.round((today.noShow / ended) * 100);
  const people = t('人', '');
  const minutes = t('分钟', 'min');
  return [
    {
      id: 'issued',
      name: t('取号', 'Issued'),
      definition: t(
        '今天生效的号票数：纸票已出或无纸取号。',
        'Tickets that became valid today: paper out, or paperless.',
      ),
      value: String(today.issued),
      unit: people,
      beside: null,
    },
    {
      id: 'waiting',
      name: t('等候', 'Waiting'),
      definition: t(
        '此刻已取号、还没有被叫到的人数。',
        'People with a ticket who have not been called yet, at this moment.',
      ),
      value: String(today.waiting),
      unit: people,
      beside: null,
    },
    {
      id: 'served',
      name: t('已办', 'Served'),
      definition: t('今天已按“办理完成”的号票数。', 'Tickets whose service was finished today.'),
      value: String(today.served),
      unit: people,
      beside: null,
    },
    {
      id: 'noShow',
      name: t('过号', 'No-shows'),
      definition: t(
        '今天叫号未到而过号的号票数；百分比为过号 ÷（已办 + 过号）。',
        'Called but did not come, today; the share is no-shows ÷ (served + no-shows).',
      ),
      value: String(today.noShow),
      unit: people,
      beside: noShowShare === null ? null : t(`${noShowShare}%`, `${noShowShare}%`),
    },
    {
      id: 'averageWait',
      name: t('平均等候', 'Average wait'),
      definition: t(
        '今天被叫到的号票：从到达到第一次叫号的平均分钟数。',
        'Over tickets called today: mean minutes from arrival to the first call.',
      ),
      value: one(today.averageWaitMin),
      unit: minutes,
      beside: null,
    },
    {
      id: 'averageService',
      name: t('平均办理', 'Average service'),
      definition: t(
        '今天已办的号票：从开始办理到办理完成的平均分钟数。',
        'Over tickets served today: mean minutes from start to finish.',
      ),
      value: one(today.averageServiceMin),
      unit: minutes,
      beside: null,
    },
    {
      id: 'rated',
      name: t('评价', 'Ratings'),
      definition: t(
        '今天收到的评价数与平均分（1 至 5 分）。不评价的不计，也不折成好评。',
        'Ratings given today and their mean (1 to 5). No rating counts as no rating, never as a good one.',
      ),
      value: String(today.rated),
      unit: t('次', ''),
      beside:
        today.averageGrade === null
          ? null
          : t(`均分 ${one(today.averageGrade)}`, `mean ${one(today.averageGrade)}`),
    },
    {
      id: 'cases',
      name: t('办件待同步', 'Cases to sync'),
      definition: t(
        '还没有被政务平台收妥的办件数；旁边是今天已同步的数。断网时先存在大厅，恢复后自动补传。',
        'Cases that the platform has not confirmed yet; beside it those synced today. They wait in the hall while the line is down.',
      ),
      value: String(today.casesPending),
      unit: t('件', ''),
      beside: t(`已同步 ${today.casesSynced}`, `${today.casesSynced} synced`),
    },
  ];
}
