import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { Decrypter, Encrypter } from 'age-encryption';
import { packTar, type TarSource, unpackTar } from 'modern-tar/fs';
import { syncPath } from './durable.ts';

/**
 * Files that only the holder of the private key reads: age (age-encryption.org/v1), by its TypeScript
 * implementation, so that `age -d` opens them too. Everything is a stream: a ledger of gigabytes never sits in
 * memory. age authenticates each 64 KiB and the end, so a flipped bit or a cut-off file is found on opening.
 */

export interface Sealed {
  readonly bytes: number;
  /** SHA-256 of the encrypted file, hex. */
  readonly sha256: string;
}

export type OpenFault = Fault<'IDENTITY_WRONG' | 'SEALED_DAMAGED' | 'SEALED_UNREADABLE'>;

/** Encrypts files into one tar at `target`, which must not be in use; it is on the disk when this returns. */
export async function sealTar(
  recipient: string,
  sources: readonly TarSource[],
  target: string,
): Promise<Sealed> {
  return seal(recipient, () => packTar(sources as TarSource[]), target);
}

/** As {@link sealTar} for one file, without a tar. */
export async function sealFile(recipient: string, source: string, target: string): Promise<Sealed> {
  return seal(recipient, () => createReadStream(source), target);
}

/** Whether age can encrypt to a public key. */
export function isRecipient(recipient: string): boolean {
  try {
    new Encrypter().addRecipient(recipient);
    return true;
  } catch {
    return false;
  }
}

async function seal(recipient: string, open: () => Readable, target: string): Promise<Sealed> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const plain = open();
  const sealed = await encrypter.encrypt(Readable.toWeb(plain) as globalThis.ReadableStream<Uint8Array>);
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(
    Readable.fromWeb(sealed as ReadableStream<Uint8Array>),
    count,
    createWriteStream(target, { mode: 0o600 }),
  );
  syncPath(target);
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Unpacks what {@link sealTar} made into a new folder; only plain files whose names are wanted. A damaged file
 * leaves nothing there.
 */
export async function openTar(
  file: string,
  identity: string,
  folder: string,
  wants: (name: string) => boolean,
): Promise<Result<null, OpenFault>> {
  // Twice: an unpacking that fails half-way goes on writing behind the back of whoever clears the folder away.
  const whole = await open(file, identity, (plain) => pipeline(plain, nowhere()));
  if (!whole.ok) return whole;
  return open(file, identity, (plain) =>
    pipeline(
      plain,
      unpackTar(folder, {
        strict: true,
        fmode: 0o600,
        dmode: 0o700,
        filter: (header) => header.type === 'file' && wants(header.name),
      }),
    ),
  );
}

/** Decrypts what {@link sealFile} made; a failure leaves nothing at `target`. */
export async function openFile(
  file: string,
  identity: string,
  target: string,
): Promise<Result<null, OpenFault>> {
  const opened = await open(file, identity, (plain) =>
    pipeline(plain, createWriteStream(target, { mode: 0o600 })),
  );
  if (!opened.ok) rmSync(target, { force: true });
  return opened;
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

async function open(
  file: string,
  identity: string,
  into: (plain: Readable) => Promise<void>,
): Promise<Result<null, OpenFault>> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    return err(fault('IDENTITY_WRONG', 'this is not a private key of age (AGE-SECRET-KEY-…)'));
  }
  try {
    const sealed = createReadStream(file);
    const plain = await decrypter.decrypt(Readable.toWeb(sealed) as globalThis.ReadableStream<Uint8Array>);
    await into(Readable.fromWeb(plain as ReadableStream<Uint8Array>));
    return ok(null);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== undefined && /^E[A-Z]+$/.test(code)) {
      return err(fault('SEALED_UNREADABLE', `${code} while unpacking`, { code }));
    }
    return /no identity matched/.test(message)
      ? err(fault('IDENTITY_WRONG', 'the file was encrypted for another key'))
      : err(fault('SEALED_DAMAGED', `the file is damaged: ${message}`));
  }
}
