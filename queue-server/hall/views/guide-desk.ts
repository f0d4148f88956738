import type { GuideDesk, PaperPlace } from '@hall/shared/contracts/guide-desk';
import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { localTime, minutesOf } from '@hall/shared/contracts/time';
import { whyNotTaking } from '../broker/snapshots.ts';
import type { HallState } from '../domain/state.ts';
import { paperQuestions } from './paper-questions.ts';
import { strayCertificates } from './stray-certificates.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A machine's own word about its printer; see DeviceRegistry. */
export type PrinterOf = (device: string) => Pick<PaperPlace, 'online' | 'printer'>;

/** What a guide may do and offer at this moment. Pure. */
export function guideDeskView(
  state: HallState,
  config: HallConfig,
  at: number,
  printerOf: PrinterOf,
): GuideDesk {
  const days = bookableDays(config, at);
  return {
    claims: {
      confirmed: config.priority.confirmed,
      green: config.priority.greenReasons,
      enterprise: config.windows
        .filter((window) => config.priority.enterpriseWindows.includes(window.id))
        .map((window) => window.number),
    },
    agentTickets: config.priority.agentTickets,
    itemsPerTicket: config.calling.itemsPerTicket,
    reactivateBehind: config.calling.reactivate.behind,
    booking: {
      earlyMin: config.booking.earlyMin,
      lateMin: config.booking.lateMin,
      days: days.map(({ day, weekday, name }) => ({ day, weekday, name })),
      queues: config.queues
        .filter((queue) => queue.bookings.length > 0)
        .map((queue) => ({
          queue: queue.id,
          days: days
            .filter(({ as, past }) => queue.bookings.some((slot) => isToCome(slot, as, past)))
            .map(({ day }) => day),
        })),
    },
    queues: config.queues.map((queue) => ({
      queue: queue.id,
      why: whyNotTaking(state, config, queue.id, at),
    })),
    kiosks: config.devices
      .filter((device) => device.kind === 'kiosk')
      .map(({ id, name, zone = null }) => ({ device: id, name, zone, ...printerOf(id) })),
    papers: paperQuestions(state, config, at),
    certificates: strayCertificates(state, at),
  };
}

/** A day whose last span has begun has nothing to be booked [B1]. */
function isToCome({ days, from }: QueueConfig['bookings'][number], as: number | null, past: number): boolean {
  return as !== null && days.includes(as) && minutesOf(from) > past;
}

/**
 * Today and as many days as may be booked [B2]; `as` is the weekday whose hours count [T2], null where the hall is
 * closed; `past`: minutes of it that are over, -1 of a day to come.
 */
function bookableDays({ booking, calendar, timeZone }: HallConfig, at: number) {
  // Noon of today: a day of 23 or 25 hours then leads nowhere else.
  const { minutes } = localTime(at, timeZone);
  const noon = at + (12 * 60 - minutes) * 60_000;
  return Array.from({ length: booking.daysAhead + 1 }, (_, i) => {
    const { day, weekday } = localTime(noon + i * DAY_MS, timeZone);
    const known = calendar.days.find(({ date }) => date === day);
    const as = known?.kind === 'closed' ? null : (known?.as ?? weekday);
    return { day, weekday, name: known?.name ?? null, as, past: i === 0 ? minutes : -1 };
  });
}
