import {
  type BeginEnrolment,
  EnrolmentBegun,
  EnrolmentState,
  POLL_MS,
} from '@hall/shared/contracts/enrolment';
import type { EnrolmentView } from '@hall/shared/contracts/kiosk-link';
import { newPairingKey, pairingCode, pairingCommitment } from '@hall/shared/contracts/pairing';
import type { HostClock } from '../clock.ts';
import type { HostLog } from '../log.ts';
import { askHall } from './hall-request.ts';
import type { Identity } from './identity-file.ts';
import { soleAuthority } from './sole-certificate.ts';

const REQUEST_MS = 10_000;
const ANSWER_BYTES = 16 * 1024;
/** Between tries to reach a server that is away; doubled each time up to the longest. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** After a refusal, and where the server is not the one that was pinned: only a person can change it. */
const REFUSED_WAIT_MS = 10 * 60_000;

export interface PairOptions {
  /** `https://host:port` of the hall server; plain only on this machine. */
  readonly url: string;
  /** SHA-256 of the hall CA's certificate, hex, as the installer was given it; null: trust on first use. */
  readonly caFingerprint: string | null;
  readonly kind: BeginEnrolment['kind'];
  readonly version: string;
  readonly clock: HostClock;
  readonly log: HostLog;
  /** What a screen should show now. */
  readonly onState: (state: EnrolmentView) => void;
  /** The host is stopping. */
  readonly signal: AbortSignal;
}

type Round = Identity | 'again' | 'refused' | 'wrong-hall';

/** Asks the hall to be let in until somebody has approved it. Null where the host stops before. */
export async function pair(options: PairOptions): Promise<Identity | null> {
  const { clock, log, onState, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const round = await oneRound(options);
      failures = 0;
      if (typeof round === 'object') return round;
      if (round === 'again') continue;
      log.warn({ round }, 'not enrolled');
      onState({ step: round });
      await sleep(clock, REFUSED_WAIT_MS, signal);
    } catch (problem) {
      // No server, or none that answers as it should: both end when somebody repairs it.
      if (signal.aborted) return null;
      onState({ step: 'contacting' });
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
      failures += 1;
      log.warn({ problem: problem instanceof Error ? problem.message : 'unknown', wait }, 'cannot enrol yet');
      await sleep(clock, wait, signal);
    }
  }
  return null;
}

async function oneRound(options: PairOptions): Promise<Round> {
  const { clock, log, onState, signal } = options;
  const authority = await authorityOf(options.url);
  // A hall shows one CA. More than one, and the fingerprint would speak for the first while all are trusted.
  if (authority === 'unusable') return 'wrong-hall';
  if (options.caFingerprint !== null && authority?.fingerprint !== options.caFingerprint) return 'wrong-hall';
  const post = async (path: string, json: unknown): Promise<{ status: number; body: unknown }> => {
    const answer = await askHall(new URL(path, options.url), {
      method: 'POST',
      json,
      ca: authority?.certificate,
      maxBytes: ANSWER_BYTES,
      timeoutMs: REQUEST_MS,
    });
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };
  const key = await newPairingKey();
  const begun = await post('/api/v1/enrolments', {
    kind: options.kind,
    version: options.version,
    commitment: await pairingCommitment(key),
  });
  if (begun.status !== 200) throw new Error(`the hall server answered ${begun.status}`);
  const { enrolment, serverNonce, expiresAt, ...said } = EnrolmentBegun.parse(begun.body);
  const { verifier, nonce } = key;
  const revealed = await post('/api/v1/enrolments/reveal', { enrolment, verifier, nonce });
  if (revealed.status !== 200) throw new Error(`the hall server answered ${revealed.status}`);
  // What this host has seen itself counts, so that somebody in between shows in the code.
  const caFingerprint = authority?.fingerprint ?? said.caFingerprint;
  const code = await pairingCode({ verifier, nonce, serverNonce, caFingerprint });
  log.info({ code, caFingerprint }, 'waiting for approval');
  onState({ step: 'waiting', code, expiresAt, caFingerprint: authority === null ? null : caFingerprint });

  while (!signal.aborted) {
    await sleep(clock, POLL_MS, signal);
    if (signal.aborted) break;
    const polled = await post('/api/v1/enrolments/poll', { enrolment });
    // Over its time, or the server was started again: a new code.
    if (polled.status === 404) return 'again';
    if (polled.status !== 200) continue;
    const state = EnrolmentState.parse(polled.body);
    if (state.state === 'refused') return 'refused';
    if (state.state === 'approved') {
      const { device, hall } = state;
      return { device, hall, secret: key.secret, ca: authority?.certificate ?? null };
    }
  }
  return 'again';
}

interface ShownAuthority {
  /** PEM of exactly the certificate that the fingerprint is of. */
  readonly certificate: string;
  readonly fingerprint: string;
}

/**
 * The CA that a server shows, believed by nobody yet; null where the server is this machine's plain one,
 * `unusable` where it is anything but one CA certificate.
 */
async function authorityOf(url: string): Promise<ShownAuthority | 'unusable' | null> {
  const at = new URL('/ca.crt', url);
  if (at.protocol !== 'https:') return null;
  const answer = await askHall(at, {
    method: 'GET',
    unverified: true,
    maxBytes: ANSWER_BYTES,
    timeoutMs: REQUEST_MS,
  });
  if (answer.status !== 200) throw new Error(`the hall server answered ${answer.status}`);
  const certificate = soleAuthority(answer.body.toString());
  if (certificate === null) return 'unusable';
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return { certificate: certificate.toString(), fingerprint };
}

function sleep(clock: HostClock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}
