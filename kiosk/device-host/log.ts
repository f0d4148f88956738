import type { Logger } from 'pino';
import { pino } from 'pino';

export type HostLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Fields that could carry a person or a secret are masked wherever they turn up; the code does not log them. */
const MASKED = [
  'person',
  'name',
  'idNumber',
  'card',
  'secret',
  'password',
  'authorization',
  'progressToken',
].flatMap((field) => [field, `*.${field}`]);

export function openLog(level: string, device: string): Logger {
  return pino({ level, base: { device }, redact: { paths: MASKED, censor: '***' } });
}

export const silentLog: HostLog = pino({ level: 'silent' });
