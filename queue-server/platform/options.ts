import path from 'node:path';
import { parseArgs } from 'node:util';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';

/** Below the range that outgoing connections take (Linux: from 32768). */
const PORT_MAX = 32_767;

export interface PlatformArguments {
  /** 0: any free port, told in the ready file. */
  readonly port: number;
  readonly dataDir: string;
  readonly readyFile: string | null;
  /** Where people outside reach this platform, without a slash at the end; null: only on this machine. */
  readonly publicUrl: string | null;
  readonly credentialFile: string;
  readonly keyFile: string;
  readonly timeZone: string;
  /** Belongs to a demo hall: every page says so. */
  readonly demo: boolean;
}

export const USAGE = `Usage: node queue-server/platform/main.ts --port N --data DIR [options]
  --port N                     port on 127.0.0.1 (0: any free one)
  --data DIR                   folder of the database; made when missing
  --ready-file F               written when the platform answers: {"port","url","publicUrl","pid"}
  --public-url URL             where people reach this platform
  --hall-credential-file F     what the hall sends as its bearer token, mode 0600 (DIR/hall-credential, made when missing)
  --key-file F                 key of the personal fields, mode 0600 (DIR/platform.key, made with a new database)
  --time-zone Z                (Asia/Shanghai)
  --demo                       every page says that this is a demonstration`;

/** Reads the command line; USAGE_ERROR says what is wrong in a sentence. */
export function readArguments(argv: readonly string[]): Result<PlatformArguments, Fault<'USAGE_ERROR'>> {
  const wrong = (message: string) => err(fault('USAGE_ERROR', message));
  let values: Record<string, string | undefined>;
  let demo = false;
  try {
    const parsed = parseArgs({
      args: [...argv],
      strict: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'ready-file': { type: 'string' },
        'public-url': { type: 'string' },
        'hall-credential-file': { type: 'string' },
        'key-file': { type: 'string' },
        'time-zone': { type: 'string' },
        demo: { type: 'boolean', default: false },
      },
    });
    ({ demo, ...values } = parsed.values);
  } catch (error) {
    return wrong((error as Error).message);
  }
  const port = Number(values.port ?? Number.NaN);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX)
    return wrong(`--port is a number from 0 to ${PORT_MAX}`);
  if (!values.data) return wrong('--data names the folder of the database');
  const dataDir = path.resolve(values.data);
  let publicUrl: string | null = null;
  if (values['public-url'] !== undefined) {
    if (!/^https?:\/\//.test(values['public-url']) || !URL.canParse(values['public-url'])) {
      return wrong('--public-url is an http or https address');
    }
    publicUrl = values['public-url'].replace(/\/+$/, '');
  }
  const timeZone = values['time-zone'] ?? 'Asia/Shanghai';
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return wrong(`--time-zone: "${timeZone}" is not a known time zone`);
  }
  return ok({
    port,
    dataDir,
    readyFile: values['ready-file'] ?? null,
    publicUrl,
    credentialFile: values['hall-credential-file'] ?? path.join(dataDir, 'hall-credential'),
    keyFile: values['key-file'] ?? path.join(dataDir, 'platform.key'),
    timeZone,
    demo,
  });
}
