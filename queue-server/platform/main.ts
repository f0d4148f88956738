// The reference central platform as a process of its own: what a hall syncs to where no city platform is there.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { pino } from 'pino';
import { loadSampleCases } from './cases.ts';
import { CREDENTIAL_MIN } from './credential.ts';
import { type PlatformArguments, readArguments, USAGE } from './options.ts';
import { loadInsuranceRegister } from './people.ts';
import { createSealing, MASTER_KEY_BYTES } from './sealing.ts';
import { createSecret, readSecret } from './secret-file.ts';
import { buildPlatform } from './server.ts';
import { openDatabase } from './store/database.ts';

const HOST = '127.0.0.1';
const CREDENTIAL_BYTES = 32;

interface Secrets {
  readonly credential: string;
  readonly key: Buffer;
}

/** Finds or makes the secrets. A database whose key is gone is never opened with a new one. */
function readSecrets(args: PlatformArguments, database: string): Result<Secrets, Fault> {
  if (!existsSync(args.keyFile)) {
    if (existsSync(database)) {
      return err(
        fault('KEY_LOST', `${args.keyFile} is missing: put back the key that ${database} was written with`),
      );
    }
    createSecret(args.keyFile, randomBytes(MASTER_KEY_BYTES).toString('hex'));
  }
  const key = readSecret(args.keyFile);
  if (!key.ok) return key;
  if (!/^[0-9a-f]{64}$/.test(key.value))
    return err(fault('KEY_WRONG', `${args.keyFile} is not a key of 64 hex digits`));
  const inDataDir = path.dirname(path.resolve(args.credentialFile)) === args.dataDir;
  if (inDataDir && !existsSync(args.credentialFile)) {
    createSecret(args.credentialFile, randomBytes(CREDENTIAL_BYTES).toString('hex'));
  }
  const credential = readSecret(args.credentialFile);
  if (!credential.ok) return credential;
  if (credential.value.length < CREDENTIAL_MIN) {
    return err(
      fault('CREDENTIAL_WEAK', `${args.credentialFile} has fewer than ${CREDENTIAL_MIN} characters`),
    );
  }
  return ok({ credential: credential.value, key: Buffer.from(key.value, 'hex') });
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const args = readArguments(process.argv.slice(2));
if (!args.ok) stop(`${args.error.message}\n\n${USAGE}`);
const { port, dataDir, readyFile, publicUrl, timeZone, demo } = args.value;

mkdirSync(dataDir, { recursive: true, mode: 0o700 });
const database = path.join(dataDir, 'platform.db');
const secrets = readSecrets(args.value, database);
if (!secrets.ok) stop(secrets.error.message);

const logger = pino({ name: 'platform', base: null });
const db = openDatabase(database);
const app = await buildPlatform({
  db,
  sealing: createSealing(secrets.value.key, randomBytes),
  register: loadInsuranceRegister(),
  sampleCases: demo ? loadSampleCases() : [],
  credential: secrets.value.credential,
  now: Date.now,
  timeZone,
  logger,
  demo,
});

try {
  await app.listen({ host: HOST, port });
} catch (error) {
  db.close();
  stop(
    `Port ${port} cannot be opened (${(error as NodeJS.ErrnoException).code}): is the platform running already?`,
  );
}
const address = app.server.address();
const opened = typeof address === 'object' && address !== null ? address.port : port;
const url = `http://${HOST}:${opened}`;
logger.info({ port: opened }, 'listening');
if (readyFile !== null) {
  // Renamed into place, so that whoever waits for it never reads half of it.
  writeFileSync(
    `${readyFile}.new`,
    `${JSON.stringify({ port: opened, url, publicUrl: publicUrl ?? url, pid: process.pid })}\n`,
  );
  renameSync(`${readyFile}.new`, readyFile);
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    app
      .close()
      .then(() => db.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
}
