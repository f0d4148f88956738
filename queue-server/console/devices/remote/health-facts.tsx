import type { DeviceHealth } from '@hall/shared/contracts/remote';
import { useNow } from '../../api/hooks.ts';
import { useSpeech } from '../../words/language.tsx';
import { sayMoment } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import styles from './remote.module.css';

export function HealthFacts({ health }: { readonly health: DeviceHealth | null }) {
  const { say } = useSpeech();
  const now = useNow(30_000);
  if (health === null) return null;
  const { diskFreeMb, diskTotalMb, numbers, skewMs } = health;
  const facts: [string, string][] = [
    [say(t('程序版本', 'Version')), `${health.version} · Node ${health.node}`],
    [say(t('系统', 'System')), health.system],
    [say(t('启动于', 'Running since')), say(sayMoment(health.startedAt, now))],
    [say(t('内存 / 负载', 'Memory / load')), `${health.memoryMb} MB / ${health.loadPercent}%`],
    [
      say(t('磁盘剩余', 'Disk free')),
      diskFreeMb === null ? '—' : `${diskFreeMb} MB${diskTotalMb === null ? '' : ` / ${diskTotalMb} MB`}`,
    ],
    [
      say(t('时钟偏差', 'Clock off by')),
      skewMs === null ? '—' : say(t(`${(skewMs / 1_000).toFixed(1)} 秒`, `${(skewMs / 1_000).toFixed(1)} s`)),
    ],
    [
      say(t('正在使用', 'In use')),
      say(health.busy ? t('有人', 'somebody is there') : t('无人', 'nobody is there')),
    ],
    ...(numbers === null
      ? []
      : [
          [say(t('断网备用号码', 'Own numbers left')), `${numbers.left} / ${numbers.of}`] as [string, string],
        ]),
    [say(t('未上报', 'Not reported yet')), String(health.unreported)],
  ];
  return (
    <dl className={styles['facts']} data-testid="device-health">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
