import { type Logger, pino } from 'pino';

/**
 * Structured logs, JSON lines. Personal fields are censored here and nowhere else; code never logs bodies.
 * Lines are written in the background: a slow disk must not stall a request.
 */
export function openLog(name: string, file: string | null): Logger {
  return pino(
    {
      name,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'name_',
          'person',
          '*.person',
          'idNumber',
          '*.idNumber',
          'phone',
          '*.phone',
          'password',
          '*.password',
          'secret',
          '*.secret',
        ],
        censor: '[masked]',
      },
    },
    pino.destination({ dest: file ?? 1, sync: false, mkdir: true, minLength: 4096 }),
  );
}
