import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { type Fault, fault } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { clockOf } from './dates.ts';
import { nextNumber } from './numbering.ts';
import { type NextOpening, nextOpening, type Opening, openingAt, openingWords } from './opening.ts';
import { keptForBookings, type NextFree, nextFree, type SlotQuota, slotAt, takenIn } from './quotas.ts';
import { windowsServing } from './serving-windows.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/** Whether a queue gives a number to anybody now, and why not. */

export interface Admitted {
  readonly refusal: null;
  readonly number: number;
  /** Null where a booking was let in outside of the hours. */
  readonly opening: Extract<Opening, { open: true }> | null;
  readonly slot: SlotQuota | null;
  /** Numbers taken in that span before this one. */
  readonly slotTaken: number;
  /** No window serves it, and the hall takes numbers all the same [T10]. */
  readonly withoutWindow: boolean;
}
export type Admission = Admitted | { readonly refusal: Fault<ErrorCode> };

/** `booked`: somebody checks in; the place was promised, so that only T10 and N2 are asked. */
export function admission(
  state: HallState,
  config: HallConfig,
  queue: QueueConfig,
  at: number,
  booked = false,
): Admission {
  const opening = openingAt(config, queue, at);
  if (!booked && !opening.open) return { refusal: closed(config, queue, at, opening.holiday) };
  const withoutWindow = windowsServing(state, config, queue.id).length === 0;
  if (withoutWindow && config.taking.withoutWindow === 'refuse') return { refusal: noWindow(queue) };
  if (!booked && opening.open && closesSoon(config, opening) && config.taking.closingSoon.mode === 'refuse') {
    return { refusal: closingSoon(config, queue, at, opening) };
  }
  const status = state.queues.get(queue.id) ?? EMPTY_QUEUE;
  if (status.paperSince !== null) return { refusal: fault('PAPER_MODE', 'pre-printed numbers are given') };
  if (!booked && status.issued + keptForBookings(state, queue) >= queue.dailyQuota)
    return { refusal: quotaUsed(config, queue, at) };
  const { minutes } = localTime(at, config.timeZone);
  const slot = booked ? null : slotAt(queue, minutes);
  const slotTaken = slot === null ? 0 : takenIn(state, queue.id, slot, at, minutes);
  if (slot !== null && slotTaken >= slot.quota) {
    return { refusal: slotUsed(config, queue, at, slot, nextFree(config, queue, status, at, slot)) };
  }
  const number = nextNumber(config, queue, status);
  if (number === null) return { refusal: fault('NUMBERS_USED_UP', 'the range of numbers is used up') };
  return { refusal: null, number, opening: opening.open ? opening : null, slot, slotTaken, withoutWindow };
}

/** [T11] */
export function closesSoon(config: HallConfig, opening: Extract<Opening, { open: true }>): boolean {
  return opening.closesIn !== null && opening.closesIn <= config.taking.closingSoon.minutes;
}

function nextWords(config: HallConfig, at: number, next: NextOpening | null): Text {
  if (next === null)
    return { zh: '何时再开请问咨询台', en: 'Please ask at the guide desk when it opens again' };
  const when = openingWords(next, localTime(at, config.timeZone).day);
  return { zh: `下次取号：${when.zh}`, en: `It opens next: ${when.en}` };
}

function closed(config: HallConfig, queue: QueueConfig, at: number, holiday: Text | null): Fault<ErrorCode> {
  const next = nextOpening(config, queue, at);
  const when = nextWords(config, at, next);
  const text =
    holiday === null
      ? {
          zh: `“${queue.name.zh}”现在不取号。${when.zh}。`,
          en: `“${queue.name.en}” is closed now. ${when.en}.`,
        }
      : {
          zh: `“${queue.name.zh}”今天因${holiday.zh}休息。${when.zh}。`,
          en: `“${queue.name.en}” is closed today (${holiday.en}). ${when.en}.`,
        };
  return fault('QUEUE_CLOSED', 'outside the hours of the queue', { queue: queue.id, next }, text);
}

function noWindow(queue: QueueConfig): Fault<ErrorCode> {
  return fault(
    'QUEUE_WITHOUT_WINDOW',
    'no window serves this queue',
    { queue: queue.id },
    {
      zh: `“${queue.name.zh}”今天没有窗口办理，请到咨询台，由工作人员安排。`,
      en: `No window serves “${queue.name.en}” today. Please go to the guide desk.`,
    },
  );
}

function closingSoon(
  config: HallConfig,
  queue: QueueConfig,
  at: number,
  { closesIn, closesAt }: Extract<Opening, { open: true }>,
): Fault<ErrorCode> {
  const next = nextOpening(config, queue, at);
  const when = nextWords(config, at, next);
  const clock = clockOf(closesAt ?? 0);
  return fault(
    'CLOSING_SOON',
    'the queue closes soon',
    { queue: queue.id, closesIn, next },
    {
      zh: `“${queue.name.zh}”${clock} 停止办理，来不及再取号了。${when.zh}。`,
      en: `“${queue.name.en}” closes at ${clock}: too late for a new number. ${when.en}.`,
    },
  );
}

function quotaUsed(config: HallConfig, queue: QueueConfig, at: number): Fault<ErrorCode> {
  const { day } = localTime(at, config.timeZone);
  // Numbers of today are gone for today: what counts is the next day.
  let next = nextOpening(config, queue, at);
  while (next !== null && next.day === day) next = nextOpening(config, queue, next.at);
  const when = nextWords(config, at, next);
  return fault(
    'QUOTA_USED_UP',
    'the quota of the day is used up',
    { queue: queue.id, quota: queue.dailyQuota, next },
    {
      zh: `“${queue.name.zh}”今天的 ${queue.dailyQuota} 个号已取完。${when.zh}；急事请到咨询台。`,
      en: `All ${queue.dailyQuota} numbers of “${queue.name.en}” for today are taken. ${when.en}; if it is urgent, go to the guide desk.`,
    },
  );
}

function slotUsed(
  config: HallConfig,
  queue: QueueConfig,
  at: number,
  slot: SlotQuota,
  next: NextFree | null,
): Fault<ErrorCode> {
  const details = { queue: queue.id, slot: { from: slot.from, to: slot.to }, next };
  const used = {
    zh: `“${queue.name.zh}”${slot.from}–${slot.to} 的 ${slot.quota} 个号已取完。`,
    en: `All ${slot.quota} numbers of “${queue.name.en}” for ${slot.from}–${slot.to} are taken.`,
  };
  if (next !== null) {
    const { from, slot: later } = next;
    const words =
      later === null
        ? { zh: `${from} 起可再取号。`, en: `Numbers are given again from ${from}.` }
        : {
            zh: `${from}–${later.to} 还有 ${later.left} 个，届时请再来取号。`,
            en: `From ${from} to ${later.to} there are ${later.left} more: please come again then.`,
          };
    return fault('SLOT_USED_UP', 'the quota of this span is used up', details, {
      zh: `${used.zh}${words.zh}`,
      en: `${used.en} ${words.en}`,
    });
  }
  const today = localTime(at, config.timeZone).day;
  let opening = nextOpening(config, queue, at);
  while (opening !== null && opening.day === today) opening = nextOpening(config, queue, opening.at);
  const when = nextWords(config, at, opening);
  return fault('SLOT_USED_UP', 'the quota of this span is used up', details, {
    zh: `${used.zh}${when.zh}。`,
    en: `${used.en} ${when.en}.`,
  });
}
