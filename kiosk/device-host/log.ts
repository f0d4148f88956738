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
  'phone',
  'receipt',
  'lastDigits',
].flatMap((field) => [field, `*.${field}`]);

/** `ring`: hears every line too. */
export function openLog(level: string, device: string, ring?: { write(line: string): void }): Logger {
  const options = { level, base: { device }, redact: { paths: MASKED, censor: '***' } };
  if (ring === undefined) return pino(options);
  // Both hear everything that the logger's own level lets through.
  const streams = [process.stdout, ring].map((stream) => ({ level: 'trace' as const, stream }));
  return pino(options, pino.multistream(streams));
}

export const silentLog: HostLog = pino({ level: 'silent' });
