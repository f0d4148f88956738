import type { Text } from '@hall/shared/contracts/text';

/** One sentence for calls that are no choice among those who wait. */

const MINUTE_MS = 60_000;

export function explainResume(number: string, awayMs: number): Text {
  const minutes = Math.max(0, Math.floor(awayMs / MINUTE_MS));
  return {
    zh: `${number} 暂离 ${minutes} 分钟后继续在本窗口办理。`,
    en: `${number} comes back to this window after ${minutes} min.`,
  };
}
