import type { Finding } from '@hall/shared/contracts/health';
import type { EstimateFacts } from '../../stats/estimates/service.ts';
import { attention, good, words } from '../finding.ts';

/** Whether the waits that people are told are the learned ones. */
export function checkEstimates({ mode, daysLearned }: EstimateFacts): Finding[] {
  if (mode === 'learned') {
    return [
      good(
        'estimates',
        words(
          `等候时间按本厅 ${daysLearned} 天的记录估计。`,
          `Waits are estimated from ${daysLearned} days of this hall.`,
        ),
      ),
    ];
  }
  if (mode === 'learning') {
    return [
      good(
        'estimates',
        words(
          '等候估计正在准备，暂按简单算法。',
          'Estimates of waits are being prepared; the plain formula speaks.',
        ),
      ),
    ];
  }
  return [
    attention(
      'estimates',
      words('等候估计出错，暂按简单算法。', 'The estimator of waits has failed; the plain formula speaks.'),
      words(
        '会自动重试。若一小时后仍如此，请把服务器日志交给技术支持。',
        'It is started again by itself. If this lasts an hour, hand the server’s log to support.',
      ),
    ),
  ];
}
