import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { type Context, type Decision, refused } from './context.ts';
import { windowsServing } from './serving-windows.ts';
import { EMPTY_QUEUE, type HallState, isLive, type Ticket, windowOf } from './state.ts';

/** Who of a queue would be left without a window. */
export interface LeftAlone {
  readonly queue: string;
  readonly name: Text;
  /** All of them. */
  readonly waiting: number;
  /** In words, with whether they wait, are still to come, or wait for this window alone. */
  readonly says: Text;
}

/** People who wait in a queue for any of its windows; whoever is bound to a window waits for that one. */
function unboundIn(state: HallState, queue: string): number {
  return (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.count(
    (place) => state.tickets.get(place.ticket)?.boundTo == null,
  );
}

/** People who come to a queue yet: a way that leads there [K10], or a booking of today that is not checked in. */
export function comingTo(state: HallState, queue: string): number {
  const onTheWay = state.tickets.count(
    (ticket) => isLive(ticket) && ticket.steps.some((step) => step.queue === queue),
  );
  const booked = state.bookings.count(
    (booking) => booking.queue === queue && booking.state === 'booked' && booking.day === state.day,
  );
  return onTheWay + booked;
}

/** People in a queue whom no other open window may call. */
function onlyFor(state: HallState, queue: string, window: string): number {
  const waitsForIt = ({ boundTo }: Ticket): boolean =>
    boundTo?.includes(window) === true &&
    !boundTo.some((id) => id !== window && windowOf(state, id).state === 'open');
  return (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.count((place) => {
    const ticket = state.tickets.get(place.ticket);
    return ticket !== undefined && waitsForIt(ticket);
  });
}

/** Who of a queue has nobody else, where it is left without an open window; null: nobody. */
export function aloneIn(state: HallState, config: HallConfig, queue: string): LeftAlone | null {
  return named(config, queue, unboundIn(state, queue), comingTo(state, queue), 0);
}

/** [W3] Whom a window leaves alone that stops calling; one that only pauses is back for whoever is still to come. */
function leftBy(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  stops: 'pauses' | 'closes',
): LeftAlone[] {
  return config.queues.flatMap(({ id }) => {
    const serving = windowsServing(state, config, id);
    const isLast =
      serving.some((one) => one.id === window.id) &&
      !serving.some((one) => one.id !== window.id && windowOf(state, one.id).state === 'open');
    const waiting = isLast ? unboundIn(state, id) : 0;
    const coming = isLast && stops === 'closes' ? comingTo(state, id) : 0;
    return named(config, id, waiting, coming, onlyFor(state, id, window.id)) ?? [];
  });
}

/** [W3] Null where the window may stop calling. */
export function lastWindowStops(
  state: HallState,
  window: WindowConfig,
  stops: 'pauses' | 'closes',
  anyway: boolean,
  { config }: Context,
): Decision | null {
  const rule = config.windowRules.lastWindow;
  if (rule === 'allow' || (rule === 'warn' && anyway)) return null;
  const left = leftBy(state, config, window, stops);
  if (left.length === 0) return null;
  const words = peopleIn(left);
  return refused(
    'LAST_WINDOW',
    `nobody else serves ${left.map(({ queue }) => queue).join(', ')}`,
    // Whether asking again with `anyway` helps.
    { queues: left, anyway: rule === 'warn' },
    {
      zh: `${words.zh}，再无其他窗口开放。请先安排其他窗口${rule === 'warn' ? '，或确认后继续' : ''}。`,
      en: `${words.en}, and no other window is open. Have one opened first${rule === 'warn' ? ', or confirm' : ''}.`,
    },
  );
}

function named(
  config: HallConfig,
  queue: string,
  unbound: number,
  coming: number,
  bound: number,
): LeftAlone | null {
  const parts = [
    ...(unbound > 0 ? [{ zh: `${unbound} 人等候`, en: `${unbound} waiting` }] : []),
    ...(coming > 0 ? [{ zh: `${coming} 人要来`, en: `${coming} to come` }] : []),
    ...(bound > 0 ? [{ zh: `${bound} 人指定本窗口`, en: `${bound} for this window only` }] : []),
  ];
  if (parts.length === 0) return null;
  const name = config.queues.find(({ id }) => id === queue)?.name ?? { zh: queue, en: queue };
  const says = {
    zh: `“${name.zh}”还有 ${parts.map(({ zh }) => zh).join('、')}`,
    en: `${parts.map(({ en }) => en).join(', ')} for "${name.en}"`,
  };
  return { queue, name, waiting: unbound + coming + bound, says };
}

/** “发票领用”还有 3 人等候、1 人要来 */
export function peopleIn(queues: readonly LeftAlone[]): Text {
  return {
    zh: queues.map(({ says }) => says.zh).join('，'),
    en: queues.map(({ says }) => says.en).join('; '),
  };
}
