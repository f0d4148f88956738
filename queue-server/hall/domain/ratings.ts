import { reasonsFit } from '@hall/shared/contracts/ratings';
import { type Decide, DONE, decided, refused } from './context.ts';

export interface GiveBody {
  readonly window: string;
  readonly ref: string;
  readonly grade: 1 | 2 | 3 | 4 | 5;
  readonly reasons: readonly number[];
  /** The text itself is in the vault. */
  readonly commentRef: string | null;
}

export const giveRating: Decide<GiveBody> = (state, body, context) => {
  const rating = state.ratings.get(body.ref);
  if (!rating || rating.window !== body.window)
    return refused('RATING_CLOSED', 'no such rating at this window');
  if (rating.outcome === 'given') return refused('ALREADY_RATED', 'this service has been rated');
  if (rating.outcome !== 'open' || context.at > rating.until)
    return refused('RATING_CLOSED', 'the rating is closed');
  if (new Set(body.reasons).size !== body.reasons.length || !reasonsFit(body.grade, body.reasons)) {
    return refused('RATING_REASONS', 'the reasons do not belong to the grade');
  }
  return decided(
    [
      {
        type: 'rating.given',
        data: {
          rating: body.ref,
          ticket: rating.ticket,
          window: rating.window,
          grade: body.grade,
          reasons: body.reasons,
          commentRef: body.commentRef,
          thanksUntil: context.at + context.config.rating.thanksSeconds * 1000,
        },
      },
    ],
    DONE,
  );
};

export const declineRating: Decide<{ window: string; ref: string }> = (state, body) => {
  const rating = state.ratings.get(body.ref);
  if (!rating || rating.window !== body.window)
    return refused('RATING_CLOSED', 'no such rating at this window');
  if (rating.outcome !== 'open') return decided([], DONE);
  return decided(
    [{ type: 'rating.declined', data: { rating: body.ref, ticket: rating.ticket, window: rating.window } }],
    DONE,
  );
};

/** Closes the ratings whose time is over: not rated, never a grade. */
export const lapseRatings: Decide<Record<string, never>> = (state, _body, context) => {
  const over = state.ratings.filter((rating) => rating.outcome === 'open' && context.at > rating.until);
  return decided(
    [...over].map(
      ([rating, { ticket, window }]) =>
        ({ type: 'rating.lapsed', data: { rating, ticket, window } }) as const,
    ),
    DONE,
  );
};
