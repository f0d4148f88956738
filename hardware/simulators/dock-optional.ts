import { type KeypadSimulator, startKeypadSimulator } from './keypad.ts';
import type { SimulatorLines } from './simulator-port.ts';
import { startUpsSimulator, type UpsFault, type UpsSimulator } from './ups.ts';
import {
  startWindowLedBusSimulator,
  type WindowLedBusSimulator,
  type WindowLedFault,
} from './window-led-bus.ts';
import type { SimulatedLedFace } from './window-led-panel.ts';

/** Devices that are simulated only where a port is named for them. */
export interface OptionalPorts {
  readonly keypad?: number;
  readonly ups?: number;
  /** One RS-485 line with the panels {@link BUS_ADDRESSES}. */
  readonly bus?: number;
}

/** Three windows side by side share a line. */
export const BUS_ADDRESSES = [1, 2, 3] as const;
/** What the simulated NUT server calls its device. */
export const UPS_NAME = 'ups';

export interface OptionalDevices {
  readonly keypad: KeypadSimulator | null;
  readonly ups: UpsControls | null;
  readonly bus: BusControls | null;
  readonly lines: ReadonlyMap<string, SimulatorLines>;
  readonly ports: OptionalPorts;
  state(): OptionalState;
}

/** The simulator keeps no record of what a hand did to it; the dock shows it. */
export interface UpsControls {
  mains(on: boolean): void;
  charge(percent: number): void;
  setFault(fault: UpsFault | null): void;
}

/** As {@link UpsControls}: a panel itself does not show whether it has power. */
export interface BusControls {
  readonly panels: readonly BusPanelControls[];
}

export interface BusPanelControls {
  readonly panelAddress: number;
  face(): SimulatedLedFace;
  setPower(on: boolean): void;
  setFault(fault: WindowLedFault | null): void;
}

/** Part of the dock's state; absent for what is not simulated. */
export interface OptionalState {
  readonly keypad?: { readonly keys: readonly string[]; readonly presses: number };
  readonly ups?: {
    readonly name: string;
    readonly mains: boolean;
    readonly charge: number;
    readonly fault: UpsFault | null;
  };
  readonly bus?: readonly {
    readonly address: number;
    readonly face: SimulatedLedFace;
    readonly powered: boolean;
    readonly fault: WindowLedFault | null;
  }[];
}

export type StartOne = <T extends { close(): Promise<void> }>(
  device: keyof OptionalPorts,
  run: (port: number) => Promise<T>,
) => Promise<T>;

export async function startOptionalDevices(
  ports: OptionalPorts,
  start: StartOne,
  onChange: () => void,
): Promise<OptionalDevices> {
  const keypad =
    ports.keypad === undefined ? null : await start('keypad', (port) => startKeypadSimulator({ port }));
  const ups =
    ports.ups === undefined
      ? null
      : await start('ups', (port) => startUpsSimulator({ port, name: UPS_NAME }));
  const bus =
    ports.bus === undefined
      ? null
      : await start('bus', (port) =>
          startWindowLedBusSimulator({
            port,
            panels: BUS_ADDRESSES.map((panelAddress) => ({ panelAddress })),
          }),
        );
  const line = bus === null ? null : busControls(bus, onChange);
  const pressed = keypad === null ? null : counting(keypad, onChange);
  const power = ups === null ? null : upsControls(ups, onChange);
  const lines = new Map<string, SimulatorLines>();
  if (keypad !== null) lines.set('keypad', keypad.lines);
  if (ups !== null) lines.set('ups', ups.lines);
  if (bus !== null) lines.set('bus', bus.lines);
  return {
    keypad: pressed?.keypad ?? null,
    ups: power?.controls ?? null,
    bus: line?.controls ?? null,
    lines,
    ports: {
      ...(keypad === null ? {} : { keypad: keypad.address.port }),
      ...(ups === null ? {} : { ups: ups.address.port }),
      ...(bus === null ? {} : { bus: bus.address.port }),
    },
    state: () => ({
      ...(pressed === null ? {} : { keypad: { keys: pressed.keypad.keys, presses: pressed.presses() } }),
      ...(power === null ? {} : { ups: power.state() }),
      ...(line === null ? {} : { bus: line.state() }),
    }),
  };
}

function busControls(bus: WindowLedBusSimulator, onChange: () => void) {
  const panels = bus.panels.map((panel) => {
    const shown = { powered: true, fault: null as WindowLedFault | null };
    const controls: BusPanelControls = {
      panelAddress: panel.panelAddress,
      face: () => panel.face(),
      setPower(on) {
        if (on) panel.powerOn();
        else panel.powerOff();
        shown.powered = on;
        onChange();
      },
      setFault(fault) {
        panel.setFault(fault);
        shown.fault = fault;
        onChange();
      },
    };
    return { controls, state: () => ({ address: panel.panelAddress, face: panel.face(), ...shown }) };
  });
  return {
    controls: { panels: panels.map(({ controls }) => controls) },
    state: () => panels.map(({ state }) => state()),
  };
}

function counting(keypad: KeypadSimulator, onChange: () => void) {
  let presses = 0;
  const counted: KeypadSimulator = {
    ...keypad,
    press(key) {
      keypad.press(key);
      presses += 1;
      onChange();
    },
  };
  return { keypad: counted, presses: () => presses };
}

function upsControls(ups: UpsSimulator, onChange: () => void) {
  let mains = true;
  let charge = 100;
  let fault: UpsFault | null = null;
  const controls: UpsControls = {
    mains(on) {
      ups.mains(on);
      mains = on;
      onChange();
    },
    charge(percent) {
      ups.charge(percent);
      charge = percent;
      onChange();
    },
    setFault(next) {
      ups.setFault(next);
      fault = next;
      onChange();
    },
  };
  return { controls, state: () => ({ name: UPS_NAME, mains, charge, fault }) };
}
