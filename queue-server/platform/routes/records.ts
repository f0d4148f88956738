import { isSigned } from '@hall/shared/contracts/ledger-heads';
import {
  type Accepted,
  type CaseProgressList,
  CaseProgressQuery,
  CaseRecord,
  CertificateRegistration,
  InsuranceQuery,
  LedgerHead,
  type LedgerHeads,
  PLATFORM_PATHS,
  RatingRecord,
} from '@hall/shared/contracts/platform';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { CaseRegister } from '../cases.ts';
import { bearerMatches } from '../credential.ts';
import type { InsuranceRegister } from '../people.ts';
import { ProblemError } from '../problems.ts';
import type { HeadStore } from '../store/heads.ts';
import type { RecordKind, RecordStore } from '../store/records.ts';

export interface RecordRoutesOptions {
  readonly credential: string;
  readonly records: RecordStore;
  readonly heads: HeadStore;
  readonly register: InsuranceRegister;
  readonly cases: CaseRegister;
  /** Called after something new is on disk. */
  readonly onChange: () => void;
}

/** Registrations and heads never change: their version is always this one. */
const ONLY_VERSION = 1;
/** Heads in one answer: at one an hour half a year. */
const HEADS_MAX = 4_400;

const fastifyPath = (path: string) => path.replace('{id}', ':id');

function checked<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // Names of fields, never their values: the answer ends up in logs.
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || '(body)'))];
  throw new ProblemError('BAD_REQUEST', `these fields do not fit the contract: ${fields.join(', ')}`);
}

/** What a hall says to the platform: everything here asks for the hall's credential. */
export async function recordRoutes(app: FastifyInstance, options: RecordRoutesOptions): Promise<void> {
  const { credential, records, heads, register, cases, onChange } = options;

  app.addHook('onRequest', async (request, reply) => {
    if (bearerMatches(request.headers.authorization, credential)) return;
    reply.header('www-authenticate', 'Bearer realm="hall"');
    throw new ProblemError('CREDENTIAL_WRONG');
  });

  const keep = (
    kind: RecordKind,
    asked: string,
    id: string,
    version: number,
    record: Record<string, unknown>,
  ): z.infer<typeof Accepted> => {
    if (asked !== id) throw new ProblemError('BAD_REQUEST', 'the id of the path is not the id of the record');
    const kept = records.put(kind, id, version, record);
    if (!kept.ok) throw new ProblemError(kept.error.code, kept.error.message);
    if (kept.value.changed) onChange();
    return { accepted: true, version: kept.value.version };
  };

  app.put<{ Params: { id: string } }>(fastifyPath(PLATFORM_PATHS.case), async (request) => {
    const record = checked(CaseRecord, request.body);
    return keep('case', request.params.id, record.caseNumber, record.version, record);
  });

  app.put<{ Params: { id: string } }>(fastifyPath(PLATFORM_PATHS.rating), async (request) => {
    const record = checked(RatingRecord, request.body);
    return keep('rating', request.params.id, record.rating, record.version, record);
  });

  app.put<{ Params: { id: string } }>(fastifyPath(PLATFORM_PATHS.certificate), async (request) => {
    const record = checked(CertificateRegistration, request.body);
    return keep('certificate', request.params.id, record.verification, ONLY_VERSION, record);
  });

  app.post(PLATFORM_PATHS.head, async (request): Promise<z.infer<typeof Accepted>> => {
    const head = checked(LedgerHead, request.body);
    if (!(await isSigned(head))) throw new ProblemError('BAD_REQUEST', 'the head is not signed with its key');
    const kept = heads.put(head);
    if (!kept.ok) {
      onChange();
      throw new ProblemError(kept.error.code, kept.error.message);
    }
    if (kept.value.changed) onChange();
    return { accepted: true, version: ONLY_VERSION };
  });

  app.get<{ Querystring: { limit?: string } }>(
    PLATFORM_PATHS.head,
    async (request, reply): Promise<z.infer<typeof LedgerHeads>> => {
      const asked = Number(request.query.limit ?? HEADS_MAX);
      if (!Number.isInteger(asked) || asked < 1)
        throw new ProblemError('BAD_REQUEST', 'limit is a number of heads');
      reply.header('cache-control', 'no-store');
      return { heads: heads.list(Math.min(asked, HEADS_MAX)) };
    },
  );

  app.post(PLATFORM_PATHS.insurance, async (request, reply) => {
    const query = checked(InsuranceQuery, request.body);
    const record = register.find(query.idNumber, query.name);
    if (!record) throw new ProblemError('PERSON_NOT_FOUND');
    reply.header('cache-control', 'no-store');
    return record;
  });

  app.post(PLATFORM_PATHS.progress, async (request, reply): Promise<CaseProgressList> => {
    const query = checked(CaseProgressQuery, request.body);
    reply.header('cache-control', 'no-store');
    return { cases: cases.find(query) };
  });
}
