import { z } from 'zod';
import type { DockDevices } from './dock-devices.ts';

/** What an action says when it cannot be done; null = done. */
export type ActionResult = string | null;

/** Something that a hand can do to a simulated device. */
export interface DockAction {
  /** One sentence for whoever drives the dock from a script. */
  readonly does: string;
  readonly body: z.ZodType;
  run(devices: DockDevices, body: unknown): Promise<ActionResult>;
}

export function action<T>(
  does: string,
  schema: z.ZodType<T>,
  run: (devices: DockDevices, body: T) => ActionResult | void | Promise<ActionResult> | Promise<void>,
): DockAction {
  return {
    does,
    body: schema,
    async run(devices, body) {
      const parsed = schema.safeParse(body);
      if (!parsed.success) return z.prettifyError(parsed.error);
      return (await run(devices, parsed.data)) ?? null;
    },
  };
}
