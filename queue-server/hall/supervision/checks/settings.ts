import type { Finding } from '@hall/shared/contracts/health';
import { good, trouble, words } from '../finding.ts';

/** Versions of the hall's settings that ought to count and cannot be used; the last sound one counts instead. */
export function checkSettings(
  unsound: readonly { readonly version: number; readonly reason: string }[],
): Finding[] {
  const [first] = unsound;
  if (!first) return [good('settings', words('大厅设置完好。', 'The hall’s settings are sound.'))];
  return [
    trouble(
      'settings',
      words(
        `大厅设置第 ${first.version} 版无法使用，正按上一个完好的版本运行（${first.reason}）。`,
        `Version ${first.version} of the hall’s settings cannot be used; the last sound one counts (${first.reason}).`,
      ),
      words(
        '请经理在“大厅设置”中回到完好的版本，或修正配置文件后重启。',
        'Let a manager go back to a sound version in the hall’s settings, or mend the hall’s file and start again.',
      ),
    ),
  ];
}
