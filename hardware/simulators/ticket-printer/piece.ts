import { type Strip, stripPng } from './paper.ts';

/**
 * Where a piece of paper is. `slot`: hangs out of the printer, cut or not. `presenter`: cut, held for the person.
 * `ejected`: pushed out by the presenter, lies before the person. `taken`: in somebody's hand. `retracted`: drawn
 * back into the kiosk's bin.
 */
export type PaperPlace = 'slot' | 'presenter' | 'ejected' | 'taken' | 'retracted';

/** A piece of paper that left the print head. */
export interface SimulatedTicket {
  readonly id: string;
  /** The paper as a picture, one pixel a dot. */
  readonly png: Buffer;
  /** Everything that was printed on it, as it was received. */
  readonly bytes: Buffer;
  /** Whether the cutter ended it; false while it grows, or when the paper ended or was torn. */
  readonly cut: boolean;
  readonly place: PaperPlace;
  /** No longer at the slot: taken, or drawn back. */
  readonly torn: boolean;
  readonly heightDots: number;
  /** Characters that came out as `?`. */
  readonly garbled: number;
  readonly at: number;
  /** Dot rows, one bit a dot, most significant bit leftmost, 1 = black. */
  readonly rows: readonly Uint8Array[];
}

export class Piece implements SimulatedTicket {
  readonly id: string;
  readonly at: number;
  readonly strip: Strip;
  readonly received: Uint8Array[] = [];
  cut = false;
  place: PaperPlace = 'slot';
  garbled = 0;
  private drawn: { readonly rows: number; readonly png: Buffer } | undefined;

  constructor(id: string, at: number, widthDots: number) {
    this.id = id;
    this.at = at;
    this.strip = { widthDots, rows: [] };
  }

  get torn(): boolean {
    return this.place === 'taken' || this.place === 'retracted';
  }

  get rows(): readonly Uint8Array[] {
    return this.strip.rows;
  }

  get heightDots(): number {
    return this.strip.rows.length;
  }

  get png(): Buffer {
    if (this.drawn?.rows !== this.heightDots)
      this.drawn = { rows: this.heightDots, png: stripPng(this.strip) };
    return this.drawn.png;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.received);
  }
}
