import type { Clock } from '../../clock.ts';

/** How a printer answers: `late` by so many milliseconds, `garbled` in this share of its bytes (0 to 1). */
export type AnswerManner =
  | { readonly kind: 'normal' }
  | { readonly kind: 'never' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'garbled'; readonly share: number };

/** The printer's transmitter; what it takes in is not its business. */
export class Voice {
  manner: AnswerManner = { kind: 'normal' };
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly transmit: (bytes: Uint8Array) => void;
  private readonly waiting = new Set<() => void>();

  constructor(clock: Clock, random: () => number, transmit: (bytes: Uint8Array) => void) {
    this.clock = clock;
    this.random = random;
    this.transmit = transmit;
  }

  say(bytes: readonly number[]): void {
    switch (this.manner.kind) {
      case 'never':
        return;
      case 'normal':
        this.transmit(Uint8Array.from(bytes));
        return;
      case 'late': {
        const cancel = this.clock.after(this.manner.ms, () => {
          this.waiting.delete(cancel);
          this.transmit(Uint8Array.from(bytes));
        });
        this.waiting.add(cancel);
        return;
      }
      case 'garbled': {
        const { share } = this.manner;
        const spoilt = bytes.map((byte) => (this.random() < share ? Math.floor(this.random() * 256) : byte));
        this.transmit(Uint8Array.from(spoilt));
        return;
      }
    }
  }

  /** Without power nothing that was late is said any more. */
  hush(): void {
    for (const cancel of this.waiting) cancel();
    this.waiting.clear();
  }
}
