import type { Text } from './text.ts';

/**
 * Every figure of the reports with its one definition. Pages, spreadsheets and documents take name, unit and
 * definition from here, and `FIGURE_IDS` are the fields of a report: a figure without a definition cannot be shown.
 *
 * A visit is one ticket; it belongs to the business day on which its number was taken, also where it ends after
 * midnight, so that no one is counted twice. A step is one time of waiting with the service that followed: a visit
 * has one, and one more for each transfer, each re-activation and each further queue of its itinerary. An undone
 * act (撤销) never happened: the ticket is counted as it stands afterwards.
 */
export interface FigureEntry {
  readonly name: Text;
  readonly definition: Text;
  readonly unit: FigureUnit;
  /** How it is computed, for technicians. */
  readonly how: string;
}

export type FigureUnit = 'people' | 'times' | 'minutes' | 'percent' | 'grade';

export const UNIT_WORDS: Readonly<Record<FigureUnit, Text>> = {
  people: { zh: '人', en: 'people' },
  times: { zh: '次', en: 'times' },
  minutes: { zh: '分钟', en: 'min' },
  percent: { zh: '%', en: '%' },
  grade: { zh: '分', en: 'of 5' },
};

const WAIT = {
  zh: '每次等候从到达（或转来、重新排队、进入下一环节）算到被叫号',
  en: 'A wait runs from arrival (or transfer, return to the line, next queue) to the call',
};
const SERVICE = {
  zh: '每次办理从开始办理（没有按“开始”的从叫号）算到办理完成，挂起的时间不计',
  en: 'A service runs from its start (or the call, where none was pressed) to its end, without time parked',
};
const PERCENTILE =
  'nearest rank over whole seconds: the smallest value that at least so many % do not exceed';

