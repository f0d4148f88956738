import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { Executor } from '../commands/executor.ts';
import { sendProblem } from './problem.ts';
import { askerOf, type Doors } from './who.ts';

interface Slip {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

/** `report.export` as a download, for a plain link; the command itself decides who may have what. */
export function reportRoutes(app: FastifyInstance, doors: Doors, executor: Executor): void {
  app.get('/api/v1/reports/files/:from/:to/:table/:format/:language', async (request, reply) => {
    const asker = askerOf(request, doors, 'report.export');
    if (!asker.ok) return sendProblem(reply, asker.error);
    if (asker.value.kind !== 'staff') return sendProblem(reply, fault('FORBIDDEN', 'for staff'));
    const outcome = await executor.execute(asker.value, 'report.export', request.params, null);
    if (!outcome.ok) return sendProblem(reply, outcome.error);
    const { name, type, base64 } = JSON.parse(outcome.value) as Slip;
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(Buffer.from(base64, 'base64'));
  });
}
