import type { BeginEnrolment } from '@hall/shared/contracts/enrolment';
import { EnrolmentBegun, EnrolmentState } from '@hall/shared/contracts/enrolment';
import {
  newPairingKey,
  type PairingKey,
  pairingCode,
  pairingCommitment,
} from '@hall/shared/contracts/pairing';

/** A device without a credential, step by step, as screens and device hosts go. */
export interface PairingDevice {
  readonly key: PairingKey;
  readonly enrolment: string;
  /** What its screen shows. */
  readonly code: string;
  poll(): Promise<EnrolmentState | { state: 'unknown' }>;
}

export async function postJson(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

export async function beginPairing(api: string, kind: BeginEnrolment['kind']): Promise<PairingDevice> {
  const key = await newPairingKey();
  const begun = await postJson(`${api}/enrolments`, {
    kind,
    version: '0.2.0',
    commitment: await pairingCommitment(key),
  });
  if (begun.status !== 200) throw new Error(`begin: ${begun.status} ${JSON.stringify(begun.body)}`);
  const { enrolment, serverNonce, caFingerprint } = EnrolmentBegun.parse(begun.body);
  const { verifier, nonce } = key;
  const revealed = await postJson(`${api}/enrolments/reveal`, { enrolment, verifier, nonce });
  if (revealed.status !== 200) throw new Error(`reveal: ${revealed.status}`);
  return {
    key,
    enrolment,
    code: await pairingCode({ verifier, nonce, serverNonce, caFingerprint }),
    async poll() {
      const { status, body } = await postJson(`${api}/enrolments/poll`, { enrolment });
      return status === 200 ? EnrolmentState.parse(body) : { state: 'unknown' };
    },
  };
}
