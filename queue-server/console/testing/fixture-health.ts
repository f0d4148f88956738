import type { HealthReport } from '@hall/shared/contracts/health';

/** One of each state, as a hall with a full disk and a late clock would say it. */
export function healthOf(at: number): HealthReport {
  const good = (id: string, zh: string, en: string) => ({
    id,
    state: 'good' as const,
    says: { zh, en },
    act: null,
  });
  return {
    at,
    state: 'trouble',
    says: {
      zh: '有 1 处故障需要马上处理，另有 1 处需要留意。',
      en: '1 fault needs a hand now, 1 more deserves a look.',
    },
    groups: [
      { id: 'server', state: 'good', findings: [good('uptime', '已运行 3 天。', 'Up for 3 days.')] },
      {
        id: 'storage',
        state: 'trouble',
        findings: [
          {
            id: 'ledger-writing',
            state: 'trouble',
            says: { zh: '磁盘已满，总账写不进去。', en: 'The disk is full: the ledger takes nothing.' },
            act: { zh: '立即腾出磁盘空间。', en: 'Free space now.' },
          },
          good('vault', '个人信息库已打开。', 'The vault is open.'),
        ],
      },
      {
        id: 'time',
        state: 'attention',
        findings: [
          {
            id: 'clock-jump',
            state: 'attention',
            says: { zh: '过去一天服务器时钟跳变 1 次。', en: 'The clock jumped once in a day.' },
            act: { zh: '核对授时源。', en: 'Check the time source.' },
          },
        ],
      },
    ],
  };
}
