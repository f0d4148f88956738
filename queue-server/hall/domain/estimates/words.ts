/** The words of the wait estimator: what it is told, what it is asked, what it answers. Times: ms since the epoch. */

/** What happened in the hall, one by one and in order. Days follow from `at` in the hall's time zone. */
export type Observation =
  | {
      /** `resumed` is the end of a pause; both make the window call. */
      readonly kind: 'opened' | 'resumed';
      readonly at: number;
      readonly window: string;
    }
  | { readonly kind: 'paused' | 'closed'; readonly at: number; readonly window: string }
  | {
      readonly kind: 'taken';
      readonly at: number;
      readonly ticket: string;
      readonly queue: string;
      /** Minutes that the class puts this ticket before an ordinary one of the same moment. */
      readonly bonusMin: number;
    }
  | {
      readonly kind: 'called';
      readonly at: number;
      readonly ticket: string;
      readonly queue: string;
      readonly window: string;
      /** Who works: a clerk's name, where the hall knows it; otherwise the window stands for its clerk. */
      readonly by?: string;
    }
  | { readonly kind: 'started' | 'finished' | 'no-show'; readonly at: number; readonly window: string }
  /** The person left the window and the service is not done (parked, sent on): its length says nothing. */
  | { readonly kind: 'interrupted'; readonly at: number; readonly window: string }
  /** A ticket that will not be called any more: cancelled, closed in bulk. */
  | { readonly kind: 'gave-up'; readonly at: number; readonly ticket: string }
  /** What the estimator said when the ticket was taken: the answer's own `forecast`, to learn from its errors. */
  | { readonly kind: 'quoted'; readonly at: number; readonly ticket: string; readonly forecast: Forecast };

/** A window as it stands now. */
export interface WindowNow {
  readonly id: string;
  readonly queues: readonly string[];
  /** Queues that it helps out in when nobody waits in its own and more than `above` wait there. */
  readonly secondary?: readonly { readonly queue: string; readonly above: number }[];
  readonly state: 'open' | 'away' | 'closed';
  /** Who works there, as in `called`. */
  readonly by?: string;
  /** Null while nobody is at the window. `started` once the person has come: then it is no no-show. */
  readonly serving: {
    readonly queue: string;
    readonly calledAt: number;
    readonly started?: boolean;
  } | null;
  /** The return time that the clerk gave (去向留言), where there is one. */
  readonly backAt?: number;
}

/** A ticket that waits. Its place is `virtual`, earlier first. */
export interface WaitingNow {
  readonly queue: string;
  /** Arrival − bonus. */
  readonly virtual: number;
  /** A booking is not called before its slot. */
  readonly notBefore?: number;
  /** Only these windows call it, whatever queues they serve; absent: every window of the queue. */
  readonly boundTo?: readonly string[];
}

/** The moment asked about. Change it to ask "what if": open a window, add a queue to it. */
export interface Situation {
  readonly at: number;
  /** The ticket asked about; those of `waiting` with an earlier or equal place stand before it. */
  readonly ticket: WaitingNow;
  /** Everybody else who waits, in any order. */
  readonly waiting: readonly WaitingNow[];
  /** All windows of the hall in house order, also those that are closed. */
  readonly windows: readonly WindowNow[];
}

/** The uncorrected forecast, kept by the caller only to be handed back as `quoted`. Minutes. */
export interface Forecast {
  readonly rawP50: number;
  readonly rawP80: number;
}

/** Why the estimate is what it is, as data for a sentence on a screen. */
export interface Reasons {
  /** `free`: a window is free, wait 0. `none`: nothing serves the queue and nobody is expected to. */
  readonly kind: 'free' | 'learned' | 'little-history' | 'none';
  readonly daysLearned: number;
  /** People of the same queue, and of all queues that share its windows, who come first. */
  readonly aheadInQueue: number;
  readonly aheadInAll: number;
  /** Windows that serve the queue: working, and away or closed. */
  readonly working: readonly string[];
  readonly away: readonly string[];
  /** Typical minutes of one service of this queue. */
  readonly serviceMin: number;
  /** Windows of the queue likely (≥ 50 %) to pause before this ticket's turn, such as for lunch. */
  readonly pausesExpected: readonly string[];
  /** Windows of the queue that are away and likely to be back within `p80Min`, with the middle of when. */
  readonly returnsExpected: readonly { readonly window: string; readonly at: number }[];
  /** People with priority who may still come and go first, on average. */
  readonly overtakersExpected: number;
}

/** Minutes from `at` until the first call. Null: nothing is known, and nothing is claimed. */
export interface Estimate {
  readonly pointMin: number | null;
  readonly p50Min: number | null;
  readonly p80Min: number | null;
  /** Null where the answer was certain (0) or unknown: there is nothing to learn from it. */
  readonly forecast: Forecast | null;
  readonly reasons: Reasons;
}

/** Uniform in [0, 1). */
export type Random = () => number;
