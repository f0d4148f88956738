import { z } from 'zod';
import { type LineFaults, LONGEST_DELAY_MS } from './line-faults.ts';
import type { SimulatorLines } from './simulator-port.ts';

/** A day: whoever wants a device off for longer leaves the time away. */
const LONGEST_POWER_CUT_S = 86_400;
/** Larger pieces than any chunk of these devices would split nothing. */
const LARGEST_PIECE_BYTES = 4_096;

const Share = z.number().min(0).max(1);
const DelayMs = z.number().int().min(0).max(LONGEST_DELAY_MS);

/** {@link LineFaults} as it is written in a script or sent to the dock. */
export const LineFaultsBody = z.strictObject({
  delayMs: DelayMs.optional(),
  jitterMs: DelayMs.optional(),
  dropBytes: Share.optional(),
  dropChunks: Share.optional(),
  corruptBytes: Share.optional(),
  split: z
    .strictObject({ bytes: z.number().int().min(1).max(LARGEST_PIECE_BYTES), gapMs: DelayMs })
    .optional(),
  halfOpen: z.enum(['silent', 'stuck']).optional(),
  direction: z.enum(['both', 'to-host', 'to-device']).optional(),
});

export const PowerOffBody = z.strictObject({
  device: z.string(),
  seconds: z.number().positive().max(LONGEST_POWER_CUT_S).optional(),
});

/** What the dock shows of a device's cable and plug. */
export interface DockLine {
  readonly faults: LineFaults | null;
  readonly powered: boolean;
}

/** A device by its name in the dock's state, with its cable and plug. */
export type DockLines = ReadonlyMap<string, SimulatorLines>;

export function lineStates(lines: DockLines): Record<string, DockLine> {
  return Object.fromEntries([...lines].map(([device, { faults, powered }]) => [device, { faults, powered }]));
}

/** `null` when done, else what is wrong. */
export async function onLine(
  lines: DockLines,
  device: string,
  act: (line: SimulatorLines) => void | Promise<void>,
): Promise<string | null> {
  const line = lines.get(device);
  if (line === undefined) return `no simulated device "${device}"; there are ${[...lines.keys()].join(', ')}`;
  await act(line);
  return null;
}

/** Faults without the fields that are absent: `exactOptionalPropertyTypes` tells the two apart. */
export function lineFaultsOf(body: z.infer<typeof LineFaultsBody>): LineFaults {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as LineFaults;
}
