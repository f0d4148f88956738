import {
  CaseProgressList,
  type CaseProgressQuery,
  type CertificateRegistration,
  InsuranceRecord,
  type LedgerHead,
  LedgerHeads,
  PLATFORM_PATHS,
} from '@hall/shared/contracts/platform';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';

/**
 * Answers that say nothing about the record itself: the platform does not take the hall's credential, has no time,
 * or is slow. Somebody has to see to the first two, but every other record would be answered alike.
 */
const NOT_THE_RECORD: readonly number[] = [401, 403, 408, 429];
/** The platform may be far away and slow, but a person waits at the kiosk. */
const TIMEOUT_MS = 6_000;

export type PlatformFault = Fault<'PLATFORM_AWAY' | 'PLATFORM_REFUSED' | 'PERSON_NOT_FOUND'>;

/** The hall's side of the platform contract. Says PLATFORM_AWAY for anything that may pass by itself. */
export class PlatformClient {
  readonly #base: string | null;
  readonly #credential: string;

  /** A base of null is a hall without a platform: every request is answered as if it were away. */
  constructor(base: string | null, credential: string) {
    this.#base = base?.replace(/\/$/, '') ?? null;
    this.#credential = credential;
  }

  get base(): string {
    return this.#base ?? '';
  }

  put(path: string, id: string, record: unknown): Promise<Result<unknown, PlatformFault>> {
    return this.#send('PUT', path.replace('{id}', encodeURIComponent(id)), record);
  }

  register(registration: CertificateRegistration): Promise<Result<unknown, PlatformFault>> {
    return this.put(PLATFORM_PATHS.certificate, registration.verification, registration);
  }

  async insurance(name: string, idNumber: string): Promise<Result<InsuranceRecord, PlatformFault>> {
    const answer = await this.#send('POST', PLATFORM_PATHS.insurance, { name, idNumber });
    if (!answer.ok) return answer;
    const parsed = InsuranceRecord.safeParse(answer.value);
    return parsed.success
      ? ok(parsed.data)
      : err(fault('PLATFORM_REFUSED', 'the platform answered something else'));
  }

  /** How far cases are; none where nothing fits. */
  async progress(query: CaseProgressQuery): Promise<Result<CaseProgressList, PlatformFault>> {
    const answer = await this.#send('POST', PLATFORM_PATHS.progress, query);
    if (!answer.ok) return answer;
    const parsed = CaseProgressList.safeParse(answer.value);
    return parsed.success
      ? ok(parsed.data)
      : err(fault('PLATFORM_REFUSED', 'the platform answered something else'));
  }

  /** Anchors a signed head; HEAD_CONFLICT: it contradicts one that the platform keeps. */
  async head(head: LedgerHead): Promise<Result<unknown, PlatformFault | Fault<'HEAD_CONFLICT'>>> {
    const answer = await this.#send('POST', PLATFORM_PATHS.head, head);
    if (answer.ok || answer.error.details?.code !== 'HEAD_CONFLICT') return answer;
    return err(fault('HEAD_CONFLICT', answer.error.message));
  }

  /** The newest heads that the platform keeps of this hall, oldest first. */
  async heads(limit: number): Promise<Result<LedgerHead[], PlatformFault>> {
    const answer = await this.#send('GET', `${PLATFORM_PATHS.head}?limit=${limit}`);
    if (!answer.ok) return answer;
    const parsed = LedgerHeads.safeParse(answer.value);
    return parsed.success
      ? ok(parsed.data.heads)
      : err(fault('PLATFORM_REFUSED', 'the platform answered something else'));
  }

  async #send(
    method: 'PUT' | 'POST' | 'GET',
    path: string,
    body?: unknown,
  ): Promise<Result<unknown, PlatformFault>> {
    if (this.#base === null) return err(fault('PLATFORM_AWAY', 'no platform is linked'));
    try {
      const response = await fetch(this.#base + path, {
        method,
        headers: {
          authorization: `Bearer ${this.#credential}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) return ok(text === '' ? null : JSON.parse(text));
      if (response.status === 404) return err(fault('PERSON_NOT_FOUND', 'the platform does not know this'));
      if (response.status >= 500 || NOT_THE_RECORD.includes(response.status)) {
        return err(fault('PLATFORM_AWAY', `the platform answered ${response.status}`));
      }
      return err(fault('PLATFORM_REFUSED', `the platform answered ${response.status}`, problemIn(text)));
    } catch (error) {
      return err(fault('PLATFORM_AWAY', error instanceof Error ? error.name : 'no answer'));
    }
  }
}

/** The code of a problem document (RFC 9457) and its detail, where the answer was one. */
function problemIn(text: string): { code?: unknown; detail?: unknown } {
  try {
    const { code, detail } = JSON.parse(text) as Record<string, unknown>;
    return { code, detail };
  } catch {
    return {};
  }
}
