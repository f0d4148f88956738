import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { systemClock } from '../../clock.ts';
import type { BxArea, BxCommand, BxModel } from '../../codec/bx-command.ts';
import { BX_ALIGN_CENTRE_MIDDLE, BX_BRIGHTEST, BX_LIMITS } from '../../codec/bx-command.ts';
import { BX_ANY } from '../../codec/bx-frame.ts';
import type { BxTextStyle } from '../../codec/bx-text.ts';
import { encodeBxText } from '../../codec/bx-text.ts';
import type { BxTime } from '../../codec/bx-time.ts';
import type { PortHealth } from '../../supervisor.ts';
import type { BrightnessSchedule } from './brightness.ts';
import { levelAt, localMinuteOfDay, scheduleProblem } from './brightness.ts';
import { bxBroadcast, bxDialect, bxQuestion } from './bx-dialect.ts';
import type { PanelLine, PanelLineSettings } from './line.ts';
import { openPanelLine } from './line.ts';
import type { LedContent, LedFaultCode, WindowLed } from './panel.ts';
import { LED_BRIGHTNESS_CHECK_MS } from './timing.ts';

/** The panel's factory address (k/potocol, 10.1). */
const DEFAULT_ADDRESS = 1;
/** Up to 7FFF a panel's own; 8000–DFFF is for lines where the panel does not look at it (k/potocol, 4 and 8.11). */
const LAST_ADDRESS = 0xdfff;
/** One line of eight 16-pixel characters, two high: the common bar above a window. */
export const LED_DEFAULT_SIZE = { width: 128, height: 32 };
/** Half seconds that a page stays, and speed of movement, as in the maker's example. */
const STAY_HALF_SECONDS = 10;
const SPEED = 2;
const TIMEOUT_S = 10;

export interface LedBusOptions extends PanelLineSettings {
  /** Local time of day in minutes, 0–1439, for brightness schedules; default: this machine's. */
  readonly minuteOfDay?: () => number;
}

export interface LedPanelOptions extends Omit<BxTextStyle, 'colour'> {
  /** Default 1. 65534 is "whichever panel is on the line", where there is one only. */
  readonly address?: number;
  readonly model: BxModel;
  /** Pixels; default 128 × 32. */
  readonly width?: number;
  readonly height?: number;
  /** By time of day; without it, the panel's own. */
  readonly brightness?: BrightnessSchedule;
  /**
   * What is asked after a question without an answer. `status` (default) has an answer that no late one can be
   * mistaken for; `ping` is for panels that do not answer it. Whether all do is unverified.
   */
  readonly resync?: 'status' | 'ping';
  /** How long a command may wait for the panel; default 15 s. */
  readonly deadlineMs?: number;
  readonly onHealth?: (health: PortHealth) => void;
}

export interface LedBus {
  /** A panel on this line. An address used twice, or 65534 beside another panel, is a bug. */
  panel(options: LedPanelOptions): WindowLed;
  /** Sets the clocks of all panels, as a broadcast: nothing says whether they took it. */
  setClocks(time: BxTime): Promise<Result<void, Fault<LedFaultCode>>>;
  /** Of the line. */
  health(): PortHealth;
  /** Closes all panels and the line. */
  close(): Promise<void>;
}

/** Onbon BX-5K and BX-6K panels on one line: RS-485 (9600 or 57600 8N1, many addresses) or TCP 5005. */
export function openLedBus(options: LedBusOptions): LedBus {
  const line = openPanelLine(options, bxDialect());
  const closers = new Set<() => void>();
  let hasAny = false;
  return {
    panel(panelOptions) {
      const address = panelOptions.address ?? DEFAULT_ADDRESS;
      if (!isPanelAddress(address)) {
        throw new RangeError(`panel address ${address}: 1 to ${LAST_ADDRESS}, or ${BX_ANY} for one alone`);
      }
      if (line.count() > 0 && (hasAny || address === BX_ANY)) {
        throw new RangeError(`${BX_ANY} is for a panel that is alone on its line`);
      }
      hasAny = address === BX_ANY;
      return ledPanel(line, { ...panelOptions, address }, options, closers);
    },
    setClocks: (time) => line.broadcast(bxBroadcast({ do: 'time', time })),
    health: line.health,
    async close() {
      for (const close of closers) close();
      await line.close();
    },
  };
}