const table = {
  arrived: {
    name: { zh: '取号', en: 'Arrived' },
    definition: {
      zh: '当日取号的人数，一张号计一人；号票没有打印出来的不计。分项统计时计进入该项等候的次数。',
      en: 'People who took a number that day, one a ticket; numbers whose paper never came out do not count. In breakdowns: times somebody began to wait there.',
    },
    unit: 'people',
    how: 'tickets of the business day, without those whose print failed and that were never called',
  },
  served: {
    name: { zh: '办结', en: 'Served' },
    definition: {
      zh: '当日取号、最终办理完成的人数。分项统计时计完成的办理次数。',
      en: 'People of that day whose visit ended with a finished service. In breakdowns: services finished there.',
    },
    unit: 'people',
    how: 'visits whose last state is finished; in breakdowns steps that ended finished',
  },
  noShow: {
    name: { zh: '过号', en: 'No-shows' },
    definition: {
      zh: '叫号未到、最终也没有回来办理的人数；过号后重新排队并办完的不计。',
      en: 'People who were called, did not come, and were not served later either.',
    },
    unit: 'people',
    how: 'visits whose last state is no-show; in breakdowns steps that ended so and were not taken up again',
  },
  noShowPct: {
    name: { zh: '过号率', en: 'No-show share' },
    definition: { zh: '过号 ÷（办结 + 过号）。', en: 'No-shows ÷ (served + no-shows).' },
    unit: 'percent',
    how: '100 · noShow / (served + noShow), one decimal; empty where nobody was called to an end',
  },
  cancelled: {
    name: { zh: '弃号', en: 'Given up' },
    definition: {
      zh: '取号后主动弃号或由工作人员取消的人数。',
      en: 'People who gave up their number, or whose number staff cancelled.',
    },
    unit: 'people',
    how: 'visits whose last state is void and whose paper came out',
  },
  closed: {
    name: { zh: '批量关闭', en: 'Closed in bulk' },
    definition: {
      zh: '到点或日终仍在等候、被统一关闭的人数：他们白等了。',
      en: 'People who still waited at a fixed time or the day’s end and were closed in bulk: they waited in vain.',
    },
    unit: 'people',
    how: 'visits whose last state is closed',
  },
  open: {
    name: { zh: '未结束', en: 'Not ended' },
    definition: {
      zh: '此刻仍在等候、被叫、办理或挂起的人数；过去的日子应为 0。',
      en: 'People still waiting, called, being served or parked; 0 for days that are over.',
    },
    unit: 'people',
    how: 'visits in any other state',
  },
  moved: {
    name: { zh: '转移', en: 'Transfers' },
    definition: {
      zh: '从一个队列或窗口转到另一处的次数。',
      en: 'Times somebody was sent on to another queue or window.',
    },
    unit: 'times',
    how: 'steps that ended with a transfer',
  },
  called: {
    name: { zh: '叫号', en: 'Called' },
    definition: {
      zh: '等候以叫号结束的次数；重呼不另计。',
      en: 'Times of waiting that ended with a call; calling again is not counted anew.',
    },
    unit: 'times',
    how: 'steps with a call',
  },
  waitAvg: {
    name: { zh: '平均等候', en: 'Average wait' },
    definition: { zh: `${WAIT.zh}；取平均。`, en: `${WAIT.en}; the mean.` },
    unit: 'minutes',
    how: 'mean over steps with a call, to the millisecond, shown with one decimal',
  },
  waitMedian: {
    name: { zh: '等候中位数', en: 'Median wait' },
    definition: {
      zh: `${WAIT.zh}；一半的人等得不超过这个时间。`,
      en: `${WAIT.en}; half of them waited no longer.`,
    },
    unit: 'minutes',
    how: `P50, ${PERCENTILE}`,
  },
  waitP90: {
    name: { zh: '等候 P90', en: 'Wait P90' },
    definition: {
      zh: `${WAIT.zh}；十人中有九人等得不超过这个时间。`,
      en: `${WAIT.en}; nine in ten waited no longer.`,
    },
    unit: 'minutes',
    how: `P90, ${PERCENTILE}`,
  },
  waitMax: {
    name: { zh: '最长等候', en: 'Longest wait' },
    definition: { zh: `${WAIT.zh}；其中最长的一次。`, en: `${WAIT.en}; the longest.` },
    unit: 'minutes',
    how: 'maximum over steps with a call',
  },
  late: {
    name: { zh: '超时等候', en: 'Waits above target' },
    definition: {
      zh: '被叫号时等候已超过该队列目标（等候预警分钟数，按现行设置）的次数。',
      en: 'Waits that ended with a call later than the queue’s target (its warning minutes, as set today).',
    },
    unit: 'times',
    how: 'steps with a call whose wait > queues[].warnAfterMin',
  },
  latePct: {
    name: { zh: '超时率', en: 'Share above target' },
    definition: { zh: '超时等候 ÷ 叫号。', en: 'Waits above target ÷ called.' },
    unit: 'percent',
    how: '100 · late / called, one decimal',
  },
  serviceAvg: {
    name: { zh: '平均办理', en: 'Average service' },
    definition: { zh: `${SERVICE.zh}；取平均。`, en: `${SERVICE.en}; the mean.` },
    unit: 'minutes',
    how: 'mean over finished steps',
  },
  serviceMedian: {
    name: { zh: '办理中位数', en: 'Median service' },
    definition: { zh: `${SERVICE.zh}；一半不超过这个时间。`, en: `${SERVICE.en}; half took no longer.` },
    unit: 'minutes',
    how: `P50, ${PERCENTILE}`,
  },
  serviceP90: {
    name: { zh: '办理 P90', en: 'Service P90' },
    definition: {
      zh: `${SERVICE.zh}；九成不超过这个时间。`,
      en: `${SERVICE.en}; nine in ten took no longer.`,
    },
    unit: 'minutes',
    how: `P90, ${PERCENTILE}`,
  },
  serviceMax: {
    name: { zh: '最长办理', en: 'Longest service' },
    definition: { zh: `${SERVICE.zh}；其中最长的一次。`, en: `${SERVICE.en}; the longest.` },
    unit: 'minutes',
    how: 'maximum over finished steps',
  },
} as const satisfies Record<string, FigureEntry>;

/** Figures that every part of a report has: the whole, a day, a queue, a window, … */
export type FigureId = keyof typeof table;
export const FIGURES: Readonly<Record<FigureId, FigureEntry>> = table;
export const FIGURE_IDS = Object.keys(table) as FigureId[];

