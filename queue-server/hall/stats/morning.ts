import { type Forecast, MORNING_LINES_MAX, type Morning, type Report } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { weekdayOf } from './days.ts';

/** From here on a difference to the usual is worth a line. */
const UNUSUAL_PCT = 20;
const NO_SHOW_HIGH_PCT = 10;
const LATE_HIGH_PCT = 20;
/** A queue with fewer calls says little. */
const QUEUE_CALLS = 10;
const ZONES_TOLD = 2;

type Line = Morning['lines'][number];

const WEEKDAYS: readonly Text[] = [
  ...[
    ['周一', 'Monday'],
    ['周二', 'Tuesday'],
    ['周三', 'Wednesday'],
    ['周四', 'Thursday'],
  ],
  ...[
    ['周五', 'Friday'],
    ['周六', 'Saturday'],
    ['周日', 'Sunday'],
  ],
].map(([zh = '', en = '']) => ({ zh, en }));

/** The note of a morning: at most ten plain sentences, each from figures of the report and the forecast. Pure. */
export function morningLines(facts: {
  readonly yesterday: Report | null;
  /** What that day was expected to be. */
  readonly usual: Forecast | null;
  readonly today: Forecast;
  readonly timeZone: string;
}): Line[] {
  const { yesterday, usual, today, timeZone } = facts;
  const lines: Line[] = yesterday
    ? [...lookBack(yesterday, usual, timeZone), ...unusual(yesterday)]
    : [line('yesterday', '近两周没有业务记录。', 'There are no records of the last two weeks.')];
  return [...lines.slice(0, 6), ...ahead(today), ...openings(today)].slice(0, MORNING_LINES_MAX);
}

function line(about: Line['about'], zh: string, en: string): Line {
  return { about, says: { zh, en } };
}

function lookBack({ from, figures, peak }: Report, usual: Forecast | null, timeZone: string): Line[] {
  const arrived = figures.arrived ?? 0;
  const expected = usual?.expected ?? null;
  const off = expected ? Math.round(((arrived - expected) / expected) * 100) : null;
  const than =
    off === null
      ? { zh: '', en: '' }
      : Math.abs(off) < 5
        ? { zh: '，与往常相当', en: ', about as usual' }
        : {
            zh: `，比往常${off > 0 ? '多' : '少'} ${Math.abs(off)}%`,
            en: `, ${Math.abs(off)} % ${off > 0 ? 'more' : 'fewer'} than usual`,
          };
  const day = dayWords(from);
  const lines = [
    line(
      'yesterday',
      `${day.zh}取号 ${arrived} 人，办结 ${figures.served} 人${than.zh}。`,
      `${day.en}: ${arrived} people came, ${figures.served} were served${than.en}.`,
    ),
  ];
  if (figures.waitAvg !== null) {
    lines.push(
      line(
        'yesterday',
        `平均等候 ${figures.waitAvg} 分钟，九成不超过 ${figures.waitP90} 分钟；平均办理 ${figures.serviceAvg ?? 0} 分钟。`,
        `The average wait was ${figures.waitAvg} min, nine in ten waited at most ${figures.waitP90} min; a service took ${figures.serviceAvg ?? 0} min.`,
      ),
    );
  }
  if (peak.halfHour && peak.waiting) {
    const clock = localTime(peak.waiting.at, timeZone).clock;
    lines.push(
      line(
        'yesterday',
        `最忙的是 ${peak.halfHour.from} 起的半小时，取号 ${peak.halfHour.arrived} 人；${clock} 同时有 ${peak.waiting.count} 人等候，为全天最多。`,
        `Busiest was the half hour from ${peak.halfHour.from} with ${peak.halfHour.arrived} people; at ${clock} most people waited, ${peak.waiting.count}.`,
      ),
    );
  }
  return lines;
}

