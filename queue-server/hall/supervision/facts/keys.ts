import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { CertificateFacts, KeyFolderFacts } from '../checks/keeping.ts';

const CERTIFICATE_FILE = /\.(pem|crt|cer)$/;
const MAX_FILE_BYTES = 64 * 1024;

/** Every certificate that lies in a folder or one below; files that are none are passed over. */
export function certificatesIn(folder: string): CertificateFacts[] {
  const seen = new Set<string>();
  return filesBelow(folder)
    .filter((file) => CERTIFICATE_FILE.test(file))
    .flatMap((file) => {
      try {
        const text = readFileSync(path.join(folder, file), 'utf8');
        if (!text.includes('BEGIN CERTIFICATE')) return [];
        const certificate = new X509Certificate(text);
        // The CA lies there twice: with its key, and alone for staff machines.
        if (seen.has(certificate.fingerprint256)) return [];
        seen.add(certificate.fingerprint256);
        return [
          {
            file,
            notBefore: Date.parse(certificate.validFrom),
            notAfter: Date.parse(certificate.validTo),
            names: namesOf(certificate.subjectAltName),
            isAuthority: certificate.ca,
          },
        ];
      } catch {
        return [];
      }
    });
}

/** `DNS:hall.lan, IP Address:192.168.1.2` → the names alone. */
export function namesOf(subjectAltName: string | undefined): string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}

export function keyFolderFacts(keys: string, data: string): KeyFolderFacts {
  const relative = path.relative(path.resolve(data), path.resolve(keys));
  return {
    keys: filesBelow(keys)
      .filter((file) => !/\.(pem|crt|cer|pub)$/.test(file) || isPrivateKey(path.join(keys, file)))
      .map((file) => ({
        file,
        mode: process.platform === 'win32' ? 0o600 : statSync(path.join(keys, file)).mode,
      })),
    hallKey: existsSync(path.join(keys, 'hall.key')),
    vault: existsSync(path.join(data, 'vault.db')),
    insideData: relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative)),
  };
}

function isPrivateKey(file: string): boolean {
  return readFileSync(file, 'utf8').includes('PRIVATE KEY');
}

/** Small files of a folder and the folders in it, one level down. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const small = (file: string) => statSync(path.join(folder, file)).size <= MAX_FILE_BYTES;
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return small(entry.name) ? [entry.name] : [];
    if (!entry.isDirectory()) return [];
    return readdirSync(path.join(folder, entry.name), { withFileTypes: true })
      .filter((inner) => inner.isFile())
      .map((inner) => path.join(entry.name, inner.name))
      .filter(small);
  });
}

/** IPv4 addresses of this machine on its networks, loopback left out. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address);
}

/** What a certificate must speak for: the address that is listened on, or all of them; nothing without a LAN. */
export function addressesOf(lan: string | null): string[] {
  if (lan === null) return [];
  return lan === '0.0.0.0' || lan === '::' ? lanAddresses() : [lan];
}
