import type { Duplex } from 'node:stream';
import type { BxAnswer, BxCommand, BxDisplay, BxModel } from '../codec/bx-command.ts';
import { BX_BRIGHTEST, BX_LIMITS, BX_NACK, encodeBxAnswer, parseBxCommand } from '../codec/bx-command.ts';
import type { BxFrame } from '../codec/bx-frame.ts';
import { BX_ANY, BX_BROADCAST, createBxDecoder, encodeBxFrame } from '../codec/bx-frame.ts';
import type { BxColour } from '../codec/bx-text.ts';
import { decodeBxText } from '../codec/bx-text.ts';
import type { SimulatorAddress, SimulatorLine } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';

export interface SimulatedLedArea {
  readonly id: number;
  readonly text: string;
  readonly colour?: BxColour;
  readonly display: BxDisplay;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a person in front of the panel sees. */
export interface SimulatedLedFace {
  readonly areas: readonly SimulatedLedArea[];
  /** 0–15 */
  readonly brightness: number;
  readonly on: boolean;
}

/**
 * - `silent`: commands are obeyed but not answered.
 * - `busy`: NACK 3 to everything.
 * - `damaged`: the answer has a wrong CRC.
 * - `garbage`: noise before the answer.
 * - `split`: every byte of the answer comes alone.
 */
export type WindowLedFault = 'silent' | 'busy' | 'damaged' | 'garbage' | 'split';

export interface WindowLedSimulator {
  readonly address: SimulatorAddress;
  face(): SimulatedLedFace;
  /** Called after each change of the face; the returned function ends it. */
  onChange(listener: (face: SimulatedLedFace) => void): () => void;
  /** The latest frames as received, A5 to 5A, oldest first. */
  readonly frames: readonly Uint8Array[];
  setFault(fault: WindowLedFault | null): void;
  /** The panel loses power: lines are cut and its areas are gone (they live in RAM). */
  powerCut(): void;
  attach(line: Duplex): void;
  cut(): void;
  close(): Promise<void>;
}

export interface WindowLedSimulatorOptions {
  readonly host?: string;
  readonly port?: number;
  /** Default `6k`. */
  readonly model?: BxModel;
  /** The panel's own address on the line, default 1. */
  readonly panelAddress?: number;
  /** Pixels, default 128 × 32. */
  readonly width?: number;
  readonly height?: number;
}

/** An hour of refreshes at full rate. */
const FRAMES_KEPT = 3_600;

/** A panel controller: checks every frame as a real card does, answers, and keeps what it would show. */
export async function startWindowLedSimulator(
  options: WindowLedSimulatorOptions = {},
): Promise<WindowLedSimulator> {
  const panelAddress = options.panelAddress ?? 1;
  const size = { width: options.width ?? 128, height: options.height ?? 32 };
  const limits = BX_LIMITS[options.model ?? '6k'];
  const areas = new Map<number, SimulatedLedArea>();
  const listeners = new Set<(face: SimulatedLedFace) => void>();
  const frames: Uint8Array[] = [];
  let brightness = BX_BRIGHTEST;
  let on = true;
  let fault: WindowLedFault | null = null;

  const face = (): SimulatedLedFace => ({
    areas: [...areas.values()].sort((a, b) => a.id - b.id),
    brightness,
    on,
  });
  const changed = (): void => {
    for (const listener of listeners) listener(face());
  };

  /** The error of the NACK, or `undefined` when the command was obeyed. */
  function obey(command: BxCommand): number | undefined {
    switch (command.do) {
      case 'ping':
      case 'status':
        return undefined;
      case 'clear':
        areas.clear();
        break;
      case 'power':
        on = command.on;
        break;
      case 'brightness':
        brightness = command.level;
        break;
      case 'dynamic': {
        const removed = command.remove === 'all' ? [...areas.keys()] : command.remove;
        const left = new Set([...areas.keys()].filter((id) => !removed.includes(id)));
        for (const area of command.areas) left.add(area.id);
        if (left.size > limits.areas) return BX_NACK.memory;
        for (const { text, x, y, width, height } of command.areas) {
          if (text.length > limits.areaBytes) return BX_NACK.memory;
          if (x + width > size.width || y + height > size.height) return BX_NACK.block;
        }
        for (const id of removed) areas.delete(id);
        for (const { id, x, y, width, height, display, text } of command.areas) {
          areas.set(id, { id, x, y, width, height, display, ...decodeBxText(text) });
        }
      }
    }
    changed();
    return undefined;
  }

  function receive(line: SimulatorLine, frame: BxFrame): void {
    const mine = [panelAddress, BX_ANY, BX_BROADCAST].includes(frame.dst);
    if (!mine) return;
    if (fault === 'busy') {
      answer(line, frame, { ok: false, error: BX_NACK.busy });
      return;
    }
    const parsed = parseBxCommand(frame.data);
    const error = parsed.ok ? obey(parsed.command) : parsed.error;
    if (parsed.ok && !parsed.answer) return;
    answer(line, frame, error === undefined ? { ok: true } : { ok: false, error });
  }

  /** The panel speaks as the address it was spoken to: the maker's example answers from FFFE. */
  function answer(line: SimulatorLine, { dst, src }: BxFrame, what: BxAnswer): void {
    if (dst === BX_BROADCAST || fault === 'silent') return;
    const bytes = encodeBxFrame({ dst: src, src: dst, data: encodeBxAnswer(what) });
    // Not an escaped byte: the first after the run of A5.
    if (fault === 'damaged') bytes[8]! ^= 0x40;
    if (fault === 'garbage') line.write(Uint8Array.of(0x00, 0x5a, 0xa5, 0x17, 0xa6));
    if (fault !== 'split') line.write(bytes);
    else for (const byte of bytes) setImmediate(() => line.write(Uint8Array.of(byte)));
  }

  const port = await startSimulatorPort({
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine(line) {
      const decoder = createBxDecoder();
      return (bytes) => {
        for (const decoded of decoder.feed(bytes)) {
          if (decoded.kind === 'frame') {
            frames.push(decoded.raw);
            if (frames.length > FRAMES_KEPT) frames.shift();
            receive(line, decoded.frame);
          } else if (decoded.reason === 'crc' || decoded.reason === 'length') {
            // The address in a damaged frame cannot be trusted; like the real card, answer as oneself.
            const damaged = { dst: panelAddress, src: 0x8000, data: new Uint8Array(0) };
            answer(line, damaged, { ok: false, error: BX_NACK.crc });
          }
        }
      };
    },
  });

  return {
    address: port.address,
    face,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    frames,
    setFault(next) {
      fault = next;
    },
    powerCut() {
      areas.clear();
      brightness = BX_BRIGHTEST;
      changed();
      port.cut();
    },
    attach: port.attach,
    cut: port.cut,
    close: port.close,
  };
}