const beside = {
  slotArrived: {
    name: { zh: '半小时取号', en: 'Arrived per half hour' },
    definition: {
      zh: '在这半小时内取号的人数；多日报表为每个有业务的日子的平均数。',
      en: 'People who took a number in this half hour; over several days the mean of days with visitors.',
    },
    unit: 'people',
    how: 'by the time of arrival on the hall’s clock',
  },
  slotCalled: {
    name: { zh: '半小时叫号', en: 'Called per half hour' },
    definition: {
      zh: '在这半小时内的叫号次数；次日凌晨的计入最后半小时。',
      en: 'Calls in this half hour; those after midnight count in the last one.',
    },
    unit: 'times',
    how: 'by the time of the call',
  },
  slotServed: {
    name: { zh: '半小时办结', en: 'Finished per half hour' },
    definition: {
      zh: '在这半小时内完成的办理次数；次日凌晨的计入最后半小时。',
      en: 'Services that ended in this half hour; those after midnight count in the last one.',
    },
    unit: 'times',
    how: 'by the end of the service',
  },
  carryOver: {
    name: { zh: '结转等候', en: 'Carry-over' },
    definition: {
      zh: '这半小时结束时仍在等候的人数，带入下一个半小时。',
      en: 'People still waiting when the half hour ends; the next one begins with them.',
    },
    unit: 'people',
    how: 'steps that began before the end of the half hour and were neither called nor ended by then',
  },
  peakArrived: {
    name: { zh: '取号高峰', en: 'Busiest half hour' },
    definition: { zh: '取号人数最多的半小时。', en: 'The half hour in which most numbers were taken.' },
    unit: 'people',
    how: 'the first maximum of slotArrived',
  },
  peakWaiting: {
    name: { zh: '同时等候最多', en: 'Most waiting at once' },
    definition: {
      zh: '全厅同一时刻等候人数的最大值和首次出现的时刻。',
      en: 'The most people who waited at one instant, and when that first was.',
    },
    unit: 'people',
    how: 'sweep over the beginnings and ends of all waits; an end and a beginning at one instant do not overlap',
  },
  heatArrived: {
    name: { zh: '星期 × 小时', en: 'Weekday × hour' },
    definition: {
      zh: '每个星期几、每个小时的平均取号人数（只算有业务的日子）。',
      en: 'Mean numbers taken in an hour of a weekday, over days with visitors.',
    },
    unit: 'people',
    how: 'visits by hour of arrival ÷ days of that weekday with visits',
  },
  openMinutes: {
    name: { zh: '开放时长', en: 'Time open' },
    definition: {
      zh: '窗口处于服务状态的时间，暂停不计。',
      en: 'How long a window was open; pauses do not count.',
    },
    unit: 'minutes',
    how: 'between window.opened and window.paused, window.closed or the end of the day',
  },
  rated: {
    name: { zh: '评价', en: 'Ratings' },
    definition: {
      zh: '当日收到的评价数。不评价的不计，也不折成好评。',
      en: 'Ratings given that day. No rating counts as no rating, never as a good one.',
    },
    unit: 'times',
    how: 'rating.given events of the day',
  },
  ratedPct: {
    name: { zh: '参评率', en: 'Participation' },
    definition: {
      zh: '评价数 ÷ 请求评价数（每次办理完成请一次）。',
      en: 'Ratings given ÷ ratings asked for (one a finished service).',
    },
    unit: 'percent',
    how: '100 · rated / finished steps, one decimal',
  },
  gradeAvg: {
    name: { zh: '平均评分', en: 'Mean grade' },
    definition: {
      zh: '所收评价的平均分（5 非常满意至 1 非常不满意）；不足 5 个评价时不显示，以免看出是谁评的。',
      en: 'Mean of the grades given (5 best, 1 worst); hidden below five ratings, so that nobody can tell who gave which.',
    },
    unit: 'grade',
    how: 'mean of rating.given grades, one decimal; null below 5 ratings',
  },
  bookingsKept: {
    name: { zh: '按时赴约', en: 'Bookings kept' },
    definition: { zh: '预约的人在时限内取号。', en: 'Booked people who checked in in time.' },
    unit: 'people',
    how: 'tickets of the day with a booking that was not missed',
  },
  bookingsLate: {
    name: { zh: '迟到赴约', en: 'Came late' },
    definition: {
      zh: '预约的人晚于时限才取号，按普通号办理。',
      en: 'Booked people who checked in too late and waited as ordinary ones.',
    },
    unit: 'people',
    how: 'tickets of the day whose booking was missed, or whose class is ordinary',
  },
  bookingsMissed: {
    name: { zh: '爽约', en: 'Bookings missed' },
    definition: { zh: '预约后没有来的人数。', en: 'Booked people who did not come.' },
    unit: 'people',
    how: 'bookings.missed of the day without those who came late',
  },
  forecast: {
    name: { zh: '预计取号', en: 'Expected arrivals' },
    definition: {
      zh: '按最近至多 8 个同星期几的日子，每半小时取中位数；范围为其中最低至最高。不足 3 个时改用所有工作日，并注明。节假日和关门日不计入。',
      en: 'The median of up to eight latest days of the same weekday, half hour by half hour; the range is their lowest to highest. With fewer than three, all open days are used, and it says so. Closed days are left out.',
    },
    unit: 'people',
    how: 'median per half hour; range of day totals; the hall’s calendar decides which days are open',
  },
  windowsNeeded: {
    name: { zh: '需开窗口', en: 'Windows needed' },
    definition: {
      zh: '预计人数 × 近期平均办理时间 ÷ 时长，按窗口 85% 忙碌折算，向上取整。',
      en: 'Expected people × recent mean service time ÷ the span, at windows busy 85 % of the time, rounded up.',
    },
    unit: 'times',
    how: 'per zone and half hour: ceil(Σ arrivals · service / (30 min · 0.85))',
  },
} as const satisfies Record<string, FigureEntry>;

/** Figures that stand by themselves in a report. */
export type BesideId = keyof typeof beside;
export const BESIDE_FIGURES: Readonly<Record<BesideId, FigureEntry>> = beside;
