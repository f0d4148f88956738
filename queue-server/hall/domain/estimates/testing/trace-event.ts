/** One event of a recorded or made-up hall day; `at` in ms since the epoch. The line format of trace files. */
export type TraceEvent =
  | { readonly e: 'open'; readonly at: number; readonly w: string; readonly queues: readonly string[] }
  | { readonly e: 'close'; readonly at: number; readonly w: string }
  | TraceArrival
  | {
      readonly e: 'call' | 'finish' | 'no-show';
      readonly at: number;
      readonly t: string;
      readonly w: string;
    };

export interface TraceArrival {
  readonly e: 'arrive';
  readonly at: number;
  readonly t: string;
  readonly q: string;
  readonly class: string;
  readonly bonusMin: number;
}

export type TraceDay = readonly TraceEvent[];
