import { type Logger, pino } from 'pino';

/** Names of fields that may hold something about a person or a secret; masked wherever they stand in a line. */
const MASKED = new Set([
  'person',
  'name',
  'holder',
  'idNumber',
  'phone',
  'address',
  'birth',
  'comment',
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
]);
const MASK = '[masked]';

/** The one place where log lines lose what they must not say; code never logs bodies in the first place. */
export function masked(line: Record<string, unknown>): Record<string, unknown> {
  let result = line;
  for (const key in line) {
    const value = line[key];
    const clean = MASKED.has(key)
      ? MASK
      : typeof value === 'object' && value !== null && !(value instanceof Error)
        ? masked(value as Record<string, unknown>)
        : value;
    if (clean === value) continue;
    if (result === line) result = { ...line };
    result[key] = clean;
  }
  return result;
}

/**
 * Structured logs, JSON lines, written in the background: a slow disk must not stall a request. What waits in
 * memory is flushed every second, and at the end.
 */
export function openLog(service: string, file: string | null): Logger {
  return pino(
    {
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: masked },
    },
    pino.destination({
      dest: file ?? 1,
      sync: false,
      mkdir: true,
      minLength: 32_768,
      maxWrite: 262_144,
      periodicFlush: 1_000,
    }),
  );
}
