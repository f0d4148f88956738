import type { Duplex } from 'node:stream';
import iconv from 'iconv-lite';
import type { SimulatorAddress, SimulatorLine, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

/**
 * - `silent`: shown, but not acknowledged.
 * - `deaf`: neither.
 * - `refuse`: not shown, answered with the refusal.
 * - `garbage`: noise before the answer.
 * - `wrong-address`: the answer names the next panel.
 */
export type CharacterPanelFault = 'silent' | 'deaf' | 'refuse' | 'garbage' | 'wrong-address';

export interface CharacterPanelSimulatorOptions {
  readonly host?: string;
  readonly port?: number;
  /** One byte each; default `[1]`. */
  readonly panelAddresses?: readonly number[];
  /** Cells of a row; what is more is not seen. Default 16. */
  readonly columns?: number;
  /** Answers `40 address 06 0D` (refuses with `15`); default: it answers nothing, as the installed ones do. */
  readonly answers?: boolean;
}

export interface SimulatedCharacterPanel {
  readonly panelAddress: number;
  /** The row as a person reads it, blanks at its end included. */
  text(): string;
  /** Texts as they came, oldest first. */
  readonly texts: readonly string[];
  setFault(fault: CharacterPanelFault | null): void;
  /** The row is dark until something is sent again. */
  losePower(): void;
}

export interface CharacterPanelSimulator {
  readonly address: SimulatorAddress;
  panel(panelAddress: number): SimulatedCharacterPanel;
  readonly panels: readonly SimulatedCharacterPanel[];
  readonly lines: SimulatorLines;
  attach(line: Duplex): void;
  cut(): void;
  close(): Promise<void>;
}

const START = 0x40;
const END = 0x0d;
const ACK = 0x06;
const NACK = 0x15;
const DEFAULT_COLUMNS = 16;
/** An hour of texts at full rate. */
const TEXTS_KEPT = 3_600;
/** A frame without an end is given up. */
const LONGEST_FRAME_BYTES = 512;

interface Panel extends SimulatedCharacterPanel {
  take(line: SimulatorLine, text: Uint8Array): void;
}

/** Character panels that take `40 address text 0D`, the text in GB 2312: what an installed hall sends. */
export async function startCharacterPanelSimulator(
  options: CharacterPanelSimulatorOptions = {},
): Promise<CharacterPanelSimulator> {
  const panels = (options.panelAddresses ?? [1]).map((panelAddress) => createPanel(panelAddress, options));
  const port = await startSimulatorPort({
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine(line) {
      let frame: number[] | undefined;
      return (bytes) => {
        for (const byte of bytes) {
          // The first byte after the start is the address, whatever its value.
          if (byte === START && frame?.length !== 0) frame = [];
          else if (byte === END && frame !== undefined && frame.length > 0) {
            const [to, ...text] = frame;
            for (const panel of panels) {
              if (panel.panelAddress === to) panel.take(line, Uint8Array.from(text));
            }
            frame = undefined;
          } else if (frame !== undefined) {
            frame.push(byte);
            if (frame.length > LONGEST_FRAME_BYTES) frame = undefined;
          }
        }
      };
    },
  });
  return {
    address: port.address,
    panels,
    lines: port.lines,
    panel(panelAddress) {
      const found = panels.find((panel) => panel.panelAddress === panelAddress);
      if (found === undefined) throw new RangeError(`no simulated panel ${panelAddress}`);
      return found;
    },
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}

function createPanel(panelAddress: number, options: CharacterPanelSimulatorOptions): Panel {
  const columns = options.columns ?? DEFAULT_COLUMNS;
  const texts: string[] = [];
  let row = '';
  let fault: CharacterPanelFault | null = null;
  return {
    panelAddress,
    texts,
    text: () => row,
    setFault(next) {
      fault = next;
    },
    losePower() {
      row = '';
    },
    take(line, text) {
      if (fault === 'deaf') return;
      if (fault !== 'refuse') {
        const whole = iconv.decode(Buffer.from(text), 'gb2312');
        texts.push(whole);
        if (texts.length > TEXTS_KEPT) texts.shift();
        row = seen(whole, columns);
      }
      if (options.answers !== true || fault === 'silent') return;
      if (fault === 'garbage') line.write(Uint8Array.of(0x00, START, 0xff));
      const from = fault === 'wrong-address' ? panelAddress + 1 : panelAddress;
      line.write(Uint8Array.of(START, from, fault === 'refuse' ? NACK : ACK, END));
    },
  };
}

/** Whole characters only: half of one is not drawn. */
function seen(text: string, columns: number): string {
  let cells = 0;
  let row = '';
  for (const character of text) {
    cells += character < '\u0080' ? 1 : 2;
    if (cells > columns) break;
    row += character;
  }
  return row;
}
