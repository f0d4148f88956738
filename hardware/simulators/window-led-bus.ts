import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { BxAnswer } from '../codec/bx-command.ts';
import { encodeBxAnswer, encodeBxStatus, parseBxCommand } from '../codec/bx-command.ts';
import { BX_NACK } from '../codec/bx-error.ts';
import type { BxFrame } from '../codec/bx-frame.ts';
import { BX_ANY, BX_BROADCAST, BX_HOST, createBxDecoder, encodeBxFrame } from '../codec/bx-frame.ts';
import type { BxTime } from '../codec/bx-time.ts';
import type { SimulatorAddress, SimulatorLine, SimulatorLines } from './simulator-port.ts';
import { startSimulatorPort } from './simulator-port.ts';
import type { SimulatedLedFace, SimulatedLedOptions } from './window-led-panel.ts';
import { createLedController } from './window-led-panel.ts';

/**
 * - `silent`: commands are obeyed but not answered.
 * - `deaf`: neither obeyed nor answered: a pulled data cable.
 * - `slow`: obeyed at once, answered {@link SLOW_ANSWER_MS} later.
 * - `busy`: NACK 3 to everything.
 * - `damaged`: the answer has a wrong CRC.
 * - `garbage`: noise before the answer.
 * - `split`: every byte of the answer comes alone.
 * - `wrong-address`: the answer says it comes from the next address.
 * - `{ nack }`: that error to everything.
 */
export type WindowLedFault =
  | 'silent'
  | 'deaf'
  | 'slow'
  | 'busy'
  | 'damaged'
  | 'garbage'
  | 'split'
  | 'wrong-address'
  | { readonly nack: number };

/** Later than a driver waits for an answer (the maker: 2 s), and sooner than it gives up on the late one. */
export const SLOW_ANSWER_MS = 3_000;

export interface BusLedOptions extends SimulatedLedOptions {
  /** Its own address on the line. */
  readonly panelAddress: number;
}

/** One panel on the line. */
export interface SimulatedBusLed {
  readonly panelAddress: number;
  face(): SimulatedLedFace;
  /** Called after each change of the face; the returned function ends it. */
  onChange(listener: (face: SimulatedLedFace) => void): () => void;
  /** The latest frames to this panel (broadcasts too) as received, A5 to 5A, oldest first. */
  readonly frames: readonly Uint8Array[];
  /** What its clock was last set to. */
  clockTime(): BxTime | undefined;
  setFault(fault: WindowLedFault | null): void;
  /** Loses its areas and hears nothing until {@link powerOn}. */
  powerOff(): void;
  powerOn(): void;
}

export interface WindowLedBusSimulator {
  readonly address: SimulatorAddress;
  /** An unknown address is a bug. */
  panel(panelAddress: number): SimulatedBusLed;
  readonly panels: readonly SimulatedBusLed[];
  /** Cable and plug of the whole line. */
  readonly lines: SimulatorLines;
  attach(line: Duplex): void;
  cut(): void;
  close(): Promise<void>;
}

export interface WindowLedBusSimulatorOptions {
  readonly host?: string;
  readonly port?: number;
  readonly panels: readonly BusLedOptions[];
  /** For `slow`. */
  readonly clock?: Clock;
}

/** An hour of refreshes at full rate. */
const FRAMES_KEPT = 3_600;
/** Not an escaped byte: the first after the run of A5. */
const DAMAGED_BYTE = 8;

/** Where answers go that run into each other, and what is left of them. */
const COLLISION: SimulatorLine = { write: () => undefined };
const COLLIDED = Uint8Array.of(0xa5, 0xff, 0xef, 0x00, 0x81);

interface BusLed extends SimulatedBusLed {
  /** Answers that are still to come will not. */
  stop(): void;
  hear(line: SimulatorLine, frame: BxFrame, raw: Uint8Array): void;
  heardDamage(line: SimulatorLine): void;
}

/**
 * Panel controllers on one line: each checks every frame as a real card does, answers what is for it, and keeps what
 * it would show. FFFE is answered by all at once, as on a real line: nobody can read that.
 */
