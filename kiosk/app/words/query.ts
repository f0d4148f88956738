import type { CaseStage } from '@hall/shared/contracts/public-info';
import type { Text } from '@hall/shared/contracts/text';
import type { Destination } from '../session/query.ts';

const t = (zh: string, en: string): Text => ({ zh, en });

/** Words of everything that is asked without taking a number. */
export const Q = {
  query: t('查询', 'Look things up'),
  queryMore: t('进度、地图、问答', 'Cases, map, answers'),
  queryTitle: t('想查什么？', 'What would you like to know?'),
  progress: t('办件进度', 'My case'),
  progressMore: t('办到哪一步了', 'How far it is'),
  guides: t('办事指南', 'Guides'),
  guidesMore: t('材料、费用、时限', 'Papers, fees, time'),
  questions: t('常见问题', 'Questions'),
  questionsMore: t('一问就有答案', 'Asked and answered'),
  hours: t('办公时间', 'Opening hours'),
  notices: t('通知公告', 'Notices'),
  windows: t('窗口一览', 'Windows'),
  windowsMore: t('哪个窗口办什么', 'Which does what'),
  map: t('大厅地图', 'Map'),
  mapMore: t('怎么走', 'Find your way'),
  ratings: t('群众评价', 'Ratings'),
  ratingsMore: t('好差评公示', 'What people say'),

  progressTitle: t('查办件进度', 'How far is my case?'),
  byCard: t('放上身份证，查本人的全部办件', 'Lay your ID card to see all of your cases'),
  byCardLook: t('查我的办件', 'Show my cases'),
  byCardWait: t('请放身份证', 'Lay your ID card'),
  byReceipt: t('或者按受理单查，可以扫单子上的码', 'Or by your receipt: type, or scan its code'),
  receipt: t('受理单号后 12 位', 'Last 12 digits of the receipt number'),
  digits: t('申请人身份证后 4 位', "Last 4 of the applicant's ID number"),
  look: t('查询', 'Look up'),
  looking: t('正在查询…', 'Looking it up…'),
  progressAway: t(
    '网络中断，现在查不了办件进度。请稍后再查，或到窗口、咨询台问。',
    'There is no connection, so cases cannot be looked up. Please try later, or ask at a window.',
  ),
  tooMany: t(
    '查得太频繁了，请过几分钟再查，或到咨询台。',
    'Too many tries. Please wait some minutes, or ask at the guide desk.',
  ),
  noCases: t(
    '没有查到办件。请核对单号和身份证后四位，或到咨询台。',
    'No case was found. Please check the number and the last four characters, or ask at the guide desk.',
  ),
  noCasesCard: t(
    '名下没有办件。刚交的材料要等窗口受理后才能查到。',
    'You have no cases here. What you just handed in appears once a window accepts it.',
  ),
  again: t('再查一件', 'Look up another'),
  applicant: t('申请人', 'Applicant'),
  promised: t('承诺办结', 'Promised by'),
  granted: t('准予', 'Granted'),
  refused: t('不予批准', 'Refused'),
  privacy: t(
    '只显示打码后的姓名，离开后自动清除。',
    'Names are masked, and everything is cleared when you leave.',
  ),
  keyBack: t('删除', 'Delete'),

  guidesTitle: t('看哪一类的指南？', 'Guides on which topic?'),
  guideSearch: t('搜事项', 'Search services'),
  listTitle: t('一次性告知单', 'What you need, in one list'),
  listOpen: t('材料清单：打印或扫码', 'Print or scan this list'),
  listPrint: t('打印清单', 'Print the list'),
  listPrinting: t('正在打印…', 'Printing…'),
  listScan: t('手机扫码存下来，不用联网', 'Scan to keep it. No network is needed'),
  legal: t('法定时限', 'Limit by law'),

  hoursTitle: t('办公时间', 'Opening hours'),
  todayOpen: t('今天', 'Today'),
  todayClosed: t('今天不办公', 'Closed today'),
  weekly: t('平时', 'Every week'),
  extended: t('延时服务', 'Extended hours'),
  holidays: t('节假日', 'Holidays'),
  noHolidays: t('近期没有节假日安排', 'No holidays are announced'),
  closedDay: t('不办公', 'Closed'),

  noticesTitle: t('通知公告', 'Notices'),
  noNotices: t('现在没有公告', 'There are no notices now'),

  windowsTitle: t('哪个窗口办什么', 'Which window does what'),
  openNow: t('正在办理', 'Open'),
  notOpen: t('暂未开放', 'Not open'),

  questionsTitle: t('您想问什么？', 'What is your question?'),
  questionsHint: t('例如 身份证丢了、几点下班', 'For example "lost card", "parking"'),
  often: t('大家常问', 'Often asked'),
  noAnswer: t(
    '没有找到答案。换个说法试试，或问咨询台。',
    'No answer was found. Try other words, or ask at the guide desk.',
  ),
  answerItem: t('看办事指南', 'See the guide'),

  ratingsTitle: t('群众评价', 'What people say'),
  byZone: t('按区域', 'By area'),
  byDepartment: t('按部门', 'By department'),
  ratingsAll: t('全大厅', 'Whole hall'),
  tooFew: t('评价较少，暂不公布', 'Too few to be published'),
  ratingsNone: t('还没有可以公布的评价。', 'There are no ratings to be published yet.'),
  ratingsLater: t(
    '评价正在统计，请过一会儿再看。',
    'The ratings are being counted. Please look again later.',
  ),
  ratingsAway: t('网络中断，评价暂时看不了。', 'There is no connection, so ratings cannot be shown.'),
  satisfied: t('满意率', 'Satisfied'),

  mapTitle: t('大厅地图', 'Map of the hall'),
  here: t('您在这里', 'You are here'),
  stepFree: t('不走楼梯', 'Without stairs'),
  noWay: t('图上没有这条路，请问咨询台。', 'The map shows no way there. Please ask at the guide desk.'),
  noMap: t('这个大厅还没有地图，请看现场指示牌。', 'This hall has no map yet. Please follow the signs.'),
  followLine: t('沿图上蓝线走', 'Follow the blue line'),
  howTo: t('怎么走', 'The way'),
  whereTo: t('要去哪里？', 'Where to?'),
  toWindow: t('找窗口', 'A window'),
} as const satisfies Record<string, Text>;

