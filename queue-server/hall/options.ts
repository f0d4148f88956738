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
  readonly platformUrl: string;
  readonly platformCredentialFile: string;
  /** Where phones reach this hall, without a slash at the end; null: nowhere, and papers carry no QR code. */
  readonly publicUrl: string | null;
  readonly demo: boolean;
  readonly demoHours: 'always' | 'office';
  /** JSON with the demo's addresses, read anew at each request. */
  readonly surfacesFile: string | null;
  readonly readyFile: string | null;
  readonly logFile: string | null;
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
      'platform-url': { type: 'string', default: 'http://127.0.0.1:8602' },
      'platform-credential-file': { type: 'string' },
      'public-url': { type: 'string' },
      demo: { type: 'boolean', default: false },
      'demo-hours': { type: 'string', default: 'office' },
      'surfaces-file': { type: 'string' },
      'ready-file': { type: 'string' },
      'log-file': { type: 'string' },
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
    platformUrl: values['platform-url'],
    platformCredentialFile: need('platform-credential-file'),
    publicUrl: values['public-url']?.replace(/\/+$/, '') ?? null,
    demo: values.demo,
    demoHours,
    surfacesFile: values['surfaces-file'] ?? null,
    readyFile: values['ready-file'] ?? null,
    logFile: values['log-file'] ?? null,
  };
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--${name} is not a port: ${text}`);
  return port;
}
