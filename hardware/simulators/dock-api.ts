import { z } from 'zod';
import { action, type DockAction } from './dock-action.ts';
import { OPTIONAL_ACTIONS } from './dock-actions-optional.ts';
import type { DockDevices } from './dock-devices.ts';
import { LineFaultsBody, lineFaultsOf, onLine, PowerOffBody } from './dock-lines.ts';

const Nothing = z.strictObject({});
const OfDevice = z.strictObject({ device: z.string() });
const Rows = z.int().min(1).max(1_000_000);
const AfterRows = { afterRows: z.int().min(0).max(1_000_000) };
const PrinterFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paper-out'), ...AfterRows }),
  z.strictObject({ kind: z.literal('power-cut'), ...AfterRows }),
  z.strictObject({ kind: z.literal('power-cut-bytes'), afterBytes: z.int().min(0).max(10_000_000) }),
  z.strictObject({ kind: z.literal('cover-open'), ...AfterRows }),
  z.strictObject({ kind: z.literal('cutter-jam') }),
  z.strictObject({ kind: z.literal('stuck-offline'), ...AfterRows }),
  z.strictObject({ kind: z.literal('mute'), ...AfterRows }),
  z.strictObject({ kind: z.literal('late-answers'), ms: z.int().min(0).max(60_000) }),
  z.strictObject({ kind: z.literal('garbled-answers'), share: z.number().min(0).max(1) }),
]);
/** Longest text of a QR code (ISO/IEC 18004, version 40-L). */
const LONGEST_CODE = 2_953;
const MS_PER_S = 1_000;

