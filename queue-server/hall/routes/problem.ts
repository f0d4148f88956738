import { ERRORS, type ErrorCode } from '@hall/shared/contracts/errors';
import type { Fault } from '@hall/shared/contracts/result';
import type { FastifyReply } from 'fastify';

/** RFC 9457 problem document with a code of the error table and words for the person. */
export function sendProblem(reply: FastifyReply, error: Fault<ErrorCode>): FastifyReply {
  const entry = ERRORS[error.code];
  return reply
    .code(entry.status)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:yichuang:error:${error.code}`,
        title: entry.text.en,
        status: entry.status,
        code: error.code,
        detail: error.message,
        text: error.text ?? entry.text,
        ...(error.details ? { details: error.details } : {}),
      }),
    );
}
