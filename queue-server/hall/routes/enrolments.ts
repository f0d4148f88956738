import {
  BeginEnrolment,
  type EnrolmentBegun,
  type EnrolmentState,
  PollEnrolment,
  RevealEnrolment,
} from '@hall/shared/contracts/enrolment';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Enrolments } from '../access/enrolments.ts';
import { sendProblem } from './problem.ts';

/** New requests of one address in a minute: a person who sets up devices needs a few. */
const BEGINS_PER_MINUTE = 12;
/** A machine with a handful of screens that all wait polls this often at most. */
const POLLS_PER_MINUTE = 300;
/** Bodies are a few hundred bytes. */
const BODY_BYTES = 2_048;

/** The three addresses for devices that have no credential yet: nothing of the hall is told here. */
export function enrolmentRoutes(
  app: FastifyInstance,
  options: { readonly enrolments: Enrolments; readonly now: () => number; readonly onChange: () => void },
): void {
  const { enrolments, now } = options;
  const limited = (max: number) => ({
    bodyLimit: BODY_BYTES,
    config: { rateLimit: { max, timeWindow: '1 minute' } },
  });
  const send = (reply: FastifyReply, result: Result<EnrolmentBegun | EnrolmentState, Fault<ErrorCode>>) =>
    result.ok
      ? reply.header('cache-control', 'no-store').send(result.value)
      : sendProblem(reply, result.error);

  app.post('/api/v1/enrolments', limited(BEGINS_PER_MINUTE), async (request, reply) => {
    const body = BeginEnrolment.safeParse(request.body);
    if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'not a valid enrolment'));
    return send(reply, enrolments.begin(body.data, request.ip, now()));
  });

  app.post('/api/v1/enrolments/reveal', limited(BEGINS_PER_MINUTE), async (request, reply) => {
    const body = RevealEnrolment.safeParse(request.body);
    if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'not a valid enrolment'));
    const revealed = await enrolments.reveal(body.data, now());
    if (revealed.ok) options.onChange();
    return send(reply, revealed);
  });

  app.post('/api/v1/enrolments/poll', limited(POLLS_PER_MINUTE), async (request, reply) => {
    const body = PollEnrolment.safeParse(request.body);
    if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'not a valid enrolment'));
    return send(reply, enrolments.state(body.data.enrolment, now()));
  });
}
