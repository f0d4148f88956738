import { randomBytes } from 'node:crypto';
import type {
  BeginEnrolment,
  EnrolmentBegun,
  EnrolmentState,
  PendingEnrolment,
  RevealEnrolment,
} from '@hall/shared/contracts/enrolment';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import { pairingCode, pairingCommitment } from '@hall/shared/contracts/pairing';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';

/** A person walks from the device to the console within this; then the device shows a new code. */
export const ENROLMENT_MS = 10 * 60_000;
/** Between the two steps of a device there is one round trip. */
const REVEAL_WITHIN_MS = 30_000;
/** Requests that wait at a time: a team that sets up a hall does a few at once. */
const WAITING_MAX = 40;
/** From one address; one more takes the place of its own oldest, as a page that was loaded again does. */
const PER_ADDRESS_MAX = 8;

type Step =
  | { readonly at: 'begun' }
  | { readonly at: 'waiting'; readonly verifier: Buffer; readonly code: string }
  | { readonly at: 'approved'; readonly device: string }
  | { readonly at: 'refused' };

interface Enrolment {
  readonly id: string;
  readonly asked: BeginEnrolment;
  readonly from: string;
  readonly serverNonce: string;
  readonly since: number;
  readonly expiresAt: number;
  step: Step;
  /** Somebody's decision is being written down. */
  deciding: boolean;
}

/**
 * Devices that ask to be let in, in memory: a restart makes them begin again. What was approved stands with
 * the device's credential, so a device that missed it still learns of it.
 */
export class Enrolments {
  readonly #caFingerprint: string;
  readonly #hall: string;
  readonly #approvedBefore: (enrolment: string) => string | null;
  readonly #all = new Map<string, Enrolment>();

  /** @param approvedBefore the device whose present credential came from an enrolment, or null */
  constructor(
    hall: string,
    caFingerprint: string,
    approvedBefore: (enrolment: string) => string | null = () => null,
  ) {
    this.#hall = hall;
    this.#caFingerprint = caFingerprint;
    this.#approvedBefore = approvedBefore;
  }

