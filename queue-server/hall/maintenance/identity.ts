import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { syncFolder } from './durable.ts';
import { overlaps } from './folder.ts';

/**
 * The key pair of backups. The private half is made once, goes onto a stick or paper, and is never kept on the
 * server: whoever takes over the server, or its backup disk, reads no backup.
 */

/** Makes a key pair; writes the private half to a new file and returns the public one. */
export async function makeIdentity(
  file: string,
  notIn: readonly string[],
): Promise<Result<{ recipient: string }, string>> {
  if (existsSync(file))
    return err(`${file} exists: it may be the key of your backups, so it stays. Name another file.`);
  const folder = path.dirname(path.resolve(file));
  const inside = notIn.find((other) => existsSync(other) && overlaps(folder, other));
  if (inside !== undefined) {
    return err(
      `${folder} belongs to the hall's own data: put the private key where only you take it, such as a stick.`,
    );
  }
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# Private key of this hall's backups. Whoever has it reads them; without it nobody does.\n# public key: ${recipient}\n${identity}\n`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text, { mode: 0o600, flag: 'wx', flush: true });
    syncFolder(folder);
  } catch (error) {
    return err(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  return ok({ recipient });
}

/** The private key in a file, as age writes it: lines that begin with # are remarks. */
export function readIdentity(file: string): Result<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return err(`The private key ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const line = text.split(/\r?\n/).find((entry) => /^AGE-SECRET-KEY-/.test(entry.trim()));
  return line === undefined ? err(`${file} holds no private key (AGE-SECRET-KEY-…).`) : ok(line.trim());
}
