import type { ErrorCode } from '@hall/shared/contracts/errors';
import { ERRORS, isErrorCode } from '@hall/shared/contracts/errors';
import { Text } from '@hall/shared/contracts/text';

/**
 * Why a request did not do what was asked. A `problem` is the server's own answer; after `network` nobody
 * knows whether it was carried out, so a retry must carry the same `requestId`.
 */
export type Failure =
  | {
      readonly kind: 'problem';
      readonly code: string;
      readonly status: number;
      readonly text: Text;
      /** Machine-readable particulars, such as why a password is weak. */
      readonly details?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'network'; readonly text: Text; readonly requestId: string | null };

const UNREACHABLE: Text = {
  zh: '连不上服务器，操作结果未知。恢复后请看号码再继续。',
  en: 'The server cannot be reached, so the outcome is unknown. Check the number once it is back.',
};

export function networkFailure(requestId: string | null): Failure {
  return { kind: 'network', text: UNREACHABLE, requestId };
}

const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'NOT_LOGGED_IN',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
};

/** Words for a problem document (RFC 9457); a body that is none falls back on its status. */
export function problemFailure(status: number, body: unknown): Failure {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const given = typeof fields['code'] === 'string' ? fields['code'] : '';
  const code = given !== '' ? given : (STATUS_CODES[status] ?? 'INTERNAL');
  const text = Text.safeParse(fields['text']);
  const details = fields['details'];
  const more =
    typeof details === 'object' && details !== null ? { details: details as Record<string, unknown> } : {};
  if (text.success) return { kind: 'problem', code, status, text: text.data, ...more };
  return { kind: 'problem', code, status, text: ERRORS[isErrorCode(code) ? code : 'INTERNAL'].text };
}

/** Thrown inside react-query only, where a failed read is an exception by convention. */
export class ReadFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.text.en);
    this.failure = failure;
  }
}
