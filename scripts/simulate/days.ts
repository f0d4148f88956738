import { openingAt } from '@hall/queue-server/hall/domain/opening';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { Agenda } from './agenda.ts';
import { Chance } from './chance.ts';
import { dayAfter } from './config.ts';
import { Crowd } from './crowd.ts';
import { type DayTimes, Desk } from './desk.ts';
import { SimulatedHall, type Watcher } from './hall.ts';
import { residentsOf } from './residents.ts';

const MINUTE = 60_000;
const OPENS = 8.4 * 60;
const CLOSES = 17.5 * 60;
const BULK_CLOSE = 19.5 * 60;
/** Share of the windows that are at work on a day. */
const AT_WORK = 0.85;

/** Plays so many days of a hall; what happens is for the watcher to see. Answers how many people came. */
export function playDays(
  config: HallConfig,
  watcher: Watcher,
  options: {
    readonly days: number;
    readonly firstDay: string;
    readonly residents: number;
    readonly seed: number;
  },
): number {
  const chance = new Chance(options.seed);
  const midnight = (day: number) => Date.parse(`${dayAfter(options.firstDay, day)}T00:00:00+08:00`);
  const hall = new SimulatedHall(config, midnight(0), watcher);
  let came = 0;
  for (let day = 0; day < options.days; day += 1) {
    const agenda = new Agenda();
    const times: DayTimes = { begins: midnight(day), opens: OPENS, closes: CLOSES };
    const later = (afterMs: number, act: () => void) => agenda.plan(hall.at + Math.round(afterMs), act);
    const onThe = (minute: number, act: () => void) =>
      agenda.plan(times.begins + Math.round(minute * MINUTE), act);
    hall.at = times.begins;
    hall.run('day.begin', {}, 'hall');
    const crowd = new Crowd(hall, chance, later);
    const noon = times.begins + 12 * 60 * MINUTE;
    const open = config.queues.filter((queue) => openingAt(config, queue, noon - 60 * MINUTE).open).length;
    // On a half day fewer come; when all is closed some stand before the door.
    const share = Math.max(0.03, open / config.queues.length);
    const residents = residentsOf(
      config,
      chance,
      Math.round(options.residents * share * chance.between(0.85, 1.15)),
    );
    for (const resident of residents) onThe(resident.comes, () => crowd.comes(resident));
    came += residents.length;
    onThe(OPENS - 1, () => crowd.expectBooked((at, act) => agenda.plan(Math.max(at, hall.at), act)));
    for (const window of config.windows) {
      if (open === 0 || !chance.is(AT_WORK)) continue;
      const desk = new Desk(hall, window, chance, crowd, times, later);
      onThe(OPENS + chance.between(0, 12), () => desk.begin());
    }
    for (let minute = OPENS; minute < CLOSES; minute += 10) {
      onThe(minute, () => hall.run('booking.lapse', {}, 'hall'));
      onThe(minute, () => hall.run('rating.lapse', {}, 'hall'));
    }
    onThe(chance.between(9.5, 15.5) * 60, () => crowd.reassign());
    if (day % 4 === 1) onThe(10.2 * 60, () => crowd.paperBegins('enquiry', 40 * MINUTE));
    onThe(BULK_CLOSE, () => crowd.closeAll());
    for (let next = agenda.next(); next !== null; next = agenda.next()) {
      hall.at = Math.max(hall.at, next.at);
      next.act();
    }
  }
  return came;
}
