import { ERROR_CODES, ERRORS } from '@hall/shared/contracts/errors';
import { code, page, table } from './markdown.ts';

/** `docs/errors.md`: the one table of error codes. */
export function errorsPage(): string {
  return page('Error codes', 'shared/contracts/errors.ts', [
    'HTTP answers carry the code in a problem document (RFC 9457), MQTT answers in `error{code,message,text}`. Screens ' +
      'show the words, which say what the person can do.',
    table(
      ['code', 'HTTP status', '中文', 'English'],
      ERROR_CODES.toSorted().map((name) => {
        const { status, text } = ERRORS[name];
        return [code(name), String(status), text.zh, text.en];
      }),
    ),
  ]);
}