function unusual({ figures, groups }: Report): Line[] {
  const lines: Line[] = [];
  if ((figures.closed ?? 0) > 0) {
    lines.push(
      line(
        'unusual',
        `有 ${figures.closed} 人等到关闭也没有办上。`,
        `${figures.closed} people waited until closing and were not served.`,
      ),
    );
  }
  if ((figures.latePct ?? 0) >= LATE_HIGH_PCT) {
    lines.push(
      line(
        'unusual',
        `${figures.late} 次等候超过目标，占 ${figures.latePct}%。`,
        `${figures.late} waits were above target, ${figures.latePct} % of all.`,
      ),
    );
  }
  const worst = groups.queue
    .filter((row) => (row.figures.called ?? 0) >= QUEUE_CALLS && (row.figures.latePct ?? 0) >= LATE_HIGH_PCT)
    .sort((a, b) => (b.figures.waitP90 ?? 0) - (a.figures.waitP90 ?? 0))[0];
  if (worst) {
    lines.push(
      line(
        'unusual',
        `等得最久的是“${worst.name.zh}”：一成的人等了 ${worst.figures.waitP90} 分钟以上。`,
        `People waited longest for ${worst.name.en}: one in ten more than ${worst.figures.waitP90} min.`,
      ),
    );
  }
  if ((figures.noShowPct ?? 0) >= NO_SHOW_HIGH_PCT) {
    lines.push(
      line(
        'unusual',
        `过号率 ${figures.noShowPct}%，请留意叫号是否听得见、看得见。`,
        `${figures.noShowPct} % did not come when called: check that calls are seen and heard.`,
      ),
    );
  }
  if (lines.length === 0) {
    lines.push(line('unusual', '没有异常情况。', 'Nothing unusual.'));
  }
  return lines;
}

function ahead(today: Forecast): Line[] {
  const weekday = WEEKDAYS[today.weekday - 1] as Text;
  if (!today.open) {
    return [
      line(
        'today',
        `今天${weekday.zh}，按日历不开放。`,
        `Today, ${weekday.en}, the hall is closed by its calendar.`,
      ),
    ];
  }
  if (today.expected === null || today.low === null || today.high === null) {
    return [
      line(
        'today',
        '记录不足，今天的人数还无法预计。',
        'There are too few records to say what to expect today.',
      ),
    ];
  }
  const count = today.basis.length;
  const basis =
    today.method === 'same-weekday'
      ? { zh: `最近 ${count} 个${weekday.zh}`, en: `the last ${count} ${weekday.en}s` }
      : { zh: `最近 ${count} 个工作日`, en: `the last ${count} open days` };
  const lines = [
    line(
      'today',
      `今天${weekday.zh}，预计取号约 ${today.expected} 人（${today.low} 至 ${today.high}），依据${basis.zh}。`,
      `Today, ${weekday.en}, expect about ${today.expected} people (${today.low} to ${today.high}), from ${basis.en}.`,
    ),
  ];
  const busiest = today.halfHours.toSorted((a, b) => b.expected - a.expected)[0];
  if (busiest && busiest.expected > 0) {
    const spread =
      (today.high - today.low) / Math.max(1, today.expected) > UNUSUAL_PCT / 50
        ? { zh: '；各周差别较大，请留余地', en: '; weeks differ much, so keep a reserve' }
        : { zh: '', en: '' };
    lines.push(
      line(
        'today',
        `预计 ${busiest.from} 起的半小时最忙，约 ${Math.round(busiest.expected)} 人${spread.zh}。`,
        `The busiest half hour should begin at ${busiest.from}, with about ${Math.round(busiest.expected)} people${spread.en}.`,
      ),
    );
  }
  return lines;
}

/** The zones with most need, each with its fullest span and its least. */
function openings(today: Forecast): Line[] {
  return today.windows
    .map((zone) => ({ zone, most: zone.spans.toSorted((a, b) => b.needed - a.needed)[0] }))
    .filter(({ most }) => most !== undefined && most.needed > 1)
    .sort((a, b) => (b.most?.needed ?? 0) - (a.most?.needed ?? 0))
    .slice(0, ZONES_TOLD)
    .map(({ zone, most }) => {
      const { from, to, needed, windows } = most as NonNullable<typeof most>;
      const short = needed > windows.length;
      return line(
        'windows',
        `${zone.zoneName.zh}：${from}–${to} 建议开 ${windows.length} 个窗口（${windows.join('、')} 号）${short ? `，仍少 ${needed - windows.length} 个` : ''}。`,
        `${zone.zoneName.en}: open ${windows.length} windows from ${from} to ${to} (${windows.join(', ')})${short ? `; ${needed - windows.length} too few` : ''}.`,
      );
    });
}

function dayWords(day: string): Text {
  const [, month = '', date = ''] = day.split('-');
  const weekday = WEEKDAYS[weekdayOf(day) - 1] as Text;
  return {
    zh: `${Number(month)}月${Number(date)}日（${weekday.zh}）`,
    en: `${weekday.en}, ${month}-${date}`,
  };
}
