import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import { systemClock } from '../../clock.ts';
import type { BxArea, BxCommand, BxModel } from '../../codec/bx-command.ts';
import { BX_ALIGN_CENTRE_MIDDLE, BX_BRIGHTEST, BX_LIMITS } from '../../codec/bx-command.ts';
import { BX_BROADCAST } from '../../codec/bx-frame.ts';
import type { BxColour } from '../../codec/bx-text.ts';
import { encodeBxText } from '../../codec/bx-text.ts';
import type { PortHealth } from '../../supervisor.ts';
import { supervisePort } from '../../supervisor.ts';
import type { OpenTransport } from '../../transport/transport.ts';
import type { LedFaultCode } from './exchange.ts';
import { createLedExchange } from './exchange.ts';

export type { LedFaultCode } from './exchange.ts';

/** The maker's limit for dynamic areas. */
export const LED_REFRESH_MS = 1_000;
/** A panel that is idle is asked whether it is there. */
export const LED_PING_MS = 10_000;

/** The panel's factory address. */
const DEFAULT_ADDRESS = 1;
/** One line of eight 16-pixel characters, two high: the common bar above a window. */
const DEFAULT_SIZE = { width: 128, height: 32 };
/** Half seconds that a page stays, and speed of movement, as in the maker's example. */
const STAY_HALF_SECONDS = 10;
const SPEED = 2;
const TIMEOUT_S = 10;

export interface LedContent {
  readonly text: string;
  /** Without it, the panel's own. */
  readonly colour?: BxColour;
  /** `static` (default) in the middle; `left` runs through. */
  readonly mode?: 'static' | 'left';
}

export interface LedShown {
  /** Milliseconds of the driver's clock at which the panel acknowledged. */
  readonly shownAt: number;
  /** Characters that the panel's font cannot have; it shows 〓 for each. */
  readonly replaced: readonly string[];
}

export interface WindowLedOptions {
  readonly open: OpenTransport;
  /** 1–65534, default 1; 65534 is "whichever panel is on the line". */
  readonly address?: number;
  readonly model: BxModel;
  /** Pixels; default 128 × 32. */
  readonly width?: number;
  readonly height?: number;
  /** Number of a font stored in the panel (`\FO…`); without it, the panel's own. */
  readonly font?: number;
  readonly onHealth?: (health: PortHealth) => void;
  readonly clock?: Clock;
  /** 0 ≤ x < 1, for the jitter of reopening. */
  readonly random?: () => number;
}

export interface WindowLed {
  /**
   * Shows this instead of what was there. At most one refresh a second; of what waits for its second only the
   * newest is kept, the others resolve with `LED_SUPERSEDED`. What was wanted last is shown again by itself
   * when the panel was away, also if this call resolved with `LED_OFFLINE` or `LED_NO_ANSWER`.
   */
  show(content: LedContent): Promise<Result<LedShown, Fault<LedFaultCode>>>;
  /** 0–15. Set again by itself when the panel was away. */
  setBrightness(level: number): Promise<Result<void, Fault<LedFaultCode>>>;
  health(): PortHealth;
  /** Ends what waits with `LED_OFFLINE`. The panel keeps what it shows. */
  close(): Promise<void>;
}

interface Job<T> {
  readonly command: BxCommand;
  readonly settle: (result: Result<T, Fault<LedFaultCode>>) => void;
}

