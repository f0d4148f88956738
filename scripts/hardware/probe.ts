import { openTransport } from '@hall/hardware';
import type { Clock } from '@hall/hardware/clock';
import { type Candidate, candidatesOf, SURE_SCORE } from '@hall/hardware/discovery/candidates';
import { readDeviceFiles } from '@hall/hardware/discovery/device-files';
import { type PortFinding, probePort } from '@hall/hardware/discovery/probe-port';
import { PROBES } from '@hall/hardware/discovery/probes';
import { readUsbDevices } from '@hall/hardware/discovery/usb-tree';
import type { Fault } from '@hall/shared/contracts/result';
import { groupNameOf } from './groups.ts';
import { PROBE_WORDS, transportOf } from './identify.ts';
import { fileTrouble, openTrouble } from './open-trouble.ts';
import { type PortForm, portName } from './port-form.ts';
import { type Finding, found, type Report } from './report.ts';

/** Below this a candidate is only a guess from the kind of port, and is not shown. */
const WORTH_SHOWING = 20;
const INDENT = 2;

/** One port: asks gently what is there. */
export async function probeOne(form: PortForm, clock: Clock): Promise<Report> {
  const name = portName(form);
  const spec = transportOf(form, PROBES.escpos.baudRates[0]!);
  if (spec === null) {
    return {
      findings: [
        found(
          'bad',
          'PORT_FORM',
          `${name} 不能探测，请直接测试。`,
          `${name} cannot be probed; test it instead.`,
          {
            zh: 'IPP 打印机、NUT 电源和 SANE 扫描仪须写明地址：npm run hardware -- test 接口 类型',
            en: 'IPP printers, UPS and document scanners are named by their address: npm run hardware -- test PORT PROFILE',
          },
        ),
      ],
    };
  }
  const trouble = spec.kind === 'serial' || spec.kind === 'usblp' ? fileTrouble(spec.path) : null;
  if (trouble !== null) return { findings: [trouble] };
  const asked = await probePort(spec, { open: openTransport, clock, ...onlyAt(form) });
  if (!asked.ok) return { findings: [openTrouble(name, asked.error)] };
  return { findings: [foundThere(name, asked.value)], data: { port: name, found: described(asked.value) } };
}

const onlyAt = (form: PortForm) =>
  form.kind === 'serial' && form.baudRate !== null ? { baudRates: [form.baudRate] } : {};

function described({ port, answered, spoke }: PortFinding): object {
  return {
    transport: port,
    answered: answered === null ? null : { ...answered, bytes: Buffer.from(answered.bytes).toString('hex') },
    spoke,
  };
}

function foundThere(name: string, { answered, spoke, baudRates }: PortFinding): Finding {
  if (answered !== null) {
    const { zh, en, profile } = PROBE_WORDS[answered.probe];
    const at =
      answered.baudRate === null
        ? { zh: '', en: '' }
        : { zh: `，波特率 ${answered.baudRate}`, en: ` at ${answered.baudRate} baud` };
    return found('ok', 'FOUND', `${name} 上是${zh}${at.zh}。`, `${name} is ${en}${at.en}.`, {
      zh: `进一步测试：npm run hardware -- test ${name} ${profile}`,
      en: `Test it: npm run hardware -- test ${name} ${profile}`,
    });
  }
  const tried =
    baudRates.length === 0
      ? { zh: '', en: '' }
      : { zh: `（已试波特率 ${baudRates.join(', ')}）`, en: ` (tried ${baudRates.join(', ')} baud)` };
  if (spoke) {
    return found(
      'look',
      'SPEAKS',
      `${name} 有数据传来，但不是已知的设备${tried.zh}。`,
      `Bytes come from ${name}, but from no known device${tried.en}.`,
      {
        zh: `可能是扫码器（npm run hardware -- test ${name} scanner）、键盘（keypad），或一条线上的多块条屏（led:6k@1）。`,
        en: `It may be a scanner (npm run hardware -- test ${name} scanner), a keypad (keypad), or several panels on one line (led:6k@1).`,
      },
    );
  }
  return found(
    'look',
    'SILENT',
    `${name} 上没有设备应答${tried.zh}。`,
    `Nothing answers on ${name}${tried.en}.`,
    {
      zh: `扫码器从不应答：npm run hardware -- test ${name} scanner。否则检查电源和数据线。`,
      en: `Scanners never answer: npm run hardware -- test ${name} scanner. Otherwise check power and cable.`,
    },
  );
}

