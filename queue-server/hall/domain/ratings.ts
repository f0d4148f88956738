import { reasonsFit } from '@hall/shared/contracts/ratings';
import { type OfTicket, withTicket, withWindow } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import { type HallState, IDLE_PAD } from './state.ts';

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

/** A rating ends, with a grade or without; the pad goes on. */
export function rated(
  state: HallState,
  event: OfTicket & { readonly data: { readonly rating: string; readonly window: string } },
  outcome: 'given' | 'declined' | 'lapsed',
  grade: number | null,
  thanksUntil: number | null,
): HallState {
  const { data } = event;
  const rating = state.ratings.get(data.rating);
  if (!rating) return state;
  const noted = withTicket(state, event, (ticket) => ticket);
  const next = { ...noted, ratings: state.ratings.set(data.rating, { ...rating, outcome, grade }) };
  // The pad may already ask about a later service; only its own question ends.
  return withWindow(next, data.window, (window) =>
    window.pad.rating !== data.rating
      ? window
      : {
          ...window,
          pad: thanksUntil === null ? IDLE_PAD : { show: 'thanks', rating: null, until: thanksUntil },
        },
  );
}
