import {
  type CertificateRegistration,
  InsuranceRecord,
  PLATFORM_PATHS,
} from '@hall/shared/contracts/platform';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';

/** The platform may be far away and slow, but a person waits at the kiosk. */
const TIMEOUT_MS = 6_000;

export type PlatformFault = Fault<'PLATFORM_AWAY' | 'PLATFORM_REFUSED' | 'PERSON_NOT_FOUND'>;

/** The hall's side of the platform contract. Says PLATFORM_AWAY for anything that may pass by itself. */
export class PlatformClient {
  readonly #base: string;
  readonly #credential: string;

  constructor(base: string, credential: string) {
    this.#base = base.replace(/\/$/, '');
    this.#credential = credential;
  }

  get base(): string {
    return this.#base;
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

  async #send(method: 'PUT' | 'POST', path: string, body: unknown): Promise<Result<unknown, PlatformFault>> {
    try {
      const response = await fetch(this.#base + path, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#credential}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) return ok(text === '' ? null : JSON.parse(text));
      if (response.status === 404) return err(fault('PERSON_NOT_FOUND', 'the platform does not know this'));
      if (response.status >= 500 || response.status === 429) {
        return err(fault('PLATFORM_AWAY', `the platform answered ${response.status}`));
      }
      return err(fault('PLATFORM_REFUSED', `the platform answered ${response.status}`));
    } catch (error) {
      return err(fault('PLATFORM_AWAY', error instanceof Error ? error.name : 'no answer'));
    }
  }
}
