import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { SettingsEffect } from '@hall/shared/contracts/settings';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { comingTo } from './last-window.ts';
import { onlineRange } from './numbering.ts';
import { EMPTY_QUEUE, type HallState, isLive, windowOf } from './state.ts';

/**
 * What a change of settings does to the hall as it is. What would strand somebody is `refused`:
 *  - at once: taking away a queue, window or item that somebody waits or is served for; giving a queue the prefix
 *    of numbers that another queue gave today; leaving people waiting in a queue without any window;
 *  - later: who will be in the hall then is not known, so queues, windows, items and prefixes change at the
 *    beginning of a day, when nobody waits.
 * Pure; the words are for managers.
 */
export function settingsEffects(
  state: HallState,
  before: HallConfig,
  after: HallConfig,
  when: { readonly at: number; readonly effectiveAt: number },
): SettingsEffect[] {
  const now = when.effectiveAt <= when.at;
  const effects: SettingsEffect[] = [];
  const live = [...state.tickets.values()].filter(isLive);
  const waitingIn = (queue: string) => (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.size;
  const refuse = (
    kind: SettingsEffect['kind'],
    code: ErrorCode,
    subject: string,
    count: number | null,
    says: Text,
  ) => effects.push({ kind, weight: 'refused', code, subject, count, says });
  const tell = (
    kind: SettingsEffect['kind'],
    weight: 'warning' | 'note',
    subject: string,
    count: number | null,
    says: Text,
  ) => effects.push({ kind, weight, code: null, subject, count, says });

  const structural: string[] = [];
  for (const queue of gone(before.queues, after.queues)) {
    structural.push(queue.id);
    const name = queue.name;
    const people = now
      ? live.filter((t) => t.queue === queue.id || t.steps.some((step) => step.queue === queue.id)).length
      : 0;
    const from = localTime(when.effectiveAt, before.timeZone).day;
    const booked = state.bookings.count(
      (booking) => booking.queue === queue.id && booking.state === 'booked' && booking.day >= from,
    );
    if (people + booked > 0) {
      refuse('queue-in-use', 'SETTINGS_QUEUE_IN_USE', queue.id, people + booked, {
        zh: `“${name.zh}”还有 ${people} 张未办结的号票、${booked} 个预约，不能删除。`,
        en: `"${name.en}" still has ${people} live tickets and ${booked} bookings.`,
      });
    }
  }
  for (const window of gone(before.windows, after.windows)) {
    structural.push(window.id);
    const status = windowOf(state, window.id);
    const bound = live.filter(
      ({ boundTo }) =>
        boundTo?.includes(window.id) && !boundTo.some((id) => after.windows.some((w) => w.id === id)),
    ).length;
    if (now && (status.state !== 'closed' || status.ticket !== null || status.parked.length + bound > 0)) {
      refuse('window-in-use', 'SETTINGS_WINDOW_IN_USE', window.id, status.parked.length + bound, {
        zh: `${window.number} 号窗口正在使用，不能删除。`,
        en: `Window ${window.number} is in use.`,
      });
    }
  }
  for (const item of gone(before.items, after.items)) {
    structural.push(item.id);
    const people = live.filter(
      (t) => t.items.includes(item.id) || t.steps.some((step) => step.items.includes(item.id)),
    ).length;
    if (now && people > 0) {
      refuse('item-in-use', 'SETTINGS_ITEM_IN_USE', item.id, people, {
        zh: `“${item.name.zh}”还有 ${people} 张未办结的号票，不能删除。`,
        en: `"${item.name.en}" is on ${people} live tickets.`,
      });
    }
  }
  for (const queue of after.queues) {
    const old = before.queues.find(({ id }) => id === queue.id);
    if (old?.prefix === queue.prefix) continue;
    if (before.queues.some(({ prefix }) => prefix === queue.prefix) || old) structural.push(queue.id);
    const given = now
      ? state.tickets.count(
          (t) => (t.home ?? t.queue) !== queue.id && t.number.replace(/\d+$/, '') === queue.prefix,
        )
      : 0;
    if (given > 0) {
      refuse('prefix-in-use', 'SETTINGS_PREFIX_IN_USE', queue.id, given, {
        zh: `字头 ${queue.prefix} 今天已发出 ${given} 个号，换给别的队列会重号。`,
        en: `${given} numbers with prefix ${queue.prefix} were given today: they would be given twice.`,
      });
    }
  }
  const given = state.queues.some((queue) => queue.issued > 0);
  if (
    before.numbering.perKiosk !== after.numbering.perKiosk &&
    (now ? given : !beginsDay(when.effectiveAt, before.timeZone))
  ) {
    // A kiosk without a server may have given numbers that would then be another one's.
    refuse('not-at-day-start', 'SETTINGS_DAY_START', 'numbering.perKiosk', null, {
      zh: '取号机备用号只能在当天发第一个号之前更改，或从某日零点起生效。',
      en: 'Numbers kept by machines change before the first number of a day, or from midnight on.',
    });
  }
  const duringDay = now ? given : !beginsDay(when.effectiveAt, before.timeZone);
  for (const queue of duringDay ? after.queues : []) {
    const old = before.queues.find(({ id }) => id === queue.id);
    if (old === undefined || !givesWhatWasKept(before, old, after, queue)) continue;
    refuse('not-at-day-start', 'SETTINGS_DAY_START', queue.id, null, {
      zh: `“${queue.name.zh}”的新号段含有取号机备用号或预印号，可能已经发出。只能在当天发第一个号之前更改，或从某日零点起生效。`,
      en: `The new range of "${queue.name.en}" holds numbers that were kept by machines or pre-printed, and may be out: change it before the first number of a day, or from midnight on.`,
    });
  }
  const restored = state.queues.some(({ floor }) => floor !== null);
  if (now && restored && before.numbering.restart !== after.numbering.restart) {
    refuse('not-at-day-start', 'SETTINGS_DAY_START', 'numbering.restart', null, {
      zh: '今天从备份恢复过，跨日续号方式请从次日零点起更改，以免重号。',
      en: 'The hall was restored today: change how days begin from midnight on, so that no number comes twice.',
    });
  }
  if (!now && structural.length > 0 && !beginsDay(when.effectiveAt, before.timeZone)) {
    refuse('not-at-day-start', 'SETTINGS_DAY_START', structural[0] as string, structural.length, {
      zh: '增删队列、窗口、事项或更换字头，只能立即生效或从某日零点起生效。',
      en: 'Taking away queues, windows or items, and changing prefixes, counts at once or from midnight on.',
    });
  }

  for (const queue of after.queues) {
    const waiting = now ? waitingIn(queue.id) : 0;
    const left = now ? waiting + comingTo(state, queue.id) : 0;
    const served = (config: HallConfig) =>
      config.windows.some((w) =>
        ((now ? windowOf(state, w.id).assigned : null)?.queues ?? w.queues).includes(queue.id),
      );
    if (!served(after)) {
      const says = {
        zh: `“${queue.name.zh}”将没有窗口办理${left > 0 ? `，还有 ${left} 人等候或要来，请先安排窗口` : ''}。`,
        en: `"${queue.name.en}" will have no window${left > 0 ? `, and ${left} people wait or are still to come` : ''}.`,
      };
      if (left > 0 && served(before)) {
        refuse('queue-without-window', 'SETTINGS_LEAVES_WAITING', queue.id, left, says);
      } else tell('queue-without-window', 'warning', queue.id, left, says);
    }
    const old = before.queues.find(({ id }) => id === queue.id);
    if (waiting > 0 && old && JSON.stringify(old) !== JSON.stringify(queue)) {
      tell('queue-waiting', 'note', queue.id, waiting, {
        zh: `“${queue.name.zh}”有 ${waiting} 人在等候，新设置对他们同样适用。`,
        en: `${waiting} people wait in "${queue.name.en}": the change applies to them, too.`,
      });
    }
  }
  const closes = new Set(after.calendar.days.filter(({ kind }) => kind === 'closed').map(({ date }) => date));
  for (const { date } of before.calendar.days.filter(({ kind }) => kind === 'closed')) closes.delete(date);
  for (const day of closes) {
    const booked = state.bookings.count((booking) => booking.state === 'booked' && booking.day === day);
    if (booked === 0) continue;
    // Whoever booked may still check in; whether anybody serves them, the hall must say.
    tell('day-booked', 'warning', day, booked, {
      zh: `${day} 将休息，但已有 ${booked} 个预约，请逐一联系改期或取消。`,
      en: `${day} will be closed, and there are ${booked} bookings: please call them off one by one.`,
    });
  }
  for (const window of now ? after.windows : []) {
    const old = before.windows.find(({ id }) => id === window.id);
    if (
      !old ||
      windowOf(state, window.id).state === 'closed' ||
      JSON.stringify(old) === JSON.stringify(window)
    )
      continue;
    tell('window-open', 'note', window.id, null, {
      zh: `${window.number} 号窗口正开着，下一次叫号起按新设置。`,
      en: `Window ${window.number} is open: its next call follows the change.`,
    });
  }
  return effects;
}

/** [N4] [P2] Numbers that only kiosks or paper gave until now, and that the server would give from now on. */
function givesWhatWasKept(
  before: HallConfig,
  old: HallConfig['queues'][number],
  after: HallConfig,
  queue: HallConfig['queues'][number],
): boolean {
  const range = onlineRange(after, queue);
  if (range === null) return false;
  const kept = { first: (onlineRange(before, old)?.last ?? old.firstNumber - 1) + 1, last: old.lastNumber };
  return [kept, ...(old.paperNumbers === undefined ? [] : [old.paperNumbers])].some(
    ({ first, last }) => first <= last && first <= range.last && last >= range.first,
  );
}

function gone<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): T[] {
  const left = new Set(after.map(({ id }) => id));
  return before.filter(({ id }) => !left.has(id));
}

/** The first minute of a day on the hall's clock. */
function beginsDay(at: number, timeZone: string): boolean {
  return at % 60_000 === 0 && localTime(at, timeZone).day !== localTime(at - 60_000, timeZone).day;
}