/** All ports of this machine, one after the other; proposes settings and chooses nothing. */
export async function probeAll(
  clock: Clock,
  roots: { readonly usb?: string; readonly dev?: string } = {},
): Promise<Report> {
  const usb = readUsbDevices(roots.usb);
  const files = readDeviceFiles(usb, {
    group: groupNameOf,
    ...(roots.dev === undefined ? {} : { dev: roots.dev }),
  });
  const findings = new Map<string, PortFinding>();
  const troubles: Finding[] = [];
  for (const file of files) {
    if (file.access === 'forbidden') {
      const trouble = fileTrouble(file.path);
      if (trouble !== null) troubles.push(trouble);
      continue;
    }
    const baudRate = PROBES.escpos.baudRates[0]!;
    const spec =
      file.kind === 'usblp'
        ? { kind: 'usblp' as const, path: file.path }
        : { kind: 'serial' as const, path: file.path, baudRate };
    const asked = await probePort(spec, { open: openTransport, clock });
    if (asked.ok) findings.set(file.path, asked.value);
    else if (file.bus === 'usb') troubles.push(skipped(file.path, asked.error));
  }
  const candidates = candidatesOf({ files, usb, findings });
  const worth = candidates.filter(({ score }) => score >= WORTH_SHOWING);
  return {
    findings: [...troubles, ...(worth.length === 0 ? [nobody()] : worth.map(candidateFinding))],
    data: { candidates },
  };
}

function skipped(path: string, error: Fault): Finding {
  if (error.code === 'PORT_HELD') return fileTrouble(path) ?? openTrouble(path, error);
  return openTrouble(path, error);
}

function nobody(): Finding {
  return found('look', 'NOTHING_FOUND', '没有找到设备。', 'No device was found.', {
    zh: '接通电源、插好数据线后再试；网络设备用 probe tcp:地址:端口。',
    en: 'Switch the devices on, plug them in and try again; on the network: probe tcp:HOST:PORT.',
  });
}

const KIND_WORDS: Readonly<Record<Candidate['kind'], { readonly zh: string; readonly en: string }>> = {
  'card-reader': { zh: '身份证阅读器', en: 'ID-card reader' },
  scanner: { zh: '扫码器', en: 'code scanner' },
  'ticket-printer': { zh: '号票打印机', en: 'ticket printer' },
  'window-led': { zh: '窗口条屏', en: 'window LED' },
  keypad: { zh: '评价键盘', en: 'evaluation keypad' },
  'document-scanner': { zh: '文件扫描仪', en: 'document scanner' },
  ups: { zh: '不间断电源', en: 'UPS' },
};

function candidateFinding({ kind, where, score, reasons, settings, missing }: Candidate): Finding {
  const words = KIND_WORDS[kind];
  const isSure = score >= SURE_SCORE;
  const why = (language: 'zh' | 'en') =>
    reasons.map((reason) => reason[language]).join(language === 'zh' ? '；' : '; ');
  const json = settings === null ? '' : `\n${' '.repeat(INDENT + 2)}${JSON.stringify(settings)}`;
  const needs = (language: 'zh' | 'en') =>
    missing.map((text) => text[language]).join(language === 'zh' ? '；' : '; ');
  return found(
    isSure ? 'ok' : 'look',
    'CANDIDATE',
    `${where}：${words.zh}，${score} 分${isSure ? '' : '（推测）'}：${why('zh')}。`,
    `${words.en}, score ${score}${isSure ? '' : ' (a guess)'}: ${why('en')}.`,
    {
      zh: `${settings === null ? '' : '建议的设置如下'}${missing.length === 0 ? '' : `；${needs('zh')}`}`.replace(
        /^；/,
        '',
      ),
      en: `${settings === null ? '' : 'Proposed settings:'}${missing.length === 0 ? '' : ` ${needs('en')}`}${json}`.trimStart(),
    },
  );
}
