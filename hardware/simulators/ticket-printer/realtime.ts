/** A command that a printer obeys the moment it arrives, whatever is in its buffer. */
export type RealtimeCommand =
  | { readonly kind: 'status'; readonly n: number }
  | { readonly kind: 'recover'; readonly n: number }
  | { readonly kind: 'pulse-or-clear'; readonly fn: number };

/**
 * Finds DLE EOT n, DLE ENQ n and DLE DC4 fn in the raw stream: like a real printer it knows nothing of
 * images or QR codes, so that it also "finds" them there.
 */
export class RealtimeScanner {
  private previous = 0;
  private beforePrevious = 0;

  scan(bytes: Uint8Array): RealtimeCommand[] {
    const found: RealtimeCommand[] = [];
    for (const byte of bytes) {
      if (this.beforePrevious === 0x10) {
        if (this.previous === 0x04) found.push({ kind: 'status', n: byte });
        else if (this.previous === 0x05) found.push({ kind: 'recover', n: byte });
        else if (this.previous === 0x14) found.push({ kind: 'pulse-or-clear', fn: byte });
      }
      this.beforePrevious = this.previous;
      this.previous = byte;
    }
    return found;
  }

  reset(): void {
    this.previous = 0;
    this.beforePrevious = 0;
  }
}
