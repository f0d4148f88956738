import { expect, it } from 'vitest';
import { badExtraOption, planScan } from './order.ts';
import { faultOfExit } from './status.ts';

const range = (low: number, high: number) => ({ low, high });
const FLAT = {
  sources: ['Flatbed', 'Automatic Document Feeder'],
  modes: ['Gray', 'Color'],
  resolutions: range(1, 1200),
  area: { l: range(0, 200), t: range(0, 200), x: range(0, 200), y: range(0, 200) },
};
const SHEET_FED = {
  sources: ['ADF Front', 'ADF Back', 'ADF Duplex'],
  modes: ['Lineart', 'Gray', 'Color'],
  resolutions: [75, 150, 300, 600],
  area: null,
};

it('an order without wishes is A4 in grey at 200 dpi from the glass, cut to the glass', () => {
  expect(planScan({}, FLAT, { 'test-picture': 'Grid' })).toEqual({
    ok: true,
    value: {
      args: [
        ...['--source=Flatbed', '--mode=Gray', '--resolution=200'],
        ...['-l', '0', '-t', '0', '-x', '200', '-y', '200', '--test-picture=Grid'],
      ],
      resolution: 200,
      isFeeder: false,
    },
  });
});

it.each([
  ['feeder', FLAT, '--source=Automatic Document Feeder'],
  ['feeder', SHEET_FED, '--source=ADF Front'],
  ['feeder-duplex', SHEET_FED, '--source=ADF Duplex'],
] as const)('%s is found among the device’s own words', (source, abilities, arg) => {
  const plan = planScan({ source }, abilities, {});
  expect(plan).toMatchObject({ ok: true, value: { isFeeder: true } });
  expect(plan.ok && plan.value.args[0]).toBe(arg);
});

it('the nearest resolution of a list is taken', () => {
  const plan = planScan({ source: 'feeder', resolution: 250 }, SHEET_FED, {});
  expect(plan).toMatchObject({ ok: true, value: { resolution: 300 } });
});

it('what the device has not is said', () => {
  for (const order of [{ source: 'flatbed' }, { source: 'feeder', mode: 'color' }] as const) {
    const abilities = { ...SHEET_FED, modes: ['Lineart'] };
    expect(planScan(order, abilities, {})).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED' } });
  }
});

it('settings cannot redirect the output, choose the device or hide an option in a value', () => {
  for (const name of ['batch', 'batch-print', 'output-file', 'format', 'device-name', '-o', 'Swdeskew', ''])
    expect(badExtraOption({ [name]: 'x' })).toBe(name);
  expect(badExtraOption({ swdeskew: 'yes\n--batch' })).toBe('swdeskew');
  expect(badExtraOption({ swdeskew: 'yes', 'test-picture': 'Color pattern' })).toBeNull();
});

it.each([
  [0, '', null],
  [1, 'scanimage: open of device nope:0 failed: Invalid argument', 'NOT_FOUND'],
  [1, 'scanimage: no SANE devices found', 'NOT_FOUND'],
  [1, 'scanimage: open of device x:1 failed: Device busy', 'BUSY'],
  [1, 'scanimage: open of device x:1 failed: Access to resource has been denied', 'ACCESS_DENIED'],
  [1, 'scanimage: setting of option --source failed (Invalid argument)', 'SETTING_REFUSED'],
  [1, 'scanimage: sane_read: Operation not supported', 'UNSUPPORTED'],
  [3, 'scanimage: sane_start: Device busy', 'BUSY'],
  [6, 'scanimage: sane_read: Document feeder jammed', 'JAMMED'],
  [7, 'scanimage: sane_start: Document feeder out of documents', 'NO_DOCUMENTS'],
  [8, 'scanimage: sane_start: Scanner cover is open', 'COVER_OPEN'],
  [9, '', 'IO_ERROR'],
  [null, '', 'IO_ERROR'],
  [134, 'libpng error: No IDATs written into file', 'IO_ERROR'],
] as const)('exit %s "%s" is %s', (code, stderr, fault) => {
  expect(faultOfExit(code, stderr)).toBe(fault);
});