export async function startWindowLedBusSimulator(
  options: WindowLedBusSimulatorOptions,
): Promise<WindowLedBusSimulator> {
  const clock = options.clock ?? systemClock;
  const panels = options.panels.map((panel) => createBusLed(panel, clock));
  const port = await startSimulatorPort({
    clock,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    onLine(line) {
      const decoder = createBxDecoder();
      return (bytes) => {
        for (const decoded of decoder.feed(bytes)) {
          if (decoded.kind === 'frame') {
            const many = decoded.frame.dst === BX_ANY && panels.length > 1;
            for (const panel of panels) panel.hear(many ? COLLISION : line, decoded.frame, decoded.raw);
            if (many) line.write(COLLIDED);
          } else if ((decoded.reason === 'crc' || decoded.reason === 'length') && panels.length === 1) {
            // The address in a damaged frame cannot be trusted: a panel among others keeps silent.
            panels[0]!.heardDamage(line);
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
    async close() {
      for (const panel of panels) panel.stop();
      await port.close();
    },
  };
}

function createBusLed(options: BusLedOptions, clock: Clock): BusLed {
  const { panelAddress } = options;
  const listeners = new Set<(face: SimulatedLedFace) => void>();
  const frames: Uint8Array[] = [];
  const pending = new Set<() => void>();
  let fault: WindowLedFault | null = null;
  let powered = true;
  const controller = createLedController(options, () => {
    for (const listener of listeners) listener(controller.face());
  });

  /** The panel speaks as the address it was spoken to: the maker's example answers from FFFE. */
  function answer(line: SimulatorLine, { dst, src }: BxFrame, data: Uint8Array): void {
    if (dst === BX_BROADCAST || fault === 'silent') return;
    const from = fault === 'wrong-address' ? dst + 1 : dst;
    const bytes = encodeBxFrame({ dst: src, src: from, data });
    if (fault === 'damaged') bytes[DAMAGED_BYTE]! ^= 0x40;
    if (fault === 'garbage') line.write(Uint8Array.of(0x00, 0x5a, 0xa5, 0x17, 0xa6));
    if (fault === 'split') {
      for (const byte of bytes) setImmediate(() => line.write(Uint8Array.of(byte)));
    } else if (fault === 'slow') answerLate(line, bytes);
    else line.write(bytes);
  }

  function answerLate(line: SimulatorLine, bytes: Uint8Array): void {
    const cancel = clock.after(SLOW_ANSWER_MS, () => {
      pending.delete(cancel);
      line.write(bytes);
    });
    pending.add(cancel);
  }

  function obeyed(frame: BxFrame): Uint8Array | null {
    if (fault === 'busy') return encodeBxAnswer({ ok: false, error: BX_NACK.busy });
    if (typeof fault === 'object' && fault !== null) return encodeBxAnswer({ ok: false, error: fault.nack });
    const parsed = parseBxCommand(frame.data);
    const error = parsed.ok ? controller.obey(parsed.command) : parsed.error;
    if (parsed.ok && !parsed.answer) return null;
    if (parsed.ok && parsed.command.do === 'status') {
      return encodeBxStatus(controller.face(), controller.statusRest());
    }
    const said: BxAnswer = error === undefined ? { ok: true } : { ok: false, error };
    return encodeBxAnswer(said);
  }

  function stop(): void {
    for (const cancel of pending) cancel();
    pending.clear();
  }

  return {
    panelAddress,
    stop,
    face: controller.face,
    clockTime: controller.clockTime,
    frames,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setFault(next) {
      fault = next;
    },
    powerOff() {
      powered = false;
      stop();
      controller.losePower();
    },
    powerOn() {
      powered = true;
    },
    hear(line, frame, raw) {
      if (!powered || fault === 'deaf') return;
      if (![panelAddress, BX_ANY, BX_BROADCAST].includes(frame.dst)) return;
      frames.push(raw);
      if (frames.length > FRAMES_KEPT) frames.shift();
      const said = obeyed(frame);
      if (said !== null) answer(line, frame, said);
    },
    heardDamage(line) {
      if (!powered || fault === 'deaf') return;
      const asked = { dst: panelAddress, src: BX_HOST, data: new Uint8Array(0) };
      answer(line, asked, encodeBxAnswer({ ok: false, error: BX_NACK.crc }));
    },
  };
}