/** 1 to DFFF, or FFFE; 0 is reserved, and a broadcast (FFFF) is never acknowledged. */
export function isPanelAddress(address: number): boolean {
  return address === BX_ANY || (Number.isInteger(address) && address >= 1 && address <= LAST_ADDRESS);
}

function ledPanel(
  line: PanelLine,
  options: LedPanelOptions & { readonly address: number },
  { clock = systemClock, minuteOfDay = localMinuteOfDay }: LedBusOptions,
  closers: Set<() => void>,
): WindowLed {
  const { address, brightness: schedule } = options;
  const problem = schedule === undefined ? undefined : scheduleProblem(schedule, BX_BRIGHTEST);
  if (problem !== undefined) throw new RangeError(problem);
  const question = (command: BxCommand) => bxQuestion(address, command);
  const ping = question({ do: 'ping' });
  const panel = line.add({
    address,
    hello: ping,
    // A broadcast address is not answered with a status (k/potocol, 8.4).
    resync: options.resync === 'ping' || address === BX_ANY ? ping : question({ do: 'status' }),
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
  });
  let closed = false;
  let scheduled: number | undefined;
  let cancelCheck: (() => void) | undefined;

  /** Sets the brightness when its step begins; a level that was set by hand stays until then. */
  function followSchedule(steps: BrightnessSchedule): void {
    const level = levelAt(steps, minuteOfDay());
    if (level !== scheduled) {
      scheduled = level;
      void panel.want('brightness', question({ do: 'brightness', level }));
    }
    cancelCheck = clock.after(LED_BRIGHTNESS_CHECK_MS, () => followSchedule(steps));
  }
  function stop(): void {
    closed = true;
    cancelCheck?.();
    cancelCheck = undefined;
    closers.delete(stop);
  }
  closers.add(stop);
  if (schedule !== undefined) followSchedule(schedule);

  return {
    async show(content) {
      if (closed) return err(fault('LED_OFFLINE', 'closed'));
      const { bytes, replaced } = encodeBxText(content.text, style(content, options));
      const limit = BX_LIMITS[options.model].areaBytes;
      if (bytes.length > limit) {
        return err(fault('LED_TEXT_TOO_LONG', `${bytes.length} bytes`, { bytes: bytes.length, limit }));
      }
      if (replaced.length > 0) panel.count('replacedCharacters', replaced.length);
      const areas = [area(bytes, content.mode ?? 'static', options)];
      const shown = await panel.want('content', question({ do: 'dynamic', remove: [], areas }));
      return shown.ok ? ok({ ...shown.value, replaced, cut: false }) : shown;
    },
    setBrightness(level) {
      if (!Number.isInteger(level) || level < 0 || level > BX_BRIGHTEST) {
        throw new RangeError(`brightness ${level}: 0 to ${BX_BRIGHTEST}`);
      }
      if (closed) return Promise.resolve(err(fault('LED_OFFLINE', 'closed')));
      return panel
        .want('brightness', question({ do: 'brightness', level }))
        .then((set) => (set.ok ? ok(undefined) : set));
    },
    health: panel.health,
    close() {
      stop();
      line.remove(panel);
      return Promise.resolve();
    },
  };
}

function style(content: LedContent, { colourCodes, font, latinFont, charset }: LedPanelOptions): BxTextStyle {
  return {
    ...(content.colour === undefined ? {} : { colour: content.colour }),
    ...(colourCodes === undefined ? {} : { colourCodes }),
    ...(font === undefined ? {} : { font }),
    ...(latinFont === undefined ? {} : { latinFont }),
    ...(charset === undefined ? {} : { charset }),
  };
}

function area(text: Uint8Array, mode: 'static' | 'left', options: LedPanelOptions): BxArea {
  return {
    id: 0,
    x: 0,
    y: 0,
    width: options.width ?? LED_DEFAULT_SIZE.width,
    height: options.height ?? LED_DEFAULT_SIZE.height,
    timeoutS: TIMEOUT_S,
    runMode: 0,
    align: BX_ALIGN_CENTRE_MIDDLE,
    singleLine: mode === 'left',
    autoWrap: mode !== 'left',
    display: mode,
    speed: SPEED,
    stay: STAY_HALF_SECONDS,
    text,
  };
}
