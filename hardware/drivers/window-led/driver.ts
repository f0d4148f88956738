import type { LedBusOptions, LedPanelOptions } from './bus.ts';
import { openLedBus } from './bus.ts';
import type { WindowLed } from './panel.ts';

export type { LedContent, LedFaultCode, LedShown, WindowLed } from './panel.ts';

/** `onHealth` is the panel's, which holds what the line has to say. */
export type WindowLedOptions = Omit<LedBusOptions, 'onHealth'> & LedPanelOptions;

/** Drives one Onbon BX-5K or BX-6K panel that is alone on its line: a bus of one. */
export function openWindowLed(options: WindowLedOptions): WindowLed {
  const { onHealth: _panelOnly, ...line } = options;
  const bus = openLedBus(line);
  return { ...bus.panel(options), close: () => bus.close() };
}
