import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hashOfFile } from './durable.ts';

export const MANIFEST_FILE = 'manifest.json';
const MANIFEST_VERSION = 1;

/** What lies in a backup. Names are relative, with forward slashes; nothing else is unpacked. */
export const Manifest = z.strictObject({
  v: z.literal(MANIFEST_VERSION),
  hall: z.string(),
  /** Version of the program that made it. */
  program: z.string(),
  /** When the copy of the ledger was taken, ms. */
  at: z.number().int(),
  epoch: z.string(),
  seq: z.number().int(),
  head: z.string(),
  /** Database → `user_version`. */
  schemas: z.record(z.string(), z.number().int()),
  /** Whether the hall keeps keys of persons in a store of their own, which a restore needs besides this. */
  personKeys: z.boolean(),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^(?:[a-z0-9-]+\.db|hall\.yaml|archive\/[A-Za-z0-9][A-Za-z0-9._/-]*)$/),
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /**
   * HMAC-SHA-256 under a key that follows from the hall key, over everything above: anybody can encrypt to the
   * public key, only the hall can make a backup that its restore accepts.
   */
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Manifest = z.infer<typeof Manifest>;
export type ManifestBody = Omit<Manifest, 'mac' | 'v'>;

/** The key of the manifest's seal, from the hall key's file. Throws where that cannot be read. */
export function manifestKey(hallKeyFile: string): Buffer {
  const hallKey = Buffer.from(readFileSync(hallKeyFile, 'utf8').trim(), 'hex');
  return Buffer.from(hkdfSync('sha256', hallKey, Buffer.alloc(0), 'yichuang backup manifest', 32));
}

export function sealManifest(body: ManifestBody, key: Buffer): Manifest {
  const unsealed = { v: MANIFEST_VERSION, ...body } as const;
  return { ...unsealed, mac: macOf(unsealed, key) };
}

export function isSealed(manifest: Manifest, key: Buffer): boolean {
  const { mac, ...unsealed } = manifest;
  return timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(macOf(unsealed, key), 'hex'));
}

/** Reads the manifest of an unpacked backup; null where there is none or it is not one of ours. */
export function readManifest(folder: string): Manifest | null {
  try {
    const parsed = Manifest.safeParse(JSON.parse(readFileSync(path.join(folder, MANIFEST_FILE), 'utf8')));
    return parsed.success && !parsed.data.files.some(({ name }) => name.includes('..')) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What differs between a manifest and the files beside it, in plain English; empty where nothing does. */
export async function compareWithManifest(manifest: Manifest, folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, bytes, sha256 } of manifest.files) {
    const file = path.join(folder, name);
    if (!existsSync(file)) problems.push(`${name} is missing`);
    else if (statSync(file).size !== bytes || (await hashOfFile(file)) !== sha256)
      problems.push(`${name} is not what was backed up`);
  }
  return problems;
}

function macOf(unsealed: Omit<Manifest, 'mac'>, key: Buffer): string {
  const { v, hall, program, at, epoch, seq, head, schemas, personKeys, files } = unsealed;
  // Keys in one order, whoever wrote the text.
  const text = JSON.stringify([
    v,
    hall,
    program,
    at,
    epoch,
    seq,
    head,
    Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)),
    personKeys,
    files.map(({ name, bytes, sha256 }) => [name, bytes, sha256]),
  ]);
  return createHmac('sha256', key).update(text).digest('hex');
}