export const STAGES: Readonly<Record<CaseStage, Text>> = {
  received: t('已收件', 'Received'),
  accepted: t('已受理', 'Accepted'),
  supplement: t('待补材料', 'Papers missing'),
  processing: t('办理中', 'In progress'),
  special: t('特别程序', 'Special procedure'),
  decided: t('已办结', 'Decided'),
  issued: t('已出证', 'Ready'),
  collected: t('已领取', 'Collected'),
  posted: t('已寄出', 'Sent'),
  'not-accepted': t('不予受理', 'Not accepted'),
};

export const PLACES: Readonly<Record<(Destination & { kind: 'place' })['place'], Text>> = {
  toilet: t('卫生间', 'Toilets'),
  'accessible-toilet': t('无障碍卫生间', 'Accessible toilet'),
  nursing: t('母婴室', 'Nursing room'),
  lift: t('电梯', 'Lift'),
  desk: t('咨询台', 'Guide desk'),
  water: t('饮水处', 'Drinking water'),
  entrance: t('出口', 'Exit'),
};

export function windowName(number: number): Text {
  return t(`${number} 号窗口`, `Window ${number}`);
}

export function wayTo(target: Text): Text {
  return t(`到${target.zh}怎么走`, `The way to ${target.en.toLowerCase()}`);
}

export function noticeCount(count: number): Text {
  return count === 0 ? Q.noNotices : t(`${count} 条`, count === 1 ? '1 notice' : `${count} notices`);
}

export function untilWords(day: string): Text {
  return t(`有效至 ${shortDay(day).zh}`, `until ${shortDay(day).en}`);
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** 11 月 21 日 / 21 Nov */
export function shortDay(day: string): Text {
  const [, month, date] = day.split('-').map(Number) as [number, number, number];
  return t(`${month} 月 ${date} 日`, `${date} ${MONTHS[month - 1]}`);
}

/** 2027 年 1 月 1 日 / 1 Jan 2027 */
export function longDay(day: string): Text {
  const { zh, en } = shortDay(day);
  return t(`${day.slice(0, 4)} 年 ${zh}`, `${en} ${day.slice(0, 4)}`);
}

const WEEKDAYS = [
  t('周一', 'Mon'),
  t('周二', 'Tue'),
  t('周三', 'Wed'),
  t('周四', 'Thu'),
  t('周五', 'Fri'),
  t('周六', 'Sat'),
  t('周日', 'Sun'),
];

/** 周一至周五 / Mon–Fri; single days where they do not follow each other. */
export function daysWords(days: readonly number[]): Text {
  const sorted = [...new Set(days)].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return t('', '');
  const name = (day: number): Text => WEEKDAYS[day - 1] as Text;
  const row = last - first === sorted.length - 1;
  if (row && sorted.length > 2)
    return t(`${name(first).zh}至${name(last).zh}`, `${name(first).en}–${name(last).en}`);
  return t(sorted.map((day) => name(day).zh).join('、'), sorted.map((day) => name(day).en).join(', '));
}

export function ratingsSpan(from: string, to: string): Text {
  return t(`${shortDay(from).zh}至${shortDay(to).zh}`, `${shortDay(from).en} to ${shortDay(to).en}`);
}

export function ratingCount(count: number): Text {
  return t(`${count} 条评价`, `${count} ratings`);
}

export function fewerThan(minimum: number): Text {
  return t(
    `少于 ${minimum} 条或涉及人员太少的不公布，看不出是谁。`,
    `Groups with fewer than ${minimum} ratings or too few clerks are left out, so that nobody can be told.`,
  );
}

export function oldSince(day: string): Text {
  return t(`网络中断，这是 ${shortDay(day).zh}的数据`, `No connection: figures of ${shortDay(day).en}`);
}

export function usualHours(span: { readonly from: string; readonly to: string }): string {
  return `${span.from.replace(/^0/, '')}–${span.to.replace(/^0/, '')}`;
}

export function caseCount(count: number): Text {
  return t(`共 ${count} 件`, count === 1 ? '1 case' : `${count} cases`);
}
