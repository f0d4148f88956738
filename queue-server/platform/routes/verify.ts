import rateLimit from '@fastify/rate-limit';
import { CertificateRegistration, PLATFORM_PATHS } from '@hall/shared/contracts/platform';
import { localTime } from '@hall/shared/contracts/time';
import type { FastifyInstance } from 'fastify';
import { askPage, verifyPage } from '../pages/verify-page.ts';
import { ProblemError } from '../problems.ts';
import type { RecordStore } from '../store/records.ts';

export interface VerifyRoutesOptions {
  readonly records: RecordStore;
  readonly now: () => number;
  readonly timeZone: string;
  /** Checks a minute for each address: enough for a counter, too few to try codes. */
  readonly perMinute: number;
}

const CODE = CertificateRegistration.shape.verification;
const GROUP = 4;

/** As people type it: without hyphens, with spaces, in lower case. Null where it cannot be a code. */
export function readCode(typed: string): string | null {
  const characters = typed.toUpperCase().replace(/[\s-]+/g, '');
  const code = characters.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
  return CODE.safeParse(code).success ? code : null;
}

/** The public check of a paper. It needs no credential and shows masked data only. */
export async function verifyRoutes(app: FastifyInstance, options: VerifyRoutesOptions): Promise<void> {
  const { records, now, timeZone, perMinute } = options;
  await app.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: '1 minute',
    errorResponseBuilder: () => new ProblemError('TOO_MANY_REQUESTS'),
  });
  const limited = { config: { page: true, rateLimit: { max: perMinute } } };

  app.get<{ Querystring: { code?: string } }>(
    '/verify',
    { config: { page: true } },
    async (request, reply) => {
      const typed = request.query.code;
      if (typeof typed === 'string') {
        // What cannot be a code is not carried on: the next page shows what it was asked for.
        return reply.redirect(`/verify/${readCode(typed) ?? 'unknown'}`, 303);
      }
      return reply.type('text/html; charset=utf-8').send(askPage());
    },
  );

  app.get<{ Params: { id: string } }>(
    PLATFORM_PATHS.verify.replace('{id}', ':id'),
    limited,
    async (request, reply) => {
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-robots-tag', 'noindex');
      const code = readCode(request.params.id);
      const stored = code === null ? undefined : records.get('certificate', code);
      if (!stored) return reply.code(404).send(verifyPage(code ?? '—', 'unknown'));
      const record = CertificateRegistration.parse(stored.body);
      const today = localTime(now(), timeZone).day;
      return reply.send(verifyPage(stored.id, today > record.validUntil ? 'expired' : 'genuine', record));
    },
  );
}
