import {
  BESIDE_FIGURES,
  FIGURE_IDS,
  FIGURES,
  type FigureEntry,
  UNIT_WORDS,
} from '@hall/shared/contracts/figures';
import { type ExportTable, type Figures, REPORT_GROUPS, type Report } from '@hall/shared/contracts/reports';
import type { Language, Text } from '@hall/shared/contracts/text';

/** A sheet of the spreadsheet, or one CSV file: words and numbers, nothing of the format. */
export interface Sheet {
  readonly id: Exclude<ExportTable, 'all'>;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
export type Cell = string | number | null;

const NAMES: Readonly<Record<Sheet['id'], Text>> = {
  summary: { zh: '概览', en: 'Summary' },
  days: { zh: '逐日', en: 'By day' },
  'half-hours': { zh: '每半小时', en: 'Half hours' },
  heat: { zh: '星期×小时', en: 'Weekday × hour' },
  queue: { zh: '队列', en: 'Queues' },
  window: { zh: '窗口', en: 'Windows' },
  item: { zh: '事项', en: 'Items' },
  zone: { zh: '功能区', en: 'Zones' },
  department: { zh: '部门', en: 'Departments' },
  class: { zh: '类别', en: 'Classes' },
  clerk: { zh: '人员', en: 'Clerks' },
};

const WEEKDAYS: readonly Text[] = [
  ...[
    ['周一', 'Mon'],
    ['周二', 'Tue'],
    ['周三', 'Wed'],
    ['周四', 'Thu'],
  ],
  ...[
    ['周五', 'Fri'],
    ['周六', 'Sat'],
    ['周日', 'Sun'],
  ],
].map(([zh = '', en = '']) => ({ zh, en }));

/** The tables of a report in a language. Clerks only where the report has them. */
export function sheetsOf(report: Report, language: Language): Sheet[] {
  const say = (text: Text) => text[language];
  const figureNames = FIGURE_IDS.map((id) => withUnit(FIGURES[id], language));
  const values = (figures: Figures) => FIGURE_IDS.map((id) => figures[id]);
  const slot = BESIDE_FIGURES;
  return [
    summary(report, language),
    {
      id: 'days',
      name: say(NAMES.days),
      columns: [say({ zh: '日期', en: 'Day' }), say({ zh: '星期', en: 'Weekday' }), ...figureNames],
      rows: report.days.map(({ day, weekday, figures }) => [
        day,
        say(WEEKDAYS[weekday - 1] as Text),
        ...values(figures),
      ]),
    },
    {
      id: 'half-hours',
      name: say(NAMES['half-hours']),
      columns: [
        say({ zh: '开始', en: 'From' }),
        ...[slot.slotArrived, slot.slotCalled, slot.slotServed, slot.carryOver].map((entry) =>
          withUnit(entry, language),
        ),
      ],
      rows: report.halfHours.map(({ from, arrived, called, served, waiting }) => [
        from,
        arrived,
        called,
        served,
        waiting,
      ]),
    },
    heat(report, language),
    ...REPORT_GROUPS.flatMap((group): Sheet[] => {
      const rows = report.groups[group];
      if (group === 'clerk' && rows.length === 0) return [];
      const timed = group === 'window' || group === 'clerk';
      return [
        {
          id: group,
          name: say(NAMES[group]),
          columns: [
            say(NAMES[group]),
            ...(timed ? [withUnit(BESIDE_FIGURES.openMinutes, language)] : []),
            ...figureNames,
          ],
          rows: rows.map((row) => [
            say(row.name),
            ...(timed ? [row.openMinutes] : []),
            ...values(row.figures),
          ]),
        },
      ];
    }),
  ];
}

function summary(report: Report, language: Language): Sheet {
  const say = (text: Text) => text[language];
  const row = (entry: FigureEntry, value: Cell): Cell[] => [
    say(entry.name),
    value,
    say(UNIT_WORDS[entry.unit]),
    say(entry.definition),
  ];
  const { ratings, bookings, peak } = report;
  const beside = BESIDE_FIGURES;
  return {
    id: 'summary',
    name: say(NAMES.summary),
    columns: [
      say({ zh: '指标', en: 'Figure' }),
      say({ zh: '数值', en: 'Value' }),
      say({ zh: '单位', en: 'Unit' }),
      say({ zh: '定义', en: 'Definition' }),
    ],
    rows: [
      [
        say({ zh: '期间', en: 'Period' }),
        report.from === report.to ? report.from : `${report.from} – ${report.to}`,
        '',
        report.complete
          ? ''
          : say({
              zh: '最后一天尚未结束，数字还会变化。',
              en: 'Its last day is not over: figures will change.',
            }),
      ],
      ...FIGURE_IDS.map((id) => row(FIGURES[id], report.figures[id])),
      row(beside.peakArrived, peak.halfHour ? `${peak.halfHour.from} · ${peak.halfHour.arrived}` : null),
      row(beside.peakWaiting, peak.waiting?.count ?? null),
      row(beside.rated, ratings.given),
      row(beside.ratedPct, ratings.participationPct),
      row(beside.gradeAvg, ratings.average),
      ...(bookings
        ? [
            row(beside.bookingsKept, bookings.kept),
            row(beside.bookingsLate, bookings.late),
            row(beside.bookingsMissed, bookings.missed),
          ]
        : []),
    ],
  };
}

function heat(report: Report, language: Language): Sheet {
  const hours = [...new Set(report.heat.map(({ hour }) => hour))].sort((a, b) => a - b);
  const weekdays = [...new Set(report.heat.map(({ weekday }) => weekday))].sort((a, b) => a - b);
  const at = new Map(report.heat.map((cell) => [`${cell.weekday} ${cell.hour}`, cell.arrived]));
  return {
    id: 'heat',
    name: NAMES.heat[language],
    columns: [
      { zh: '星期', en: 'Weekday' }[language],
      ...hours.map((hour) => `${String(hour).padStart(2, '0')}:00`),
    ],
    rows: weekdays.map((weekday) => [
      (WEEKDAYS[weekday - 1] as Text)[language],
      ...hours.map((hour) => at.get(`${weekday} ${hour}`) ?? 0),
    ]),
  };
}

function withUnit({ name, unit }: FigureEntry, language: Language): string {
  const word = UNIT_WORDS[unit][language];
  return language === 'zh' ? `${name.zh}（${word}）` : `${name.en} (${word})`;
}
