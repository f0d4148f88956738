import { err, fault, ok } from '@hall/shared/contracts/result';
import type { CharacterTemplate } from '../../codec/character-panel.ts';
import { encodeCharacterFrame, encodeCharacterText } from '../../codec/character-panel.ts';
import { createCharacterAnswerDecoder } from '../../codec/character-panel-answer.ts';
import type { PortHealth } from '../../supervisor.ts';
import type { PanelAnswer, PanelDialect } from '../window-led/dialect.ts';
import type { PanelLine, PanelLineSettings } from '../window-led/line.ts';
import { openPanelLine } from '../window-led/line.ts';
import type { WindowLed } from '../window-led/panel.ts';

/** No manual at hand: chosen; a panel that redraws before it answers has time to. */
export const CHARACTER_ANSWER_MS = 1_000;

const DEFAULT_ADDRESS = 1;

export interface CharacterBusOptions extends PanelLineSettings {
  /** See `compileCharacterTemplate`. */
  readonly template: CharacterTemplate;
  /** Milliseconds to wait for the `ack` of the template; default {@link CHARACTER_ANSWER_MS}. */
  readonly answerMs?: number;
}

export interface CharacterPanelOptions {
  /** Default 1. */
  readonly address?: number;
  /** Least milliseconds between two texts; default 1000, as the graphic panels want it. */
  readonly refreshMs?: number;
  /** What should stand there is sent again this often, for panels that cannot say that they lost it. */
  readonly repeatMs?: number;
  readonly deadlineMs?: number;
  readonly onHealth?: (health: PortHealth) => void;
}

/** A line with character panels of one make. */
export interface CharacterBus {
  /** An address used twice, or one that the template cannot write, is a bug. */
  panel(options?: CharacterPanelOptions): WindowLed;
  health(): PortHealth;
  close(): Promise<void>;
}

export type CharacterPanelDriverOptions = Omit<CharacterBusOptions, 'onHealth'> & CharacterPanelOptions;

export function openCharacterBus(options: CharacterBusOptions): CharacterBus {
  const line = openPanelLine(options, characterDialect(options.template));
  return {
    panel: (panelOptions = {}) => characterPanel(line, options, panelOptions),
    health: line.health,
    close: line.close,
  };
}

/** One character panel alone on its line. */
export function openCharacterPanel(options: CharacterPanelDriverOptions): WindowLed {
  const { onHealth: _panelOnly, ...line } = options;
  const bus = openCharacterBus(line);
  return { ...bus.panel(options), close: () => bus.close() };
}

function characterPanel(
  line: PanelLine,
  { template, answerMs }: CharacterBusOptions,
  options: CharacterPanelOptions,
): WindowLed {
  const address = options.address ?? DEFAULT_ADDRESS;
  const { lastAddress } = template;
  if (!Number.isInteger(address) || address < 0 || address > (lastAddress ?? Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`panel address ${address}: 0 to ${lastAddress}`);
  }
  if (lastAddress === null && line.count() > 0) {
    throw new RangeError('this template names no address: one panel a line');
  }
  const mute = template.ack === null;
  const panel = line.add({
    ...{ address, hello: null, resync: null, mute },
    ...(options.refreshMs === undefined ? {} : { refreshMs: options.refreshMs }),
    ...(options.repeatMs === undefined ? {} : { repeatMs: options.repeatMs }),
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
  });
  let closed = false;
  return {
    async show(content) {
      if (closed) return err(fault('LED_OFFLINE', 'closed'));
      const encoded = encodeCharacterText(template, content.text);
      if (!encoded.ok) return encoded;
      const { bytes, replaced, cut } = encoded.value;
      if (replaced.length > 0) panel.count('replacedCharacters', replaced.length);
      const shown = await panel.want('content', {
        name: 'text',
        bytes: encodeCharacterFrame(template, address, bytes),
        answerMs: mute ? null : (answerMs ?? CHARACTER_ANSWER_MS),
        fits: () => true,
      });
      return shown.ok ? ok({ ...shown.value, replaced, cut }) : shown;
    },
    setBrightness: () =>
      Promise.resolve(err(fault('LED_UNSUPPORTED', 'character panels have no known command for brightness'))),
    health: panel.health,
    close() {
      closed = true;
      line.remove(panel);
      return Promise.resolve();
    },
  };
}

const ANSWERS: Readonly<Record<'ack' | 'nack', PanelAnswer>> = {
  ack: { kind: 'acknowledged' },
  nack: { kind: 'refused', error: 'refused', meaning: 'it did not take the text', retry: 'later' },
};

function characterDialect(template: CharacterTemplate): PanelDialect {
  const decoder = createCharacterAnswerDecoder(template);
  return {
    hear: (bytes) =>
      decoder
        .feed(bytes)
        .map((decoded) =>
          decoded.kind === 'answer'
            ? { kind: 'answer', from: decoded.address, answer: ANSWERS[decoded.says] }
            : { kind: 'dropped', reason: 'noise', bytes: decoded.bytes, damaged: false },
        ),
    reset: () => decoder.reset(),
    isFrom: (panel, from) => from === null || from === panel,
  };
}
