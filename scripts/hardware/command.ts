import { parseArgs } from 'node:util';
import type { Clock } from '@hall/hardware/clock';
import type { Text } from '@hall/shared/contracts/text';
import { checkDocumentScanner } from './checks/document-scanner.ts';
import { checkKeypad } from './checks/keypad.ts';
import { checkLed } from './checks/led.ts';
import { checkPagePrinter } from './checks/page-printer.ts';
import { checkPrinter } from './checks/printer.ts';
import { checkReader } from './checks/reader.ts';
import { checkScanner } from './checks/scanner.ts';
import { checkUps } from './checks/ups.ts';
import type { Check } from './context.ts';
import { list } from './list.ts';
import { PORT_FORMS, parsePort } from './port-form.ts';
import { probeAll, probeOne } from './probe.ts';
import { type Finding, found, isWell, printed, type Report } from './report.ts';

export const CHECKS: Readonly<Record<string, Check>> = {
  reader: checkReader,
  scanner: checkScanner,
  printer: checkPrinter,
  led: checkLed,
  'page-printer': checkPagePrinter,
  ups: checkUps,
  'document-scanner': checkDocumentScanner,
  keypad: checkKeypad,
};

export const USAGE = `npm run hardware -- COMMAND

  list                 接口、USB 设备、权限、软件包        ports, USB devices, rights, packages
  probe [PORT]         轻探：接口上是什么设备              asks gently what is there
  test PORT PROFILE    测试一台设备                        tests one device
  simulate [options]   模拟设备（--help 看选项）           simulated devices (--help lists the options)

PORT     ${PORT_FORMS.join('  ')}
PROFILE  ${Object.keys(CHECKS).join('  ')}
         scanner:honeywell-hid-pos  scanner:newland-hid-pos  reader:sdt-64-counted (HID)
         printer:generic-epson  printer:xprinter-80  printer:custom-kpm  led:5k  led:6k  led:5k@ADDRESS  led:6k@ADDRESS

  --print   打印测试票或测试页 / prints a test ticket or page
  --show    条屏显示测试文字 / shows a test text on the panel
  --scan    扫描一页 / scans a page
  --map F   键盘对照表 / keypad map (JSON)
  --wait S  等人操作的秒数（20）/ seconds for a person to act (20)
  --json    输出 JSON / prints JSON

退出码 / exit code: 0 正常 well, 1 有问题 trouble.`;

/** How each command is written; what is typed otherwise is answered with it. */
const COMMANDS: Readonly<Record<string, string>> = {
  list: 'list',
  probe: 'probe [PORT]',
  test: 'test PORT PROFILE',
  simulate: 'simulate [options]',
};
/** Profiles with models or addresses behind a colon. */
const WITH_MODELS: ReadonlySet<string> = new Set(['reader', 'scanner', 'printer', 'led']);

const USUAL_WAIT_S = 20;
const LONGEST_WAIT_S = 600;
const MS_PER_S = 1_000;

export interface Io {
  readonly clock: Clock;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What goes on meanwhile, for somebody who sits before it; default: nothing is said. */
  readonly progress?: (text: string) => void;
}

