import type { Result } from './result.ts';
import { err, ok } from './result.ts';
import type { Text } from './text.ts';

/**
 * What a manager may change at a device host from afar: a few values that are neither secret nor name a port or an
 * address, so that no change can send a machine's data elsewhere or lock it out. Everything else stays in the
 * installer's file. Written as lines, `key: value`, so that a mistake has a line and a reason.
 */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const PRINTER_PROFILES = ['generic-epson', 'xprinter-80', 'custom-kpm'] as const;

/** A value that is left out is the installer's, or the program's own. */
export interface DeviceSettings {
  /** `opening`: a quarter of an hour before the first queue gives numbers; or a time of the hall, `HH:MM`. */
  readonly selfTestAt?: string;
  readonly logLevel?: (typeof LOG_LEVELS)[number];
  /** Free room below which the self-test warns. */
  readonly diskWarnMb?: number;
  /** Diagonal of the visible picture, so that a millimetre on the screen is one. */
  readonly screenInches?: number;
  /** Of its lower edge above the floor: what a seated person reaches follows from it. */
  readonly screenBottomMm?: number;
  /** Per cent of the page's own brightness. */
  readonly brightness?: number;
  readonly printerProfile?: (typeof PRINTER_PROFILES)[number];
  /** 0: a ticket that nobody took is never drawn back. */
  readonly retractAfterS?: number;
}
export type DeviceSettingKey = keyof DeviceSettings;

interface Field {
  readonly says: Text;
  /** What may stand there, for people. */
  readonly takes: Text;
  readonly read: (value: string) => string | number | null;
  /** Counts from the next start of the host only. */
  readonly restart: boolean;
}

const whole =
  (min: number, max: number, also?: number) =>
  (value: string): number | null => {
    if (!/^\d{1,6}$/.test(value)) return null;
    const number = Number(value);
    return (number >= min && number <= max) || number === also ? number : null;
  };
/** As makers name them, with one decimal. */
function inches(value: string): number | null {
  if (!/^\d{2,3}(\.\d)?$/.test(value)) return null;
  const number = Number(value);
  return number >= 10 && number <= 110 ? number : null;
}
const oneOf =
  (choices: readonly string[]) =>
  (value: string): string | null =>
    choices.includes(value) ? value : null;
const range = (min: number, max: number, unit: Text, also?: Text): Text => ({
  zh: `${min} 至 ${max}${unit.zh}${also ? `，或 ${also.zh}` : ''}`,
  en: `${min} to ${max}${unit.en}${also ? `, or ${also.en}` : ''}`,
});
const choice = (choices: readonly string[]): Text => ({ zh: choices.join('、'), en: choices.join(', ') });

