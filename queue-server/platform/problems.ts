import { ERRORS, type ErrorCode } from '@hall/shared/contracts/errors';
import type { Text } from '@hall/shared/contracts/text';

/**
 * Errors of the platform's interface, answered as problem documents (RFC 9457, `application/problem+json`).
 * What the hall knows by the same name has the hall's status and words; the rest is the platform's own.
 */
const OWN = {
  CREDENTIAL_WRONG: {
    status: 401,
    text: { zh: '大厅凭据不正确。', en: 'The credential of the hall is missing or wrong.' },
  },
  VERSION_CONFLICT: {
    status: 409,
    text: {
      zh: '同一版本的内容与已收到的不同，请提高版本号后重发。',
      en: 'This version was received before with other contents. Send the change with a higher version.',
    },
  },
  HEAD_CONFLICT: {
    status: 409,
    text: {
      zh: '同一位置的账本摘要与已留存的不同。',
      en: 'Another hash is kept for this position of the ledger.',
    },
  },
} as const;

export type PlatformErrorCode =
  | keyof typeof OWN
  | Extract<
      ErrorCode,
      | 'BAD_REQUEST'
      | 'BODY_TOO_LARGE'
      | 'NOT_FOUND'
      | 'TOO_MANY_REQUESTS'
      | 'PERSON_NOT_FOUND'
      | 'STORAGE_FULL'
      | 'INTERNAL'
    >;

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: PlatformErrorCode;
  /** English, for the technician; never personal data. */
  readonly detail?: string;
}

export function entryOf(code: PlatformErrorCode): { readonly status: number; readonly text: Text } {
  return code in OWN ? OWN[code as keyof typeof OWN] : ERRORS[code as ErrorCode];
}

export function problem(code: PlatformErrorCode, detail?: string): Problem {
  const { status, text } = entryOf(code);
  return {
    type: `urn:yichuang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: text.en,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Carried to the error handler by routes that cannot go on. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(code: PlatformErrorCode, detail?: string) {
    super(detail ?? code);
    this.problem = problem(code, detail);
  }
}
