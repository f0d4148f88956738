import type { OpenTransport, TransportSpec } from '@hall/hardware';
import { openTransport } from '@hall/hardware';
import type { Clock } from '@hall/hardware/clock';
import { probePort } from '@hall/hardware/discovery/probe-port';
import { PROBE_ORDER, PROBES, type ProbeName } from '@hall/hardware/discovery/probes';
import { fileTrouble, openTrouble } from './open-trouble.ts';
import { type PortForm, portName } from './port-form.ts';
import { type Finding, found } from './report.ts';

/** A device that was asked for by name gets the longest published answer time (SDT, find: 1 s). */
const ANSWER_MS = 1_000;

/** Words for what answered, and the word for `test`. */
export const PROBE_WORDS: Readonly<
  Record<ProbeName, { readonly zh: string; readonly en: string; readonly profile: string }>
> = {
  escpos: { zh: 'ESC/POS 打印机', en: 'an ESC/POS printer', profile: 'printer' },
  'custom-kpm': { zh: 'Custom 自助机打印机', en: 'a Custom kiosk printer', profile: 'printer' },
  sdt: { zh: '身份证阅读器', en: 'an ID-card reader', profile: 'reader' },
  bx: { zh: '仰邦 BX 条屏', en: 'an Onbon BX panel', profile: 'led' },
};

export interface Identified {
  readonly transport: TransportSpec;
  readonly open: OpenTransport;
  readonly probe: ProbeName;
}

