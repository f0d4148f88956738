import { type BeginEnrolment, EnrolmentBegun, EnrolmentState, POLL_MS } from '../../contracts/enrolment.ts';
import { newPairingKey, pairingCode, pairingCommitment } from '../../contracts/pairing.ts';
import { backOffMs } from './back-off.ts';
import { browserClock, type ScreenClock } from './clock.ts';
import type { Credential, PageKind } from './credential.ts';

/** How long the server may take to answer, ms. */
const REQUEST_MS = 10_000;
/** After a manager's refusal: only a person can change their mind, ms. */
const REFUSED_WAIT_MS = 10 * 60_000;

/** What a device of this page is called in the hall's configuration. */
const KINDS: Readonly<Record<PageKind, BeginEnrolment['kind']>> = {
  wall: 'wall',
  board: 'board',
  window: 'window-screen',
  pad: 'pad',
  sound: 'sound',
  kiosk: 'kiosk',
};

export type PairingView =
  | { readonly is: 'contacting' }
  | { readonly is: 'waiting'; readonly code: string; readonly expiresAt: number }
  | { readonly is: 'refused' };

export interface ScreenPairingOptions {
  readonly page: PageKind;
  readonly origin: string;
  readonly version: string;
  /** The hall has let this screen in. */
  readonly onApproved: (credential: Credential) => void;
  readonly clock?: ScreenClock;
  readonly random?: () => number;
  readonly request?: typeof fetch;
}

/**
 * A screen without a credential: makes a key of its own, asks to be let in, shows the pairing code, and asks on
 * until a person has decided. A code that has run out is followed by a new one with a new key.
 */
export class ScreenPairing {
  readonly #options: Required<ScreenPairingOptions>;
  readonly #listeners = new Set<() => void>();
  #view: PairingView = { is: 'contacting' };
  #failures = 0;
  #stopped = false;
  #wake: (() => void) | null = null;

  constructor(options: ScreenPairingOptions) {
    this.#options = {
      clock: browserClock,
      random: Math.random,
      request: (input, init) => fetch(input, init),
      ...options,
    };
  }

  get view(): PairingView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  start(): void {
    this.#stopped = false;
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const end = await this.#round();
        this.#failures = 0;
        if (end === 'approved') return;
        if (end === 'refused') {
          this.#show({ is: 'refused' });
          await this.#sleep(REFUSED_WAIT_MS);
        }
      } catch {
        // Away, or not (yet) willing: the same to a screen.
        this.#show({ is: 'contacting' });
        await this.#sleep(POLL_MS + backOffMs(this.#failures, this.#options.random()));
        this.#failures += 1;
      }
    }
  }

  async #round(): Promise<'approved' | 'refused' | 'over'> {
    const { page, version, onApproved } = this.#options;
    const key = await newPairingKey();
    const { verifier, nonce, secret } = key;
    const commitment = await pairingCommitment(key);
    const begun = await this.#post('', { kind: KINDS[page], version, commitment });
    const { enrolment, serverNonce, caFingerprint, expiresAt } = EnrolmentBegun.parse(begun.body);
    const revealed = await this.#post('/reveal', { enrolment, verifier, nonce });
    EnrolmentState.parse(revealed.body);
    const code = await pairingCode({ verifier, nonce, serverNonce, caFingerprint });
    if (this.#stopped) return 'over';
    this.#show({ is: 'waiting', code, expiresAt });
    while (!this.#stopped) {
      await this.#sleep(POLL_MS);
      if (this.#stopped) break;
      // A server that is away for a moment does not change the code.
      const polled = await this.#post('/poll', { enrolment }).catch(() => null);
      if (polled?.status === 404) return 'over';
      const state = EnrolmentState.safeParse(polled?.body);
      if (!state.success) continue;
      if (state.data.state === 'refused') return 'refused';
      if (state.data.state === 'approved') {
        onApproved({ device: state.data.device, secret });
        return 'approved';
      }
    }
    return 'over';
  }

  async #post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const { origin, request } = this.#options;
    const response = await request(`${origin}/api/v1/enrolments${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    return { status: response.status, body: await response.json() };
  }

  #show(view: PairingView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#wake = null;
        resolve();
      };
      const cancel = this.#options.clock.after(ms, end);
      this.#wake = end;
    });
  }
}