export const DEVICE_SETTING_FIELDS: Readonly<Record<DeviceSettingKey, Field>> = {
  selfTestAt: {
    says: { zh: '每天自检的时间', en: 'time of the daily self-test' },
    takes: { zh: 'opening（开门前 15 分钟）或 HH:MM', en: 'opening (15 minutes before it) or HH:MM' },
    read: (value) => (/^(opening|([01]\d|2[0-3]):[0-5]\d)$/.test(value) ? value : null),
    restart: false,
  },
  screenInches: {
    says: { zh: '屏幕对角线，英寸（重启后生效）', en: 'diagonal of the screen, inches (after a restart)' },
    takes: range(10, 110, { zh: ' 英寸，如 21.5', en: ' inches, such as 21.5' }),
    read: inches,
    restart: true,
  },
  screenBottomMm: {
    says: { zh: '屏幕下沿离地，毫米（重启后生效）', en: 'lower edge above the floor, mm (after a restart)' },
    takes: range(0, 2_000, { zh: ' 毫米', en: ' mm' }),
    read: whole(0, 2_000),
    restart: true,
  },
  brightness: {
    says: { zh: '画面亮度（%）', en: 'brightness of the picture, %' },
    // Below this, text loses the contrast that people with low sight need.
    takes: range(60, 100, { zh: ' %', en: ' %' }),
    read: whole(60, 100),
    restart: false,
  },
  printerProfile: {
    says: { zh: '号票打印机型号（重启后生效）', en: 'model of the ticket printer (after a restart)' },
    takes: choice(PRINTER_PROFILES),
    read: oneOf(PRINTER_PROFILES),
    restart: true,
  },
  retractAfterS: {
    says: { zh: '无人取票时回收，秒（重启后生效）', en: 'draw back a ticket left, s (after a restart)' },
    takes: range(5, 600, { zh: ' 秒', en: ' s' }, { zh: '0（不回收）', en: '0 (never)' }),
    read: whole(5, 600, 0),
    restart: true,
  },
  diskWarnMb: {
    says: { zh: '磁盘剩余少于多少 MB 时提醒', en: 'warn below this much free disk, MB' },
    takes: range(100, 100_000, { zh: ' MB', en: ' MB' }),
    read: whole(100, 100_000),
    restart: false,
  },
  logLevel: {
    says: { zh: '日志详细程度', en: 'how much is logged' },
    takes: choice(LOG_LEVELS),
    read: oneOf(LOG_LEVELS),
    restart: false,
  },
};
export const DEVICE_SETTING_KEYS = Object.keys(DEVICE_SETTING_FIELDS) as DeviceSettingKey[];

/** `line` counts from 1. */
export interface SettingsProblem {
  readonly line: number;
  readonly reason: Text;
}

/** Longest text that is looked at; the whole of it is some ten lines. */
export const SETTINGS_TEXT_MAX = 2_000;

/** Reads settings from their lines; `#` begins a comment. Every problem is named, not only the first. */
export function readDeviceSettings(text: string): Result<DeviceSettings, readonly SettingsProblem[]> {
  const problems: SettingsProblem[] = [];
  const found = new Map<DeviceSettingKey, string | number>();
  const lines = text.split(/\r\n|\n|\r/);
  for (const [at, raw] of lines.entries()) {
    const line = raw.replace(/#.*$/, '').trim();
    if (line === '') continue;
    const problem = (zh: string, en: string): void => {
      problems.push({ line: at + 1, reason: { zh, en } });
    };
    const [, key = '', value = ''] = /^([A-Za-z]+)\s*[:：]\s*(.*)$/.exec(line) ?? [];
    if (key === '') {
      problem('应写成“名称: 值”', 'write it as “name: value”');
      continue;
    }
    if (!isKey(key)) {
      problem('没有这项设置', 'there is no such setting');
      continue;
    }
    if (found.has(key)) {
      problem(`“${key}”重复了`, `“${key}” stands there twice`);
      continue;
    }
    const { read, takes } = DEVICE_SETTING_FIELDS[key];
    const taken = read(value.trim());
    if (taken === null) {
      problem(`“${key}”只能是：${takes.zh}`, `“${key}” takes: ${takes.en}`);
      continue;
    }
    found.set(key, taken);
  }
  return problems.length > 0 ? err(problems) : ok(Object.fromEntries(found) as DeviceSettings);
}

/** The lines of these settings, each under what it means; what is not set stands there as a comment. */
export function writeDeviceSettings(settings: DeviceSettings): string {
  return DEVICE_SETTING_KEYS.map((key) => {
    const { says, takes } = DEVICE_SETTING_FIELDS[key];
    const value = settings[key];
    return `# ${says.zh} · ${says.en}\n${value === undefined ? `# ${key}: ${takes.zh}` : `${key}: ${value}`}\n`;
  }).join('');
}

/** Whether going from one to the other needs a new start of the host. */
export function needsRestart(before: DeviceSettings, after: DeviceSettings): boolean {
  return DEVICE_SETTING_KEYS.some((key) => DEVICE_SETTING_FIELDS[key].restart && before[key] !== after[key]);
}

function isKey(key: string): key is DeviceSettingKey {
  return Object.hasOwn(DEVICE_SETTING_FIELDS, key);
}
