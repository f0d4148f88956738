import type { Finding, HealthState } from '@hall/shared/contracts/health';
import type { Text } from '@hall/shared/contracts/text';

/** Shorthand of the checks: a finding in both languages. */

export const words = (zh: string, en: string): Text => ({ zh, en });

export const good = (id: string, says: Text): Finding => ({ id, state: 'good', says, act: null });
export const attention = (id: string, says: Text, act: Text): Finding => ({
  id,
  state: 'attention',
  says,
  act,
});
export const trouble = (id: string, says: Text, act: Text): Finding => ({ id, state: 'trouble', says, act });

/** By the state: what is good needs no advice. */
export function finding(id: string, state: HealthState, says: Text, act: Text): Finding {
  return { id, state, says, act: state === 'good' ? null : act };
}

/** `attention` and `trouble` limits of a number where more is worse. */
export function graded(value: number, attentionFrom: number, troubleFrom: number): HealthState {
  return value >= troubleFrom ? 'trouble' : value >= attentionFrom ? 'attention' : 'good';
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** 1,536 → `1.5 KB`; powers of 1,024, as df -h counts. */
export function bytesText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[unit]}`;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A length of time as people say it, rounded to its largest unit. */
export function spanText(ms: number): Text {
  const size = Math.abs(ms);
  if (size < SECOND_MS) return words(`${Math.round(size)} 毫秒`, `${Math.round(size)} ms`);
  if (size < MINUTE_MS) {
    const seconds = Math.round(size / 100) / 10;
    return words(`${seconds} 秒`, `${seconds} s`);
  }
  if (size < 2 * HOUR_MS) {
    const minutes = Math.round(size / MINUTE_MS);
    return words(`${minutes} 分钟`, `${minutes} min`);
  }
  if (size < 2 * DAY_MS) {
    const hours = Math.round(size / HOUR_MS);
    return words(`${hours} 小时`, `${hours} h`);
  }
  const days = Math.floor(size / DAY_MS);
  return words(`${days} 天`, `${days} days`);
}

/** The first names of a list, and how many more there are. */
export function listed(names: readonly string[], language: 'zh' | 'en', most = 5): string {
  const shown = names.slice(0, most).join(language === 'zh' ? '、' : ', ');
  const more = names.length - most;
  if (more <= 0) return shown;
  return language === 'zh' ? `${shown}等 ${names.length} 项` : `${shown} and ${more} more`;
}