  begin(asked: BeginEnrolment, from: string, now: number): Result<EnrolmentBegun, Fault<ErrorCode>> {
    this.#sweep(now);
    const undecided = [...this.#all.values()].filter(
      ({ step }) => step.at === 'begun' || step.at === 'waiting',
    );
    const own = undecided.filter((enrolment) => enrolment.from === from && !enrolment.deciding);
    const [oldest] = own;
    if (own.length >= PER_ADDRESS_MAX && oldest) this.#all.delete(oldest.id);
    else if (undecided.length >= WAITING_MAX) {
      const crowded = oldestOfMost(undecided, from);
      if (crowded === null) return err(fault('TOO_MANY_REQUESTS', `${WAITING_MAX} devices wait already`));
      this.#all.delete(crowded.id);
    }
    const enrolment: Enrolment = {
      id: randomBytes(16).toString('hex'),
      asked,
      from,
      serverNonce: randomBytes(16).toString('hex'),
      since: now,
      expiresAt: now + ENROLMENT_MS,
      step: { at: 'begun' },
      deciding: false,
    };
    this.#all.set(enrolment.id, enrolment);
    const { id, serverNonce, expiresAt } = enrolment;
    return ok({ enrolment: id, serverNonce, caFingerprint: this.#caFingerprint, expiresAt });
  }

  /** The device opens its commitment; only once, and only to what it had committed itself to. */
  async reveal(body: RevealEnrolment, now: number): Promise<Result<EnrolmentState, Fault<ErrorCode>>> {
    const enrolment = this.#find(body.enrolment, now);
    if (!enrolment) return unknown();
    const [commitment, code] = await Promise.all([
      pairingCommitment(body),
      pairingCode({ ...body, serverNonce: enrolment.serverNonce, caFingerprint: this.#caFingerprint }),
    ]);
    if (commitment !== enrolment.asked.commitment) {
      this.#all.delete(enrolment.id);
      return err(fault('ENROLMENT_MISMATCH', 'this is not what the device committed itself to'));
    }
    if (enrolment.step.at === 'begun') {
      enrolment.step = { at: 'waiting', verifier: Buffer.from(body.verifier, 'hex'), code };
    }
    return this.state(enrolment.id, now);
  }

  /** What the device is told. It gets no secret: it has its own. */
  state(id: string, now: number): Result<EnrolmentState, Fault<ErrorCode>> {
    const enrolment = this.#find(id, now);
    if (!enrolment) {
      const device = this.#approvedBefore(id);
      return device === null ? unknown() : ok({ state: 'approved', device, hall: this.#hall });
    }
    const { step, expiresAt } = enrolment;
    if (step.at === 'approved') return ok({ state: 'approved', device: step.device, hall: this.#hall });
    if (step.at === 'refused') return ok({ state: 'refused' });
    return ok({ state: 'waiting', expiresAt });
  }

  /** What staff see, oldest first. */
  waiting(now: number): PendingEnrolment[] {
    this.#sweep(now);
    return [...this.#all.values()].flatMap(({ id, asked, from, since, expiresAt, step }) =>
      step.at === 'waiting'
        ? [
            {
              enrolment: id,
              kind: asked.kind,
              from,
              version: asked.version,
              code: step.code,
              since,
              expiresAt,
            },
          ]
        : [],
    );
  }

  /**
   * Takes a waiting enrolment for a decision: until `done` or `undo` is called nobody else can decide it.
   * ENROLMENT_UNKNOWN, or ENROLMENT_DECIDED with the device it became in the details.
   */
  decide(id: string, now: number): Result<Decision, Fault<ErrorCode>> {
    const enrolment = this.#find(id, now);
    if (!enrolment || enrolment.step.at === 'begun') {
      const device = this.#approvedBefore(id);
      return device === null ? unknown() : decided(device);
    }
    const { step, asked } = enrolment;
    if (step.at !== 'waiting') return decided(step.at === 'approved' ? step.device : null);
    if (enrolment.deciding) return decided(null);
    enrolment.deciding = true;
    return ok({
      kind: asked.kind,
      code: step.code,
      verifier: step.verifier,
      done: (device) => {
        enrolment.step = device === null ? { at: 'refused' } : { at: 'approved', device };
      },
      undo: () => {
        enrolment.deciding = false;
      },
    });
  }

  #find(id: string, now: number): Enrolment | undefined {
    this.#sweep(now);
    return this.#all.get(id);
  }

  #sweep(now: number): void {
    for (const { id, since, expiresAt, step, deciding } of this.#all.values()) {
      if (deciding && step.at === 'waiting') continue;
      if (now >= expiresAt || (step.at === 'begun' && now - since > REVEAL_WITHIN_MS)) this.#all.delete(id);
    }
  }
}

export interface Decision {
  readonly kind: BeginEnrolment['kind'];
  readonly code: string;
  readonly verifier: Buffer;
  /** Null: refused. */
  done(device: string | null): void;
  undo(): void;
}

/**
 * Whose place a new request gets when all are taken: the oldest of the address that holds most, so that a few
 * addresses cannot keep everybody else out. With equals, the asker's own. Null where every address holds one:
 * then nobody has more than a share, and a person may be on the way to each of them.
 */
function oldestOfMost(undecided: readonly Enrolment[], asker: string): Enrolment | null {
  const held = new Map<string, Enrolment[]>();
  for (const enrolment of undecided) {
    if (enrolment.deciding) continue;
    const others = held.get(enrolment.from);
    if (others) others.push(enrolment);
    else held.set(enrolment.from, [enrolment]);
  }
  let most = held.get(asker) ?? [];
  for (const list of held.values()) if (list.length > most.length) most = list;
  return most.length > 1 ? (most[0] ?? null) : null;
}

function unknown(): Result<never, Fault<ErrorCode>> {
  return err(fault('ENROLMENT_UNKNOWN', 'no such enrolment, or its time is over'));
}

function decided(device: string | null): Result<never, Fault<ErrorCode>> {
  return err(fault('ENROLMENT_DECIDED', 'decided already', { device }));
}
