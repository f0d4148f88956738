import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { SimulatorAddress, SimulatorLines } from './simulator-port.ts';
import type { SimulatedBusLed, WindowLedFault } from './window-led-bus.ts';
import { startWindowLedBusSimulator } from './window-led-bus.ts';
import type { SimulatedLedFace, SimulatedLedOptions } from './window-led-panel.ts';

export type { WindowLedFault } from './window-led-bus.ts';
export type { SimulatedLedArea, SimulatedLedFace } from './window-led-panel.ts';

export interface WindowLedSimulator {
  readonly address: SimulatorAddress;
  readonly lines: SimulatorLines;
  face(): SimulatedLedFace;
  /** Called after each change of the face; the returned function ends it. */
  onChange(listener: (face: SimulatedLedFace) => void): () => void;
  /** The latest frames to this panel as received, A5 to 5A, oldest first. */
  readonly frames: SimulatedBusLed['frames'];
  clockTime: SimulatedBusLed['clockTime'];
  setFault(fault: WindowLedFault | null): void;
  /** The panel loses power for a moment: lines are cut and its areas are gone (they live in RAM). */
  powerCut(): void;
  /** Loses its power for a moment behind a converter that keeps the line: nothing tells the driver. */
  blink(): void;
  attach(line: Duplex): void;
  cut(): void;
  close(): Promise<void>;
}

export interface WindowLedSimulatorOptions extends SimulatedLedOptions {
  readonly host?: string;
  readonly port?: number;
  /** The panel's own address on the line, default 1. */
  readonly panelAddress?: number;
  readonly clock?: Clock;
}

/** One panel controller with a line of its own. */
export async function startWindowLedSimulator(
  options: WindowLedSimulatorOptions = {},
): Promise<WindowLedSimulator> {
  const { panelAddress = 1, host, port, clock, ...panelOptions } = options;
  const bus = await startWindowLedBusSimulator({
    panels: [{ ...panelOptions, panelAddress }],
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(clock === undefined ? {} : { clock }),
  });
  const panel = bus.panel(panelAddress);
  return {
    address: bus.address,
    lines: bus.lines,
    face: panel.face,
    onChange: panel.onChange,
    frames: panel.frames,
    clockTime: panel.clockTime,
    setFault: panel.setFault,
    powerCut() {
      panel.powerOff();
      bus.cut();
      panel.powerOn();
    },
    blink() {
      panel.powerOff();
      panel.powerOn();
    },
    attach: bus.attach,
    cut: bus.cut,
    close: bus.close,
  };
}