export type Identification =
  | { readonly ok: true; readonly value: Identified; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A stream of bytes, or null for what is reached in another way (IPP, NUT, SANE). */
export function transportOf(form: PortForm, baudRate: number): TransportSpec | null {
  switch (form.kind) {
    case 'serial':
      return { kind: 'serial', path: form.path, baudRate: form.baudRate ?? baudRate };
    case 'tcp':
    case 'usblp':
    case 'hid':
      return form;
    default:
      return null;
  }
}

/** Asks the wanted question at the said speed, then at the usual ones, then whether something else answers. */
export async function identify(
  form: PortForm,
  wanted: readonly ProbeName[],
  clock: Clock,
  questions: Readonly<Partial<Record<ProbeName, Uint8Array>>> = {},
): Promise<Identification> {
  const name = portName(form);
  const first = transportOf(form, PROBES[wanted[0]!].baudRates[0]!);
  if (first === null) return { ok: false, findings: [wrongForm(name)] };
  const trouble = first.kind === 'serial' || first.kind === 'usblp' ? fileTrouble(first.path) : null;
  if (trouble !== null) return { ok: false, findings: [trouble] };

  const said = form.kind === 'serial' ? form.baudRate : null;
  const options = { open: openTransport, clock, holders: () => [], questions };
  const printers = await printerFirst(first, wanted, clock);
  if (printers !== null) return { ok: false, findings: [wrongProfile(name, printers)] };
  const asked = await probePort(first, { ...options, probes: wanted, waitMs: ANSWER_MS, ...onlyAt(said) });
  if (!asked.ok) return { ok: false, findings: [openTrouble(name, asked.error)] };
  let answered = asked.value.answered;
  if (answered === null && said !== null) {
    const again = await probePort(first, { ...options, probes: wanted });
    if (again.ok) answered = again.value.answered;
  }
  if (answered !== null) {
    const transport = answered.baudRate === null ? first : { ...first, baudRate: answered.baudRate };
    const value = {
      transport: transport as TransportSpec,
      open: openTransport(transport as TransportSpec),
      probe: answered.probe,
    };
    return { ok: true, value, findings: answeredFindings(answered.probe, answered.baudRate, said) };
  }
  const others = PROBE_ORDER.filter((probe) => !wanted.includes(probe));
  const other = await probePort(first, { ...options, probes: others });
  const tried = other.ok ? [...new Set([...asked.value.baudRates, ...other.value.baudRates])] : [];
  const actual = other.ok ? other.value.answered : null;
  if (actual !== null) return { ok: false, findings: [wrongProfile(name, actual.probe)] };
  const spoke = asked.value.spoke || (other.ok && other.value.spoke);
  return { ok: false, findings: [noAnswer(name, tried, spoke)] };
}

/**
 * Whatever is asked for, printers are asked first at that speed: another device's question would wait in a
 * printer's buffer and stand on its next ticket.
 */
async function printerFirst(
  spec: TransportSpec,
  wanted: readonly ProbeName[],
  clock: Clock,
): Promise<ProbeName | null> {
  if (wanted.includes('escpos')) return null;
  const probes = ['escpos', 'custom-kpm'] as const;
  const at = spec.kind === 'serial' ? { baudRates: [spec.baudRate] } : {};
  const asked = await probePort(spec, { open: openTransport, clock, holders: () => [], probes, ...at });
  return asked.ok ? (asked.value.answered?.probe ?? null) : null;
}

const onlyAt = (baudRate: number | null): { readonly baudRates?: readonly number[] } =>
  baudRate === null ? {} : { baudRates: [baudRate] };

function answeredFindings(probe: ProbeName, baudRate: number | null, said: number | null): Finding[] {
  const words = PROBE_WORDS[probe];
  const at =
    baudRate === null ? { zh: '', en: '' } : { zh: `（波特率 ${baudRate}）`, en: ` at ${baudRate} baud` };
  const answer = found(
    'ok',
    'ANSWERS',
    `${words.zh}有应答${at.zh}。`,
    `${capital(words.en)} answers${at.en}.`,
  );
  if (said === null || said === baudRate) return [answer];
  return [
    answer,
    found(
      'look',
      'OTHER_BAUD_RATE',
      `设备的波特率是 ${baudRate}，不是 ${said}。`,
      `The device speaks at ${baudRate} baud, not at ${said}.`,
      { zh: `把设置改为 "baudRate": ${baudRate}。`, en: `Change the setting to "baudRate": ${baudRate}.` },
    ),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wrongForm(name: string): Finding {
  return found(
    'bad',
    'PORT_FORM',
    `${name} 不适合这种设备。`,
    `${name} is not a port for this kind of device.`,
    {
      zh: '用 npm run hardware -- --help 看接口写法。',
      en: 'npm run hardware -- --help shows the forms of ports.',
    },
  );
}

function wrongProfile(name: string, probe: ProbeName): Finding {
  const words = PROBE_WORDS[probe];
  return found(
    'bad',
    'WRONG_PROFILE',
    `${name} 上是${words.zh}，不是所选的设备。`,
    `${name} is ${words.en}, not the device that was asked for.`,
    {
      zh: `改用：npm run hardware -- test ${name} ${words.profile}`,
      en: `Use: npm run hardware -- test ${name} ${words.profile}`,
    },
  );
}

function noAnswer(name: string, tried: readonly number[], spoke: boolean): Finding {
  const speeds = tried.toSorted((a, b) => a - b).join(', ');
  const at =
    speeds === '' ? { zh: '', en: '' } : { zh: `（已试波特率 ${speeds}）`, en: ` (tried ${speeds} baud)` };
  if (spoke) {
    return found(
      'bad',
      'NOT_UNDERSTOOD',
      `${name} 有数据传来，但听不懂${at.zh}。`,
      `Bytes come from ${name}, but they make no sense${at.en}.`,
      {
        zh: '可能波特率不符、线路受干扰，或是别种设备。核对设备说明书上的波特率和协议。',
        en: "The speed may be another one, the line may be disturbed, or it is another device: check speed and protocol in the device's manual.",
      },
    );
  }
  return found('bad', 'NO_ANSWER', `${name} 没有任何应答${at.zh}。`, `Nothing answers on ${name}${at.en}.`, {
    zh: '依次检查：设备电源；数据线（收发线是否交叉，RS-485 的 A/B 是否接反）；是否接在这个接口；拔下重插。',
    en: 'Check in this order: its power; the cable (crossed RX/TX, RS-485 A/B swapped); whether it is this port; pull it and put it back.',
  });
}
