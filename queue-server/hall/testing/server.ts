import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { pino } from 'pino';
import { type RunningHall, startHall } from '../hall.ts';
import { scratchFolder, testConfig, writeSecret } from './hall.ts';

export interface TestServer {
  readonly hall: RunningHall;
  readonly config: HallConfig;
  readonly api: string;
  readonly mqttUrl: string;
  /** Every line that was logged, parsed. */
  readonly logged: Record<string, unknown>[];
  readonly folder: string;
  password(username: string): string;
  secret(device: string): string;
  stop(): Promise<void>;
}

/** A real hall server on free ports of 127.0.0.1, in this process. */
export async function startTestServer(
  options: {
    lan?: string;
    config?: HallConfig;
    demo?: boolean;
    platformUrl?: string;
    platformCredential?: string;
    clockControl?: string;
    /** A folder that outlives the server: its maker takes it away. */
    folder?: string;
  } = {},
): Promise<TestServer> {
  const folder =
    options.folder === undefined ? scratchFolder() : { path: options.folder, remove: () => undefined };
  const credentialFile = path.join(folder.path, 'platform-credential');
  writeSecret(credentialFile, options.platformCredential ?? 'x'.repeat(43));
  const config = options.config ?? testConfig();
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const hall = await startHall(
    {
      config: '',
      data: path.join(folder.path, 'hall'),
      keys: path.join(folder.path, 'keys'),
      port: 0,
      mqttPort: 0,
      platformUrl: options.platformUrl ?? 'http://127.0.0.1:9',
      platformCredentialFile: credentialFile,
      publicUrl: 'http://127.0.0.1:8600',
      lan: options.lan ?? null,
      httpsPort: 0,
      mqttsPort: 0,
      hostNames: [],
      demo: options.demo ?? true,
      demoHours: 'always',
      surfacesFile: null,
      readyFile: null,
      logFile: null,
      logQuotaMb: 64,
      sntpPort: null,
      clockControl: options.clockControl ?? null,
    },
    config,
    log,
  );
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the demo has no ${what}`);
    return value;
  };
  return {
    hall,
    config,
    api: `http://127.0.0.1:${hall.port}/api/v1`,
    mqttUrl: `mqtt://127.0.0.1:${hall.mqttPort}`,
    logged,
    folder: folder.path,
    password: (username) =>
      found(hall.demo?.logins.find((login) => login.username === username)?.password, username),
    secret: (device) => found(hall.demo?.devices.find((entry) => entry.id === device)?.secret, device),
    async stop() {
      await hall.stop();
      folder.remove();
    },
  };
}