/** Everything that a hand can do, by path after `/api/`; scripts use the same names. */
export const DOCK_ACTIONS: Readonly<Record<string, DockAction>> = {
  'reader/lay': action(
    "Lays an invented person's card on the reader.",
    z.strictObject({ person: z.string().max(64) }),
    (devices, { person }) => (devices.lay(person) ? null : 'nobody has this id'),
  ),
  'reader/lift': action('Takes the card away.', Nothing, (devices) => devices.lift()),
  'reader/fault': action(
    'Spoils every answer of the reader in this way; null ends it.',
    z.strictObject({
      fault: z
        .enum(['wrong-checksum', 'garbage', 'aa00-preamble', 'truncated', 'silent', 'split'])
        .nullable(),
    }),
    (devices, { fault }) => devices.setReaderFault(fault),
  ),
  'scanner/scan': action(
    'Holds a code with this text under the scanner.',
    z.strictObject({ text: z.string().min(1).max(LONGEST_CODE) }),
    (devices, { text }) => devices.scan(text),
  ),
  'printer/open-cover': action('Opens the cover.', Nothing, ({ printer }) => printer.openCover()),
  'printer/close-cover': action('Closes the cover.', Nothing, ({ printer }) => printer.closeCover()),
  'printer/take-paper': action('Takes the roll out.', Nothing, ({ printer }) => printer.takePaper()),
  'printer/load-paper': action(
    'Puts a roll in; with rows it ends after so many dot rows (8 a millimetre), also in the middle of a ticket.',
    z.strictObject({ rows: Rows.optional() }),
    ({ printer }, { rows }) => printer.loadPaper(rows),
  ),
  'printer/near-end': action('The roll is nearly at its end.', Nothing, ({ printer }) =>
    printer.setPaperNearEnd(true),
  ),
  'printer/tear': action('Takes all paper out of the slot.', Nothing, ({ printer }) => {
    printer.tear();
  }),
  'printer/jam': action('The next cut jams.', Nothing, ({ printer }) => printer.jam()),
  'printer/mute': action('Takes everything and answers nothing.', Nothing, ({ printer }) =>
    printer.setMute(true),
  ),
  'printer/clear': action('Ends jam, mute and near end.', Nothing, ({ printer }) => {
    printer.clearJam();
    printer.setMute(false);
    printer.setPaperNearEnd(false);
  }),
  'printer/power-cut': action('Cuts the power; what was buffered is gone.', Nothing, ({ printer }) =>
    printer.powerCut(),
  ),
  'printer/power-cut-after': action(
    'Cuts the power once so many more dot rows are printed, also in the middle of a ticket.',
    z.strictObject({ rows: Rows }),
    ({ printer }, { rows }) => printer.powerCutAfter(rows),
  ),
  'printer/power-on': action('Gives the power back.', Nothing, ({ printer }) => printer.powerOn()),
  'printer/paper-out-after': action(
    'The roll that is in ends after so many more dot rows, also in the middle of a ticket.',
    z.strictObject({ rows: Rows }),
    ({ printer }, { rows }) => printer.paperOutAfter(rows),
  ),
  'printer/inject': action(
    'One fault of the printer itself: a hung firmware, late or garbled answers, a cover that opens while it prints.',
    PrinterFault,
    ({ printer }, fault) => printer.inject(fault),
  ),
  'printer/repair': action(
    'What somebody with a new roll does: roll in, cover shut, jam cleared, everything answers again.',
    Nothing,
    ({ printer }) => printer.repair(),
  ),
  'led/power-cut': action(
    'The panel loses its power for a moment and forgets what it showed.',
    Nothing,
    ({ led }) => led.powerCut(),
  ),
  'led/fault': action(
    'Spoils every answer of the panel in this way; null ends it.',
    z.strictObject({ fault: z.enum(['silent', 'busy', 'damaged', 'garbage', 'split']).nullable() }),
    ({ led }, { fault }) => led.setFault(fault),
  ),
  'scanner/fault': action(
    'Spoils every code of the scanner in this way; null ends it.',
    z.strictObject({ fault: z.enum(['split', 'garbage', 'silent']).nullable() }),
    ({ scanner }, { fault }) => scanner.setFault(fault),
  ),
  'pages/fault': action(
    'What keeps the page printer from printing; null ends it.',
    z.strictObject({ fault: z.enum(['media-empty', 'media-jam', 'paused']).nullable() }),
    ({ pages }, { fault }) => pages.setFault(fault),
  ),
  'line/faults': action(
    "Faults of a device's line: delay, loss, pieces, turned bits, half open; null ends them.",
    z.strictObject({ device: z.string(), faults: LineFaultsBody.nullable() }),
    ({ lines }, { device, faults }) =>
      onLine(lines, device, (line) => line.setFaults(faults === null ? null : lineFaultsOf(faults))),
  ),
  'line/cut': action('Pulls the cable out and puts it back at once.', OfDevice, ({ lines }, { device }) =>
    onLine(lines, device, (line) => line.cut()),
  ),
  'line/power-off': action(
    'Cuts the power of a device, with seconds for so long: its lines end and new ones are refused.',
    PowerOffBody,
    ({ lines }, { device, seconds }) =>
      onLine(lines, device, (line) => line.powerOff(seconds === undefined ? undefined : seconds * MS_PER_S)),
  ),
  'line/power-on': action('Gives the power of a device back.', OfDevice, ({ lines }, { device }) =>
    onLine(lines, device, (line) => line.powerOn()),
  ),
  ...OPTIONAL_ACTIONS,
};

/** Own names only: `constructor` is no action. */
export function dockAction(name: string): DockAction | undefined {
  return Object.hasOwn(DOCK_ACTIONS, name) ? DOCK_ACTIONS[name] : undefined;
}

/** What can be done, for `GET /api/actions`: sentence and JSON Schema of the body by name. */
export function actionTable(): Record<string, { readonly does: string; readonly body: unknown }> {
  return Object.fromEntries(
    Object.entries(DOCK_ACTIONS).map(([name, { does, body }]) => [
      name,
      { does, body: z.toJSONSchema(body) },
    ]),
  );
}

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
