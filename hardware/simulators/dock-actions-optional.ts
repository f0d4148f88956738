import { z } from 'zod';
import type { DockAction } from './dock-action.ts';
import { action } from './dock-action.ts';

const NOT_SIMULATED = 'this device is not simulated: start the dock with a port for it';

export const OPTIONAL_ACTIONS: Readonly<Record<string, DockAction>> = {
  'keypad/press': action(
    'Presses a key of the evaluation keypad.',
    z.strictObject({ key: z.string().max(32) }),
    ({ optional: { keypad } }, { key }) => {
      if (keypad === null) return NOT_SIMULATED;
      if (!keypad.keys.includes(key)) return `no key "${key}"; there are ${keypad.keys.join(', ')}`;
      keypad.press(key);
      return null;
    },
  ),
  'keypad/fault': action(
    'Spoils every press in this way; null ends it.',
    z.strictObject({ fault: z.enum(['bounce', 'held', 'garbage', 'split', 'silent']).nullable() }),
    ({ optional: { keypad } }, { fault }) => (keypad === null ? NOT_SIMULATED : keypad.setFault(fault)),
  ),
  'ups/mains': action(
    'The mains fail, or are back.',
    z.strictObject({ on: z.boolean() }),
    ({ optional: { ups } }, { on }) => (ups === null ? NOT_SIMULATED : ups.mains(on)),
  ),
  'ups/charge': action(
    'Charge of the battery in percent; at 20 and below it is low.',
    z.strictObject({ percent: z.int().min(0).max(100) }),
    ({ optional: { ups } }, { percent }) => (ups === null ? NOT_SIMULATED : ups.charge(percent)),
  ),
  'ups/fault': action(
    'What is wrong between server and device; null ends it.',
    z.strictObject({
      fault: z.enum(['stale', 'driver-away', 'silent', 'half-list', 'split', 'garbage']).nullable(),
    }),
    ({ optional: { ups } }, { fault }) => (ups === null ? NOT_SIMULATED : ups.setFault(fault)),
  ),
  'bus/power': action(
    'Takes the power of one panel on the shared line, or gives it back.',
    z.strictObject({ address: z.int(), on: z.boolean() }),
    ({ optional: { bus } }, { address, on }) => {
      const panel = bus?.panels.find(({ panelAddress }) => panelAddress === address);
      if (panel === undefined) return bus === null ? NOT_SIMULATED : `no panel has the address ${address}`;
      panel.setPower(on);
      return null;
    },
  ),
  'bus/fault': action(
    'Spoils every answer of one panel on the shared line in this way; null ends it.',
    z.strictObject({
      address: z.int(),
      fault: z
        .enum(['silent', 'deaf', 'slow', 'busy', 'damaged', 'garbage', 'split', 'wrong-address'])
        .nullable(),
    }),
    ({ optional: { bus } }, { address, fault }) => {
      const panel = bus?.panels.find(({ panelAddress }) => panelAddress === address);
      if (panel === undefined) return bus === null ? NOT_SIMULATED : `no panel has the address ${address}`;
      panel.setFault(fault);
      return null;
    },
  ),
};
