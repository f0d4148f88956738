import type { PadForm } from '@hall/shared/contracts/commands';
import { GRADES, type Grade } from '@hall/shared/contracts/ratings';
import type { Text } from '@hall/shared/contracts/text';

/**
 * One rating on the pad as a pure machine: (flow, event) → flow. What is sent is fixed at the first press and
 * kept with its id, so pressing twice, retrying and a lost answer all mean the same one rating. The time-out
 * only ever ends the flow: it gives no grade.
 */

/** What goes to the server, always under the same id. */
export type Sending =
  | { readonly command: 'rating.give'; readonly id: string; readonly body: RatingBody }
  | { readonly command: 'rating.decline'; readonly id: string; readonly body: DeclineBody };

export interface DeclineBody {
  readonly window: string;
  readonly ref: string;
}
export interface RatingBody extends DeclineBody {
  readonly grade: Grade;
  readonly reasons: number[];
  readonly comment?: string;
}

export type Flow =
  | { readonly step: 'loading' }
  | { readonly step: 'grade'; readonly form: PadForm }
  | {
      readonly step: 'reasons';
      readonly form: PadForm;
      readonly grade: Grade;
      readonly reasons: readonly number[];
      readonly comment: string;
    }
  | { readonly step: 'sending'; readonly form: PadForm; readonly sending: Sending }
  /** Not carried out, or nobody knows: may be tried again while there is time. */
  | { readonly step: 'failed'; readonly form: PadForm; readonly sending: Sending; readonly text: Text }
  | { readonly step: 'done'; readonly what: Sending['command'] }
  /** It ended without a rating from this pad: time is up, or the server said so. */
  | { readonly step: 'over'; readonly text: Text | null };

export type FlowEvent =
  | { readonly type: 'loaded'; readonly form: PadForm }
  | { readonly type: 'unavailable'; readonly text: Text }
  | { readonly type: 'choose'; readonly grade: Grade }
  | { readonly type: 'toggle'; readonly reason: number }
  | { readonly type: 'comment'; readonly comment: string }
  | { readonly type: 'back' }
  | { readonly type: 'submit'; readonly ref: string; readonly id: string }
  | { readonly type: 'decline'; readonly ref: string; readonly id: string }
  | { readonly type: 'carried-out' }
  | { readonly type: 'not-carried-out'; readonly text: Text; readonly final: boolean }
  | { readonly type: 'again' }
  | { readonly type: 'time-up' };

export const START: Flow = { step: 'loading' };

function ratingBody(flow: Extract<Flow, { step: 'reasons' }>, ref: string): RatingBody {
  const comment = flow.comment.trim();
  return {
    window: flow.form.window,
    ref,
    grade: flow.grade,
    reasons: [...flow.reasons],
    ...(comment === '' ? {} : { comment }),
  };
}

/** Events that do not belong to the present step change nothing. */
export function step(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'loaded':
      return flow.step === 'loading' ? { step: 'grade', form: event.form } : flow;
    case 'unavailable':
      return flow.step === 'loading' ? { step: 'over', text: event.text } : flow;
    case 'choose':
      return flow.step === 'grade'
        ? { step: 'reasons', form: flow.form, grade: event.grade, reasons: [], comment: '' }
        : flow;
    case 'toggle': {
      if (flow.step !== 'reasons') return flow;
      if (!GRADES[flow.grade].reasons.some(({ code }) => code === event.reason)) return flow;
      const without = flow.reasons.filter((reason) => reason !== event.reason);
      const reasons = without.length < flow.reasons.length ? without : [...without, event.reason];
      return { ...flow, reasons: reasons.toSorted((a, b) => a - b) };
    }
    case 'comment':
      return flow.step === 'reasons'
        ? { ...flow, comment: event.comment.slice(0, flow.form.commentMax) }
        : flow;
    case 'back':
      return flow.step === 'reasons' ? { step: 'grade', form: flow.form } : flow;
    case 'submit':
      if (flow.step !== 'reasons') return flow;
      return {
        step: 'sending',
        form: flow.form,
        sending: { command: 'rating.give', id: event.id, body: ratingBody(flow, event.ref) },
      };
    case 'decline':
      if (flow.step !== 'grade' && flow.step !== 'reasons') return flow;
      return {
        step: 'sending',
        form: flow.form,
        sending: {
          command: 'rating.decline',
          id: event.id,
          body: { window: flow.form.window, ref: event.ref },
        },
      };
    case 'carried-out':
      return flow.step === 'sending' ? { step: 'done', what: flow.sending.command } : flow;
    case 'not-carried-out':
      if (flow.step !== 'sending') return flow;
      if (event.final) return { step: 'over', text: event.text };
      return { step: 'failed', form: flow.form, sending: flow.sending, text: event.text };
    case 'again':
      return flow.step === 'failed' ? { step: 'sending', form: flow.form, sending: flow.sending } : flow;
    case 'time-up':
      // A rating on its way is not called back: its answer decides.
      return flow.step === 'done' || flow.step === 'over' || flow.step === 'sending'
        ? flow
        : { step: 'over', text: null };
  }
}
