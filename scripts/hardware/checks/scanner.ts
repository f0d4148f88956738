import { openScanner, openTransport } from '@hall/hardware';
import { SCANNER_PROFILES, type ScannerProfileName } from '@hall/hardware/drivers/scanner/profiles';
import { type Check, lostReason, masked, within } from '../context.ts';
import { transportOf } from '../identify.ts';
import { fileTrouble, openTrouble, portLost } from '../open-trouble.ts';
import type { PortForm } from '../port-form.ts';
import { type Finding, found } from '../report.ts';

/** GM65 and most serial scanners are delivered with it. */
const USUAL_BAUD = 9_600;

type Scan =
  | {
      readonly kind: 'text';
      readonly length: number;
      readonly masked: string;
      readonly encoding: string;
      readonly endedBy: string;
    }
  | { readonly kind: 'rejected'; readonly reason: string; readonly bytes: number };

/** A scanner answers nothing: the proof is a code that a person holds under it. */
export const checkScanner: Check = async ({ form, name, model, clock, waitMs, ask }) => {
  const profile = profileOf(form, model);
  if (profile === null) return { findings: [unknownModel(model ?? '')] };
  const spec = transportOf(form, USUAL_BAUD);
  if (spec === null) {
    return {
      findings: [
        found('bad', 'PORT_FORM', `${name} 不适合扫码器。`, `${name} is no port for a scanner.`, {
          zh: '写串口、tcp: 或 hid: 的接口。',
          en: 'Write a serial port, or one that begins with tcp: or hid:.',
        }),
      ],
    };
  }
  const trouble = spec.kind === 'serial' || spec.kind === 'usblp' ? fileTrouble(spec.path) : null;
  if (trouble !== null) return { findings: [trouble] };
  const open = openTransport(spec);
  const opened = await open();
  if (!opened.ok) return { findings: [openTrouble(name, opened.error)] };
  await opened.value.close();

  ask({
    zh: `请在 ${waitMs / 1_000} 秒内扫一个码……`,
    en: `Hold a code under the scanner within ${waitMs / 1_000} s …`,
  });
  let close: () => Promise<void> = () => Promise.resolve();
  let lost: string | null = null;
  const scan = await within<Scan>(clock, waitMs, (settle) => {
    const scanner = openScanner({
      open,
      profile,
      clock,
      onHealth: (health) => {
        lost = lostReason(health, lost);
      },
      onScan: ({ text, encoding, endedBy }) =>
        settle({ kind: 'text', length: [...text].length, masked: masked(text), encoding, endedBy }),
      onRejected: ({ reason, bytes }) => settle({ kind: 'rejected', reason, bytes }),
    });
    close = () => scanner.close();
  });
  await close();
  const finding = scan === null && lost !== null ? portLost(name, lost) : judged(scan);
  return { findings: [finding], data: { transport: spec, scan } };
};

/** Makers whose HID reports are known, by USB vendor id: 0C2E Honeywell, 1EAB Newland. */
const HID_PROFILES: Readonly<Record<number, ScannerProfileName>> = {
  3118: 'honeywell-hid-pos',
  7851: 'newland-hid-pos',
};

/** As it was said; else by the maker of a HID scanner, and `serial` for everything else. */
function profileOf(form: PortForm, model: string | null): ScannerProfileName | null {
  if (model !== null) return Object.hasOwn(SCANNER_PROFILES, model) ? (model as ScannerProfileName) : null;
  if (form.kind !== 'hid') return 'serial';
  return HID_PROFILES[form.vendorId] ?? null;
}

function unknownModel(model: string): Finding {
  const known = Object.keys(SCANNER_PROFILES)
    .map((profile) => `scanner:${profile}`)
    .join(', ');
  return found(
    'bad',
    'MODEL_UNKNOWN',
    `请指定扫码器型号（没有“${model}”）：${known}。`,
    `Name the kind of scanner (there is no "${model}"): ${known}.`,
  );
}

function judged(scan: Scan | null) {
  if (scan === null) {
    return found('bad', 'NO_SCAN', '没有收到任何码。', 'No code arrived.', {
      zh: '扫码器亮灯并“嘀”一声了吗？若有，核对接口和波特率，并确认它设为串口或 HID POS 而不是键盘模式；若没有，检查供电。',
      en: 'Did the scanner light up and beep? If so, check port and baud rate, and that it is set to serial or HID POS and not to keyboard mode; if not, check its power.',
    });
  }
  if (scan.kind === 'rejected') {
    return found(
      'bad',
      'NOT_UNDERSTOOD',
      `收到 ${scan.bytes} 个字节，但不是文字（${scan.reason}）。`,
      `${scan.bytes} bytes came, but they are no text (${scan.reason}).`,
      {
        zh: '多半是波特率不符：在接口后面写上波特率再试，如 /dev/ttyUSB0:115200。',
        en: 'Most likely the speed is another one: write it behind the port, e.g. /dev/ttyUSB0:115200.',
      },
    );
  }
  const ending =
    scan.endedBy === 'terminator'
      ? { zh: '有结束符', en: 'with an end mark' }
      : { zh: '靠停顿结束', en: 'ended by a pause' };
  return found(
    'ok',
    'SCANNED',
    `读到一个码：${scan.length} 个字符，${scan.masked}（${scan.encoding}，${ending.zh}）。`,
    `A code was read: ${scan.length} characters, ${scan.masked} (${scan.encoding}, ${ending.en}).`,
  );
}
