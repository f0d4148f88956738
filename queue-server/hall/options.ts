import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

/** What a hall server is started with. */
export interface HallOptions {
  readonly config: string;
  /** Databases of the hall. */
  readonly data: string;
  /** Keys and credentials, outside the databases' folder. */
  readonly keys: string;
  readonly port: number;
  readonly mqttPort: number;
  /** Null: no platform is linked, and its records wait in the outbox. */
  readonly platformUrl: string | null;
  /** Needed where there is a platform. */
  readonly platformCredentialFile: string | null;
  /** Where phones reach this hall, without a slash at the end; null: nowhere, and papers carry no QR code. */
  readonly publicUrl: string | null;
  /** Address of the LAN that HTTPS and MQTTS are bound to (0.0.0.0: all); null: loopback. */
  readonly lan: string | null;
  /** Null: not offered. Plain HTTP and MQTT never leave loopback. */
  readonly httpsPort: number | null;
  readonly mqttsPort: number | null;
  /** Names of this server besides its addresses and its machine's name. */
  readonly hostNames: readonly string[];
  readonly demo: boolean;
  readonly demoHours: 'always' | 'office';
  /** JSON with the demo's addresses, read anew at each request. */
  readonly surfacesFile: string | null;
  readonly readyFile: string | null;
  readonly logFile: string | null;
  /** MB that all log files together may take. */
  readonly logQuotaMb: number;
  /** UDP port of the time service for the hall's devices (SNTP); null: none. */
  readonly sntpPort: number | null;
  /** File that sets the hall's clock (clock-control.ts): demo and tests only. */
  readonly clockControl: string | null;
}

export function readOptions(argv: readonly string[]): HallOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      keys: { type: 'string' },
      port: { type: 'string', default: '8600' },
      'mqtt-port': { type: 'string', default: '8601' },
      'platform-url': { type: 'string' },
      'platform-credential-file': { type: 'string' },
      'public-url': { type: 'string' },
      lan: { type: 'string' },
      'https-port': { type: 'string' },
      'mqtts-port': { type: 'string' },
      'host-name': { type: 'string', multiple: true, default: [] },
      demo: { type: 'boolean', default: false },
      'demo-hours': { type: 'string', default: 'office' },
      'surfaces-file': { type: 'string' },
      'ready-file': { type: 'string' },
      'log-file': { type: 'string' },
      'log-quota-mb': { type: 'string', default: '2048' },
      'sntp-port': { type: 'string' },
      'clock-control': { type: 'string' },
    },
  });
  const need = (name: 'config' | 'data' | 'keys' | 'platform-credential-file') => {
    const value = values[name];
    if (value === undefined) throw new Error(`--${name} is needed`);
    return value;
  };
  const demoHours = values['demo-hours'];
  if (demoHours !== 'always' && demoHours !== 'office')
    throw new Error('--demo-hours is "always" or "office"');
  return {
    config: need('config'),
    data: need('data'),
    keys: need('keys'),
    port: portOf('port', values.port),
    mqttPort: portOf('mqtt-port', values['mqtt-port']),
    platformUrl: values['platform-url'] ?? null,
    platformCredentialFile: values['platform-url'] === undefined ? null : need('platform-credential-file'),
    publicUrl: values['public-url']?.replace(/\/+$/, '') ?? null,
    lan: lanOf(values.lan),
    httpsPort: tlsPortOf('https-port', values, DEFAULT_HTTPS_PORT),
    mqttsPort: tlsPortOf('mqtts-port', values, DEFAULT_MQTTS_PORT),
    hostNames: values['host-name'].map(hostNameOf),
    demo: values.demo,
    demoHours,
    surfacesFile: values['surfaces-file'] ?? null,
    readyFile: values['ready-file'] ?? null,
    logFile: values['log-file'] ?? null,
    logQuotaMb: numberOf('log-quota-mb', values['log-quota-mb'], 1, 1_048_576),
    clockControl: clockControlOf(values['clock-control'], values.demo),
    sntpPort: values['sntp-port'] === undefined ? null : portOf('sntp-port', values['sntp-port']),
  };
}

/** The usual alternative port of HTTPS and the registered one of MQTT over TLS: neither needs root. */
const DEFAULT_HTTPS_PORT = 8443;
const DEFAULT_MQTTS_PORT = 8883;

/** On the LAN both TLS doors are open; without it only where a port is named. */
function tlsPortOf(
  name: 'https-port' | 'mqtts-port',
  values: { readonly lan?: string; readonly 'https-port'?: string; readonly 'mqtts-port'?: string },
  usual: number,
): number | null {
  const text = values[name];
  if (text !== undefined) return portOf(name, text);
  return values.lan === undefined ? null : usual;
}

function lanOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (isIP(text) === 0)
    throw new Error(`--lan is an IP address of this machine, or 0.0.0.0 for all: ${text}`);
  return text;
}

function hostNameOf(text: string): string {
  const name = text.toLowerCase();
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
    throw new Error(`--host-name is not a host name: ${text}`);
  return name;
}

function clockControlOf(file: string | undefined, demo: boolean): string | null {
  if (file !== undefined && !demo) throw new Error('--clock-control is for the demo only: name --demo, too');
  return file ?? null;
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--${name} is not a port: ${text}`);
  return port;
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
  return value;
}
