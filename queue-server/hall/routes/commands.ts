import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { RequestId } from '@hall/shared/contracts/identifiers';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Executor } from '../commands/executor.ts';
import { sendProblem } from './problem.ts';
import { changesAllowed, type Doors, enter } from './who.ts';

/** Every command of the table as a route; nothing of a command is known here. */
export function commandRoutes(app: FastifyInstance, doors: Doors, executor: Executor): void {
  for (const name of COMMAND_NAMES) {
    const entry = COMMAND_ENTRIES[name];
    app.route({
      method: entry.http.method,
      ...(entry.maxBytes === undefined ? {} : { bodyLimit: entry.maxBytes }),
      url: `/api/v1${entry.http.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        const entered = enter(request, doors, name);
        if (!entered.ok) return sendProblem(reply, entered.error);
        if (!entry.reads && !changesAllowed(request, entered.value)) {
          return sendProblem(reply, fault('FORBIDDEN', 'the session check value is missing or wrong'));
        }
        const key = requestIdOf(request);
        if (key === undefined) return sendProblem(reply, fault('BAD_REQUEST', 'not a valid Idempotency-Key'));
        const outcome = await executor.execute(entered.value.actor, name, inputOf(request), key);
        if (!outcome.ok) return sendProblem(reply, outcome.error);
        return reply.type('application/json; charset=utf-8').send(outcome.value);
      },
    });
  }
}

/** Null where none was sent, undefined where it is malformed. */
function requestIdOf(request: FastifyRequest): string | null | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  return RequestId.safeParse(key).success ? (key as string) : undefined;
}

/** Body and path are one input; the path wins. */
function inputOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body))) return body;
  return { ...(body as object | null), ...(request.params as object) };
}
