/** What goes over the line to one panel in one exchange. */
export interface PanelQuestion {
  /** For counters and faults. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Milliseconds to wait for the answer after the last byte; `null`: nothing comes back. */
  readonly answerMs: number | null;
  /** Whether this answer can be the one to this question; another one came late and is not taken for it. */
  readonly fits: (answer: PanelAnswer) => boolean;
}

export type PanelAnswer =
  | { readonly kind: 'acknowledged' }
  /** An answer that only a question of its own gets: it proves that no earlier answer is still under way. */
  | { readonly kind: 'status' }
  | {
      readonly kind: 'refused';
      /** Short name, for counters. */
      readonly error: string;
      /** The panel's own number of the error, where it has one. */
      readonly nack?: number;
      /** English words for the health record. */
      readonly meaning: string;
      readonly retry: 'at-once' | 'later' | 'never';
    };

export type Heard =
  | {
      readonly kind: 'answer';
      /** `null`: the answer does not say whose it is. */
      readonly from: number | null;
      readonly answer: PanelAnswer;
    }
  | {
      readonly kind: 'dropped';
      readonly reason: string;
      readonly bytes: number;
      /** An answer came, but damaged: waiting on for it is of no use. */
      readonly damaged: boolean;
    }
  /** A whole frame that is for somebody else, e.g. one's own one from an adapter that echoes. */
  | { readonly kind: 'foreign' };

/** How a make of panels speaks: bytes in, answers out. One for each line. */
export interface PanelDialect {
  hear(bytes: Uint8Array): readonly Heard[];
  reset(): void;
  /** @param alone there is one panel on this line. */
  isFrom(panel: number, from: number | null, alone: boolean): boolean;
}
