import { hash } from 'node:crypto';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime, minutesOf } from '@hall/shared/contracts/time';
import type { CloseWaitingBody } from './domain/bulk-close.ts';

const MINUTE_MS = 60_000;

interface Due {
  readonly requestId: string;
  readonly body: CloseWaitingBody;
}

/**
 * [W4] The times of today at which what waits is closed. Each is given once by this process, and the id of the
 * request makes it once over restarts; a machine that slept through a time does it when it wakes, of those who had
 * come by then.
 */
export class BulkTimes {
  #day = '';
  #given = new Set<string>();

  /** It could not be written: the next look gives it again. */
  again({ requestId }: Due): void {
    this.#given.delete(requestId);
  }

  /** `configAt`: the settings of an instant; a time that was set after it had passed begins tomorrow. */
  due(config: HallConfig, at: number, configAt: (instant: number) => HallConfig = () => config): Due[] {
    const now = localTime(at, config.timeZone);
    if (now.day !== this.#day) {
      this.#day = now.day;
      this.#given = new Set();
    }
    return config.windowRules.bulkClose.flatMap((time) => {
      const queues = time.queues ?? config.queues.map(({ id }) => id);
      const which = time.queues ? `-${hash('sha256', queues.join()).slice(0, 8)}` : '';
      const requestId = `bulk-${now.day}-${time.at}${which}`;
      const ago = now.minutes - minutesOf(time.at);
      if (ago < 0 || this.#given.has(requestId)) return [];
      this.#given.add(requestId);
      // The minute of the time begins where the present one did, so many minutes ago.
      const cameBefore = Math.floor(at / MINUTE_MS) * MINUTE_MS - ago * MINUTE_MS;
      const then = configAt(cameBefore).windowRules.bulkClose;
      if (!then.some((entry) => entry.at === time.at && sameQueues(entry.queues, time.queues))) return [];
      return [{ requestId, body: { queues: [...queues], cameBefore } }];
    });
  }
}

function sameQueues(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
