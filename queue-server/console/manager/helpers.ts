import type { HallView } from '@hall/shared/contracts/commands';

/** Each costs a simulation. */
const ASKED = 3;

type WindowRow = HallView['windows'][number];

/** Windows that could open for a queue: near ones first, those that serve it anyway before others. */
export function helpersFor(hall: HallView, queue: string): WindowRow[] {
  const zone = hall.queues.find(({ id }) => id === queue)?.zone;
  const rank = (window: WindowRow) =>
    Number(!window.serves?.includes(queue)) * 2 + Number(window.state === 'paused');
  return hall.windows
    .filter((window) => window.zone === zone && window.state !== 'open')
    .sort((a, b) => rank(a) - rank(b) || a.number - b.number)
    .slice(0, ASKED);
}