/** Drives one Onbon BX-5K or BX-6K panel (9600 or 57600 8N1, or TCP 5005) through one dynamic area. */
export function openWindowLed(options: WindowLedOptions): WindowLed {
  const clock = options.clock ?? systemClock;
  const address = options.address ?? DEFAULT_ADDRESS;
  if (!Number.isInteger(address) || address < 1 || address >= BX_BROADCAST) {
    throw new RangeError(`panel address ${address}: 1 to 65534 (a broadcast is never acknowledged)`);
  }
  // What the panel should be, whether or not it is there.
  let wantedContent: BxCommand | undefined;
  let wantedBrightness: BxCommand | undefined;
  // What is still to be sent, and who waits for it.
  let contentJob: Job<number> | undefined;
  let brightnessJob: Job<void> | undefined;
  let pingDue = false;
  let lastRefresh = Number.NEGATIVE_INFINITY;
  let working = false;
  let closed = false;
  let cancelTimer: (() => void) | undefined;

  const supervisor = supervisePort({
    open: options.open,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
    stateOnOpen: 'down',
    onOpen() {
      pingDue = true;
      if (wantedBrightness !== undefined) brightnessJob ??= { command: wantedBrightness, settle: () => {} };
      if (wantedContent !== undefined) contentJob ??= { command: wantedContent, settle: () => {} };
      void work();
    },
    onBytes: (bytes) => exchange.feed(bytes),
    onLost() {
      cancelTimer?.();
      exchange.lost();
      dropJobs();
    },
  });
  const exchange = createLedExchange(supervisor, address, clock);

  /** Sends what is due, one after the other, and sets the timer for what is due later. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    cancelTimer?.();
    while (!closed && supervisor.isOpen()) {
      const wait = lastRefresh + LED_REFRESH_MS - clock.now();
      if (pingDue) {
        pingDue = false;
        await ask({ do: 'ping' });
      } else if (brightnessJob !== undefined) {
        const job = brightnessJob;
        brightnessJob = undefined;
        job.settle(await ask(job.command));
      } else if (contentJob !== undefined && wait <= 0) {
        const job = contentJob;
        contentJob = undefined;
        lastRefresh = clock.now();
        const asked = await ask(job.command);
        job.settle(asked.ok ? ok(clock.now()) : asked);
      } else {
        cancelTimer = clock.after(contentJob === undefined ? LED_PING_MS : wait, () => {
          pingDue = contentJob === undefined;
          void work();
        });
        break;
      }
    }
    working = false;
    // The port may have come back between the last answer and here.
    if (!closed && pingDue && supervisor.isOpen()) void work();
  }

  async function ask(command: BxCommand): Promise<Result<void, Fault<LedFaultCode>>> {
    const asked = await exchange.ask(command);
    if (asked.ok) {
      // A ping does not make good that the panel refused its content.
      if (command.do !== 'ping' || supervisor.health().state !== 'degraded') supervisor.report('up', 'ready');
    } else if (asked.error.code === 'LED_NO_ANSWER') {
      supervisor.report('down', 'the panel does not answer');
      supervisor.restart('the panel does not answer');
    } else if (asked.error.code === 'LED_REFUSED') {
      supervisor.report('degraded', asked.error.message);
    }
    return asked;
  }

  function dropJobs(): void {
    const offline = err(fault('LED_OFFLINE' as const, 'no line to the panel'));
    contentJob?.settle(offline);
    brightnessJob?.settle(offline);
    contentJob = undefined;
    brightnessJob = undefined;
  }

  return {
    show(content) {
      const encoded = encodeBxText(content.text, {
        ...(content.colour === undefined ? {} : { colour: content.colour }),
        ...(options.font === undefined ? {} : { font: options.font }),
      });
      const limit = BX_LIMITS[options.model].areaBytes;
      if (encoded.bytes.length > limit) {
        const details = { bytes: encoded.bytes.length, limit };
        return Promise.resolve(err(fault('LED_TEXT_TOO_LONG', `${encoded.bytes.length} bytes`, details)));
      }
      const command: BxCommand = {
        do: 'dynamic',
        remove: [],
        areas: [area(encoded.bytes, content.mode ?? 'static', options)],
      };
      wantedContent = command;
      contentJob?.settle(err(fault('LED_SUPERSEDED', 'newer content was given')));
      contentJob = undefined;
      if (closed || !supervisor.isOpen()) {
        return Promise.resolve(err(fault('LED_OFFLINE', 'no line to the panel')));
      }
      return new Promise((resolve) => {
        contentJob = {
          command,
          settle: (result) =>
            resolve(result.ok ? ok({ shownAt: result.value, replaced: encoded.replaced }) : result),
        };
        void work();
      });
    },
    setBrightness(level) {
      if (!Number.isInteger(level) || level < 0 || level > BX_BRIGHTEST) {
        throw new RangeError(`brightness ${level}: 0 to ${BX_BRIGHTEST}`);
      }
      const command: BxCommand = { do: 'brightness', level };
      wantedBrightness = command;
      brightnessJob?.settle(err(fault('LED_SUPERSEDED', 'a newer brightness was given')));
      brightnessJob = undefined;
      if (closed || !supervisor.isOpen()) {
        return Promise.resolve(err(fault('LED_OFFLINE', 'no line to the panel')));
      }
      return new Promise((resolve) => {
        brightnessJob = { command, settle: resolve };
        void work();
      });
    },
    health: supervisor.health,
    async close() {
      closed = true;
      cancelTimer?.();
      exchange.lost();
      dropJobs();
      await supervisor.close();
    },
  };
}

function area(text: Uint8Array, mode: 'static' | 'left', options: WindowLedOptions): BxArea {
  return {
    id: 0,
    x: 0,
    y: 0,
    width: options.width ?? DEFAULT_SIZE.width,
    height: options.height ?? DEFAULT_SIZE.height,
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
