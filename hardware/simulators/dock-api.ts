import { z } from 'zod';
import type { DockDevices } from './dock-devices.ts';

/** What an action says when it cannot be done; null = done. */
type ActionResult = string | null;
type Action = (devices: DockDevices, body: unknown) => Promise<ActionResult> | ActionResult;

const Nothing = z.strictObject({});
/** Longest text of a QR code (ISO/IEC 18004, version 40-L). */
const LONGEST_CODE = 2_953;

function action<T>(
  schema: z.ZodType<T>,
  run: (devices: DockDevices, body: T) => ActionResult | void | Promise<void>,
): Action {
  return async (devices, body) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return z.prettifyError(parsed.error);
    return (await run(devices, parsed.data)) ?? null;
  };
}

/** Everything that a hand can do to a simulated device, by path after `/api/`. */
export const DOCK_ACTIONS: Readonly<Record<string, Action>> = {
  'reader/lay': action(z.strictObject({ person: z.string().max(64) }), (devices, { person }) =>
    devices.lay(person) ? null : 'nobody has this id',
  ),
  'reader/lift': action(Nothing, (devices) => devices.lift()),
  'reader/fault': action(
    z.strictObject({
      fault: z
        .enum(['wrong-checksum', 'garbage', 'aa00-preamble', 'truncated', 'silent', 'split'])
        .nullable(),
    }),
    (devices, { fault }) => devices.setReaderFault(fault),
  ),
  'scanner/scan': action(z.strictObject({ text: z.string().min(1).max(LONGEST_CODE) }), (devices, { text }) =>
    devices.scan(text),
  ),
  'printer/open-cover': action(Nothing, ({ printer }) => printer.openCover()),
  'printer/close-cover': action(Nothing, ({ printer }) => printer.closeCover()),
  'printer/take-paper': action(Nothing, ({ printer }) => printer.takePaper()),
  'printer/load-paper': action(
    z.strictObject({ rows: z.int().min(1).max(1_000_000).optional() }),
    ({ printer }, { rows }) => printer.loadPaper(rows),
  ),
  'printer/near-end': action(Nothing, ({ printer }) => printer.setPaperNearEnd(true)),
  'printer/tear': action(Nothing, ({ printer }) => {
    printer.tear();
  }),
  'printer/jam': action(Nothing, ({ printer }) => printer.jam()),
  'printer/mute': action(Nothing, ({ printer }) => printer.setMute(true)),
  'printer/clear': action(Nothing, ({ printer }) => {
    printer.clearJam();
    printer.setMute(false);
    printer.setPaperNearEnd(false);
  }),
  'printer/power-cut': action(Nothing, ({ printer }) => printer.powerCut()),
  'printer/power-on': action(Nothing, ({ printer }) => printer.powerOn()),
  'pages/fault': action(
    z.strictObject({ fault: z.enum(['media-empty', 'media-jam', 'paused']).nullable() }),
    ({ pages }, { fault }) => pages.setFault(fault),
  ),
};

/** A picture, bytes or PDF by path after `/api/`, or undefined. */
export function dockFile(
  devices: DockDevices,
  path: string,
): { readonly type: string; readonly body: Uint8Array } | undefined {
  const ticket = /^printer\/tickets\/(\d+)\.(png|bin)$/.exec(path);
  if (ticket) {
    const found = devices.printer.tickets.find(({ id }) => id === ticket[1]);
    if (!found) return undefined;
    return ticket[2] === 'png'
      ? { type: 'image/png', body: found.png }
      : { type: 'application/octet-stream', body: found.bytes };
  }
  if (path === 'led/frames') {
    const frames = devices.led.frames.map((frame) => Buffer.from(frame).toString('hex'));
    return { type: 'application/json', body: Buffer.from(JSON.stringify(frames)) };
  }
  const page = /^pages\/(\d+)\.pdf$/.exec(path);
  const found = page && devices.pages.pages.find(({ id }) => id === page[1]);
  return found ? { type: 'application/pdf', body: found.pdf } : undefined;
}
