import type { WindowLed } from '@hall/hardware';
import {
  compileCharacterTemplate,
  LED_DEFAULT_SIZE,
  localMinuteOfDay,
  openCharacterBus,
  openLedBus,
  openTransport,
} from '@hall/hardware';
import type { HostLog } from '../log.ts';
import type { DriverHealth, Peripherals } from '../peripherals.ts';
import type { LedBoard } from './led-board.ts';
import { ledBoard } from './led-board.ts';
import type { LedSetting } from './led-settings.ts';
import { addressOf, lineOf, templateOf } from './led-settings.ts';

/** Panels of a row of windows, each with the board that keeps it saying what its window does. */
export interface LedPanels {
  /** A window may have several: one to each side of a pillar. */
  of(window: string): readonly LedBoard[];
  readonly all: readonly LedBoard[];
  close(): Promise<void>;
}

interface Line {
  panel(setting: LedSetting, onHealth: (health: DriverHealth) => void): WindowLed;
  close(): Promise<void>;
}

/** Dots of a character of the font that panels are delivered with. */
const CHARACTER_DOTS = 16;

/** Opens one line for all settings with the same transport. The settings are without contradictions (`ledProblems`). */
export function openLedPanels(
  settings: readonly LedSetting[],
  options: {
    readonly hallNow: () => number;
    readonly onShown: (call: number) => void;
    readonly peripherals: Peripherals;
    readonly log: HostLog;
  },
): LedPanels {
  const lines = new Map<string, Line>();
  const boards = new Map<string, LedBoard[]>();
  const lastShown = new Map<string, number>();

  for (const setting of settings) {
    const { window } = setting;
    const beside = boards.get(window) ?? [];
    const name = beside.length === 0 ? `led-${window}` : `led-${window}-${beside.length + 1}`;
    const key = lineOf(setting);
    const onLine = settings.filter((other) => lineOf(other) === key);
    const line = lines.get(key) ?? openLine(onLine, options.hallNow);
    lines.set(key, line);
    const led = line.panel(setting, (health) => options.peripherals.update(name, 'window-led', health));
    options.peripherals.update(name, 'window-led', led.health());
    const board = ledBoard({
      led,
      hallNow: options.hallNow,
      onShown(call) {
        if (lastShown.get(window) === call) return;
        lastShown.set(window, call);
        options.onShown(call);
      },
      log: options.log,
      ...looks(setting),
      ...(setting.tellReplaced === true
        ? {
            onReplaced: (characters) =>
              options.log.warn({ led: name, replaced: characters.map(codePoint) }, 'window LED cannot show'),
          }
        : {}),
    });
    boards.set(window, [...beside, board]);
  }

  return {
    of: (window) => boards.get(window) ?? [],
    all: [...boards.values()].flat(),
    async close() {
      await Promise.all([...lines.values()].map((line) => line.close()));
    },
  };
}

function looks(setting: LedSetting): Pick<Parameters<typeof ledBoard>[0], 'colours' | 'wording' | 'fits'> {
  const { width = LED_DEFAULT_SIZE.width, height = LED_DEFAULT_SIZE.height } = setting;
  const fits = Math.max(1, Math.floor(width / CHARACTER_DOTS) * Math.floor(height / CHARACTER_DOTS));
  return {
    fits,
    ...(setting.colours === undefined ? {} : { colours: given(setting.colours) }),
    ...(setting.words === undefined ? {} : { wording: given(setting.words) }),
  };
}

/** @param onLine every setting of this line, at least one. */
function openLine(onLine: readonly LedSetting[], hallNow: () => number): Line {
  const { transport, template, answerMs } = onLine[0]!;
  const turnarounds = onLine.flatMap(({ turnaroundMs }) => turnaroundMs ?? []);
  const line = {
    open: openTransport(transport),
    ...(transport.kind === 'serial' ? { baudRate: transport.baudRate } : {}),
    // The slowest adapter on the line sets the pace.
    ...(turnarounds.length === 0 ? {} : { turnaroundMs: Math.max(...turnarounds) }),
  };
  return template === undefined
    ? bxLine({ ...line, minuteOfDay: () => localMinuteOfDay(new Date(hallNow())) })
    : characterLine(line, templateOf(template), answerMs);
}

function bxLine(line: Parameters<typeof openLedBus>[0]): Line {
  const bus = openLedBus(line);
  return {
    close: bus.close,
    panel: (setting, onHealth) =>
      bus.panel({
        ...given({
          width: setting.width,
          height: setting.height,
          font: setting.font,
          latinFont: setting.latinFont,
          charset: setting.charset,
          brightness: setting.brightness,
          resync: setting.resync,
        }),
        ...(setting.colourCodes === undefined ? {} : { colourCodes: given(setting.colourCodes) }),
        address: addressOf(setting),
        model: setting.model ?? '6k',
        onHealth,
      }),
  };
}

function characterLine(
  line: Omit<Parameters<typeof openCharacterBus>[0], 'template'>,
  settings: ReturnType<typeof templateOf>,
  answerMs: number | undefined,
): Line {
  const template = compileCharacterTemplate(settings);
  if (!template.ok) throw new Error(`unchecked template: ${template.error.message}`);
  const bus = openCharacterBus({ ...line, template: template.value, ...given({ answerMs }) });
  return {
    close: bus.close,
    panel: (setting, onHealth) =>
      bus.panel({
        ...given({ refreshMs: setting.refreshMs, repeatMs: setting.repeatMs }),
        address: addressOf(setting),
        onHealth,
      }),
  };
}

/** Without the settings that were left out. */
function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
