import type { CommandAnswer, CommandBody } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Fault, Result } from '@hall/shared/contracts/result';
import type { Quote } from '../../domain/estimates/learner.ts';

/** What main thread and estimates thread say to each other. */

export interface ThreadOptions {
  readonly ledgerFile: string;
  readonly storeFile: string;
  /** A model of another ledger epoch is thrown away. */
  readonly epoch: string;
  readonly config: HallConfig;
  /** The hall's time, ms. */
  readonly at: number;
  /** The kept model brought the thread down before: begin anew. */
  readonly discard: boolean;
}

export type AskName = 'estimate.accuracy' | 'estimate.what-if' | 'estimate.explain';
export type Ask = {
  readonly [N in AskName]: { readonly what: N; readonly body: CommandBody<N> };
}[AskName];
export type Told = Result<CommandAnswer<AskName>, Fault<ErrorCode>>;

export type ToThread =
  /** The ledger stands at `seq` on disk, the hall's clock at `at`; tickets were told `quotes` since the last tick. */
  | {
      readonly kind: 'tick';
      readonly seq: number;
      readonly at: number;
      readonly quotes: readonly (readonly [ticket: string, quote: Quote])[];
    }
  | { readonly kind: 'config'; readonly config: HallConfig }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly ask: Ask;
      readonly seq: number;
      readonly at: number;
      readonly quotes: readonly (readonly [ticket: string, quote: Quote])[];
    }
  | { readonly kind: 'close' };

/** A curve on its way: four figures for each place (p50, p80, raw p50, raw p80), minutes, NaN unknown. */
export interface SentCurve {
  readonly queue: string;
  readonly turns: Float64Array<ArrayBuffer>;
  readonly slope: number;
  readonly slopeP80: number;
  readonly special: readonly (readonly [
    ticket: string,
    p50: number,
    p80: number,
    raw50: number,
    raw80: number,
  ])[];
}

export type FromThread =
  /** All that was learned is there again; curves follow. */
  | {
      readonly kind: 'ready';
      readonly daysLearned: number;
      /** Tickets that wait were told this. */
      readonly quotes: readonly (readonly [ticket: string, quote: Quote])[];
    }
  | {
      readonly kind: 'curves';
      readonly seq: number;
      readonly curves: readonly SentCurve[];
      readonly daysLearned: number;
    }
  /** It works through earlier days and has nothing to tell yet. */
  | { readonly kind: 'learning' }
  /** What was learned could not be kept, or null: it was kept again. */
  | { readonly kind: 'keeping'; readonly trouble: string | null }
  | { readonly kind: 'told'; readonly id: number; readonly told: Told }
  | { readonly kind: 'closed' };