/** Runs `list`, `probe` or `test`; returns the exit code. */
export async function runHardware(
  args: readonly string[],
  { clock, out, err, progress }: Io,
): Promise<0 | 1> {
  const options = readOptions(args);
  if ('problem' in options) {
    if (args.includes('--json')) out(JSON.stringify({ ok: false, findings: [options.problem] }));
    else err(printed([options.problem]));
    return 1;
  }
  const { values, positionals } = options;
  const [command, port, profile] = positionals;
  if (values.help || command === undefined) {
    out(USAGE);
    return values.help ? 0 : 1;
  }
  const ask = (words: Text): void => err(`${words.zh}\n${words.en}`);
  const report = await run();
  if (values.json) {
    out(JSON.stringify({ ok: isWell(report.findings), findings: report.findings, ...report.data }));
  } else out(printed(report.findings));
  return isWell(report.findings) ? 0 : 1;

  async function run(): Promise<Report> {
    const form = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command ?? ''] : undefined;
    if (form === undefined) return unknownCommand(command ?? '');
    const most = { list: 1, probe: 2, test: 3 }[command ?? ''] ?? 0;
    if (positionals.length > most) return badCommand(form, positionals.slice(most));
    if (command === 'list') return list();
    if (command === 'probe' && port === undefined) {
      progress?.('正在逐个询问各接口……\nAsking one port after another …');
      return probeAll(clock);
    }
    if (port === undefined) return badCommand(form, []);
    const place = parsePort(port);
    if (!place.ok) return badForm(port);
    if (command === 'probe') {
      progress?.(`正在询问 ${port} ……\nAsking ${port} …`);
      return probeOne(place.value, clock);
    }
    if (profile === undefined) return badCommand(form, []);
    const [name = '', ...model] = profile.split(':');
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (check === undefined || (model.length > 0 && !WITH_MODELS.has(name))) return badProfile(profile);
    progress?.(`正在询问 ${port} ……\nAsking ${port} …`);
    return check({
      ...{ form: place.value, name: port, clock, ask },
      model: model.length === 0 ? null : model.join(':'),
      waitMs: Number(values.wait) * MS_PER_S,
      ...{ print: values.print, show: values.show, scan: values.scan },
      map: values.map ?? null,
    });
  }
}

function readOptions(args: readonly string[]) {
  try {
    const parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        print: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
        scan: { type: 'boolean', default: false },
        map: { type: 'string' },
        wait: { type: 'string', default: String(USUAL_WAIT_S) },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const wait = Number(parsed.values.wait);
    return wait > 0 && wait <= LONGEST_WAIT_S ? parsed : { problem: badWait(parsed.values.wait) };
  } catch (problem) {
    return { problem: badOption((problem as Error).message) };
  }
}

const HELP: Text = {
  zh: 'npm run hardware -- --help 看用法。',
  en: 'npm run hardware -- --help shows how it is used.',
};

function badWait(said: string): Finding {
  return found(
    'bad',
    'OPTION',
    `--wait 后面是秒数，大于 0，最多 ${LONGEST_WAIT_S}，不是“${said}”。`,
    `--wait takes seconds, more than 0 and at most ${LONGEST_WAIT_S}, not "${said}".`,
    HELP,
  );
}

function badOption(message: string): Finding {
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? '';
  return found('bad', 'OPTION', `选项 ${option} 不对。`, message, HELP);
}

function badForm(port: string): Report {
  return {
    findings: [
      found('bad', 'PORT_FORM', `“${port}”不是接口的写法。`, `"${port}" is no port.`, {
        zh: `可用的写法：${PORT_FORMS.join('  ')}`,
        en: `The forms are: ${PORT_FORMS.join('  ')}`,
      }),
    ],
  };
}

/** @param over what was typed beyond the command; none: something is missing */
function badCommand(form: string, over: readonly string[]): Report {
  const [zh, en] =
    over.length === 0
      ? ['命令不完整。', 'The command is not complete.']
      : [`多出了“${over.join(' ')}”。`, `"${over.join(' ')}" is too much.`];
  return {
    findings: [
      found('bad', 'COMMAND', zh, en, {
        zh: `写法：npm run hardware -- ${form}（--help 看全部用法）`,
        en: `It is written: npm run hardware -- ${form} (--help shows all)`,
      }),
    ],
  };
}

function unknownCommand(command: string): Report {
  const known = Object.keys(COMMANDS);
  return {
    findings: [
      found('bad', 'COMMAND', `没有命令“${command}”。`, `There is no command "${command}".`, {
        zh: `可用：${known.join('、')}；${HELP.zh}`,
        en: `There are: ${known.join(', ')}. ${HELP.en}`,
      }),
    ],
  };
}

function badProfile(profile: string): Report {
  return {
    findings: [
      found('bad', 'PROFILE_UNKNOWN', `没有设备类型 ${profile}。`, `There is no profile ${profile}.`, {
        zh: `可用：${Object.keys(CHECKS).join('、')}；型号写在冒号后，见 --help。`,
        en: `There are: ${Object.keys(CHECKS).join(', ')}; models stand behind a colon, see --help.`,
      }),
    ],
  };
}
