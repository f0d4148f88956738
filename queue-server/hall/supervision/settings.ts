import { readFileSync } from 'node:fs';
import path from 'node:path';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { explain } from '../config/explain.ts';
import { lineOf } from '../config/locate.ts';
import { type ConfigProblem, pathText, problemText } from '../config/problem.ts';

/**
 * The one settings file of a production hall: where things lie and what is reached how. What the hall *is*
 * (queues, windows, staff) stands in its configuration. Relative paths start at the settings file.
 */

const Port = z.number().int().min(1).max(65_535);
const HttpUrl = z.url({
  protocol: /^https?$/,
  message: 'must be an address such as https://hall.example.cn',
});

export const Settings = z.strictObject({
  version: z.literal(1),
  /** The hall's configuration, YAML. */
  config: z.string().min(1),
  /** Databases. */
  data: z.string().min(1),
  /** Keys and credentials, outside of `data`. */
  keys: z.string().min(1),
  logs: z
    .strictObject({
      folder: z.string().min(1),
      /** All log files together; six months of a busy hall fit into 2 GB. */
      quotaMb: z.number().int().min(50).max(1_048_576).default(2_048),
    })
    .optional(),
  port: Port.default(8600),
  mqttPort: Port.default(8601),
  /** Without it the hall is for this machine only. Plain HTTP and MQTT never leave it. */
  network: z
    .strictObject({
      /** Address of this machine that HTTPS and MQTTS are bound to; 0.0.0.0: all. */
      lan: z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address of this machine, or 0.0.0.0' }),
      httpsPort: Port.default(8443),
      mqttsPort: Port.default(8883),
      /** Names of this server besides its addresses and its machine's name. */
      hostNames: z.array(z.string().min(1).max(253)).max(20).default([]),
    })
    .optional(),
  /** Where phones reach this hall; without it papers carry no QR code. */
  publicUrl: HttpUrl.optional(),
  /** Without it records wait in the hall. */
  platform: z.strictObject({ url: HttpUrl, credentialFile: z.string().min(1) }).optional(),
  time: z
    .strictObject({
      /** UDP port of the time service for the hall's devices; 123 needs a capability. */
      sntpPort: Port,
    })
    .optional(),
});
export type Settings = z.infer<typeof Settings>;

export type SettingsFault = Fault<'SETTINGS_READ' | 'SETTINGS_INVALID'>;

export function loadSettings(file: string): Result<Settings, SettingsFault> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return err(fault('SETTINGS_READ', `The settings file ${file} cannot be read (${code}).`));
  }
  return parseSettings(text, file);
}

/** One line for each problem, `file:line: path: reason`; paths come out absolute. */
export function parseSettings(text: string, file: string): Result<Settings, SettingsFault> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: ConfigProblem[] = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    path: '',
    reason: `not valid YAML: ${error.message}`,
  }));
  const data: unknown = problems.length > 0 ? null : document.toJS();
  const parsed = Settings.safeParse(data);
  if (parsed.success) return ok(absolute(parsed.data, path.dirname(path.resolve(file))));
  if (problems.length === 0) {
    const add = (at: readonly PropertyKey[], reason: string) =>
      problems.push({ file, line: lineOf(document, lines, at), path: pathText(at), reason });
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) add([...issue.path, key], 'is a key that nobody knows');
      } else add(issue.path, explain(issue, valueAt(data, issue.path)));
    }
    problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  }
  return err(fault('SETTINGS_INVALID', problems.map(problemText).join('\n')));
}

function valueAt(data: unknown, at: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of at) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value;
}

function absolute(settings: Settings, from: string): Settings {
  const at = (file: string) => path.resolve(from, file);
  return {
    ...settings,
    config: at(settings.config),
    data: at(settings.data),
    keys: at(settings.keys),
    ...(settings.logs ? { logs: { ...settings.logs, folder: at(settings.logs.folder) } } : {}),
    ...(settings.platform
      ? { platform: { ...settings.platform, credentialFile: at(settings.platform.credentialFile) } }
      : {}),
  };
}

/** As the command line of the hall server says the same. */
export function flagsOf(settings: Settings): string[] {
  const { logs, network, platform, publicUrl, time } = settings;
  const flags: [string, string | number | undefined][] = [
    ['config', settings.config],
    ['data', settings.data],
    ['keys', settings.keys],
    ['port', settings.port],
    ['mqtt-port', settings.mqttPort],
    ['lan', network?.lan],
    ['https-port', network?.httpsPort],
    ['mqtts-port', network?.mqttsPort],
    ...(network?.hostNames ?? []).map((name) => ['host-name', name] as [string, string]),
    ['public-url', publicUrl],
    ['platform-url', platform?.url],
    ['platform-credential-file', platform?.credentialFile],
    ['log-file', logs ? path.join(logs.folder, 'hall.log') : undefined],
    ['log-quota-mb', logs?.quotaMb],
    ['sntp-port', time?.sntpPort],
  ];
  return flags.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
}
