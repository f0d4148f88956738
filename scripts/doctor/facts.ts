import { accessSync, constants, existsSync, globSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { SCHEMA_VERSION } from '@hall/queue-server/hall/ledger/schema';
import type {
  DatabaseFacts,
  PackageFacts,
  PortDeviceFacts,
  PortFacts,
} from '@hall/queue-server/hall/supervision/checks/machine';
import Database from 'better-sqlite3';
import { CHROMIUM } from '../system/chromium.ts';

/** The thin edge: what the machine says, without a judgement. */

const ASK_WITHIN_MS = 2_000;
/** What a hall cannot be without once it has run. */
const DATABASES = ['ledger', 'vault', 'access'] as const;

/** Whether a port is free, and if not, whether our own hall holds it. */
export async function portFacts(port: number, mqttPort: number): Promise<PortFacts[]> {
  const [http, mqtt] = await Promise.all([probe(port), probe(mqttPort)]);
  const ours = http === 'taken' && (await isHall(port));
  const held = (state: Probe): PortFacts['held'] =>
    state === 'taken' ? (ours ? 'our-hall' : 'other') : state;
  return [
    { port, use: 'HTTP', held: held(http) },
    { port: mqttPort, use: 'MQTT', held: held(mqtt) },
  ];
}

type Probe = 'free' | 'taken' | 'forbidden';

function probe(port: number): Promise<Probe> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EACCES' ? 'forbidden' : 'taken'),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve('free')));
  });
}

async function isHall(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    return answer.ok && ((await answer.json()) as { ok?: unknown }).ok === true;
  } catch {
    return false;
  }
}

/** Opens each database for reading, next to a running hall too, and lets SQLite look at its pages. */
export function databaseFacts(data: string): DatabaseFacts[] {
  const found = existsSync(data)
    ? readdirSync(data)
        .filter((file) => file.endsWith('.db'))
        .map((file) => file.slice(0, -3))
    : [];
  return [...new Set([...DATABASES, ...found])].map((name) => ({
    name,
    ...lookAt(path.join(data, `${name}.db`)),
    known: name === 'ledger' ? SCHEMA_VERSION : null,
  }));
}

function lookAt(file: string): Pick<DatabaseFacts, 'state' | 'schema'> {
  if (!existsSync(file)) return { state: 'missing', schema: 0 };
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const schema = db.pragma('user_version', { simple: true }) as number;
    const verdict = db.pragma('quick_check(1)', { simple: true });
    return { state: verdict === 'ok' ? 'sound' : 'damaged', schema };
  } catch (error) {
    const { code } = error as { code?: string };
    const damaged = code !== undefined && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
    return { state: damaged ? 'damaged' : 'unreadable', schema: 0 };
  } finally {
    db?.close();
  }
}

export function packageFacts(): PackageFacts[] {
  const there = (...patterns: string[]) => patterns.some((pattern) => globSync(pattern).length > 0);
  return [
    {
      name: 'chromium',
      there: CHROMIUM !== undefined,
      need: 'screens',
      forWhat: { zh: '本机的屏幕与取号机页面', en: 'screens and kiosk pages on this machine' },
    },
    {
      name: 'fonts-noto-cjk',
      there: there('/usr/share/fonts/**/*CJK*', '/usr/local/share/fonts/**/*CJK*'),
      need: 'screens',
      forWhat: { zh: '屏幕与号票上的生僻字', en: 'rare characters on screens and tickets' },
    },
    {
      name: 'cups',
      there: existsSync('/usr/sbin/cupsd'),
      need: 'optional',
      forWhat: { zh: '不支持 IPP 的打印机', en: 'printers without IPP' },
    },
    {
      name: 'gcc',
      there: existsSync('/usr/bin/gcc'),
      need: 'optional',
      forWhat: { zh: '仅测试用', en: 'tests only' },
    },
  ];
}

/** Serial ports and raw HID devices, and whether this user may open them. */
export function devicePortFacts(): PortDeviceFacts[] {
  return globSync('/dev/{ttyUSB,ttyACM,hidraw}*')
    .sort()
    .map((file) => {
      try {
        accessSync(file, constants.R_OK | constants.W_OK);
        return { path: file, usable: true };
      } catch {
        return { path: file, usable: false };
      }
    });
}
