import { DeviceSession } from '../../contracts/feed.ts';
import { err, type Fault, fault, ok, type Result } from '../../contracts/result.ts';
import type { ScreenClock } from './clock.ts';
import type { Credential } from './credential.ts';

/** How long the server may take to answer a login, ms: a screen that waits longer should try anew. */
const LOGIN_TIMEOUT_MS = 10_000;

/** Answers that another attempt with the same credential will not change until someone acts. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404]);

export interface Login {
  readonly session: DeviceSession;
  /** Hall time minus screen time, ms; null where the answer carried no date. */
  readonly offset: number | null;
}

/** `POST /api/v1/device-session`: the credential for a short-lived MQTT password. */
export async function login(
  origin: string,
  credential: Credential,
  clock: ScreenClock,
  request: typeof fetch,
): Promise<Result<Login, Fault<'DEVICE_UNKNOWN' | 'SERVER_AWAY'>>> {
  let response: Response;
  let body: unknown;
  try {
    response = await request(`${origin}/api/v1/device-session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: credential.device, secret: credential.secret }),
      cache: 'no-store',
      signal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
    });
    body = await response.json();
  } catch {
    return err(fault('SERVER_AWAY', 'the login did not reach the server'));
  }
  if (REFUSED.has(response.status)) {
    return err(fault('DEVICE_UNKNOWN', `the login was refused with ${response.status}`));
  }
  const parsed = DeviceSession.safeParse(body);
  if (!response.ok || !parsed.success) {
    return err(fault('SERVER_AWAY', `the login was answered with ${response.status}`));
  }
  const date = Date.parse(response.headers.get('date') ?? '');
  return ok({ session: parsed.data, offset: Number.isNaN(date) ? null : date - clock.now() });
}
