import { askUntil } from '@hall/shared/ui/screen/ask-until.ts';
import { randomId } from '@hall/shared/ui/screen/clock.ts';
import type { ScreenLink } from '@hall/shared/ui/screen/screen-link.ts';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { type Flow, type FlowEvent, START, step } from './flow.ts';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** A form that cannot be fetched is tried for this long where the pad message names no end, ms. */
const FETCH_FOR_MS = 60_000;
/** Failures that another attempt of the same person will not change. */
const FINAL: ReadonlySet<string> = new Set(['RATING_CLOSED', 'ALREADY_RATED', 'FORBIDDEN', 'NOT_FOUND']);

export interface Rating {
  readonly flow: Flow;
  readonly send: (event: FlowEvent) => void;
  readonly submit: () => void;
  readonly decline: () => void;
}

/**
 * Runs the flow of one reference: fetches its form, sends what was pressed, ends at `until`. Use it with
 * `key={ref}`: another reference is another flow.
 * @param until hall time, ms, or null where only the form knows
 */
export function useRating(link: ScreenLink, window: string, ref: string, until: number | null): Rating {
  const [flow, send] = useReducer(step, START);
  // One id for this reference, whatever is pressed how often.
  const id = useRef('');
  if (id.current === '') id.current = `rate-${randomId()}`;

  useEffect(() => {
    let here = true;
    const options = {
      id: `read-${randomId()}`,
      until: until ?? link.hallNow() + FETCH_FOR_MS,
      hallNow: () => link.hallNow(),
      sleep,
      random: Math.random,
    };
    const asked = askUntil((...ask) => link.ask(...ask), 'pad.read', { window, ref }, options);
    void asked.then((answer) => {
      if (!here) return;
      send(
        answer.ok ? { type: 'loaded', form: answer.value } : { type: 'unavailable', text: answer.error.text },
      );
    });
    return () => {
      here = false;
    };
  }, [link, window, ref, until]);

  const sending = flow.step === 'sending' ? flow.sending : null;
  const end = flow.step === 'sending' ? flow.form.until : null;
  useEffect(() => {
    if (sending === null || end === null) return;
    const options = { id: sending.id, until: end, hallNow: () => link.hallNow(), sleep, random: Math.random };
    const answer =
      sending.command === 'rating.give'
        ? askUntil((...asked) => link.ask(...asked), sending.command, sending.body, options)
        : askUntil((...asked) => link.ask(...asked), sending.command, sending.body, options);
    void answer.then((outcome) =>
      send(
        outcome.ok
          ? { type: 'carried-out' }
          : { type: 'not-carried-out', text: outcome.error.text, final: FINAL.has(outcome.error.code) },
      ),
    );
  }, [link, sending, end]);

  const ends = flow.step === 'loading' ? until : 'form' in flow ? flow.form.until : null;
  useEffect(() => {
    if (ends === null) return;
    const timer = setTimeout(() => send({ type: 'time-up' }), Math.max(0, ends - link.hallNow()));
    return () => clearTimeout(timer);
  }, [link, ends]);

  const submit = useCallback(() => send({ type: 'submit', ref, id: id.current }), [ref]);
  const decline = useCallback(() => send({ type: 'decline', ref, id: id.current }), [ref]);
  return { flow, send, submit, decline };
}
