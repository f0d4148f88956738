import 'reflect-metadata';
import { createPrivateKey, X509Certificate as NodeCertificate, randomBytes, webcrypto } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { NAME_CONSTRAINTS_OID, nameConstraints, permits } from './name-constraints.ts';

/** ECDSA P-256 with SHA-256: what every browser, TV box and OpenSSL of the last ten years takes. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
export const DAY_MS = 86_400_000;
/** Staff machines are visited once to install it: it must outlive them. */
export const AUTHORITY_DAYS = 3_650;
export const SERVER_DAYS = 365;
/** A machine whose clock lags may still connect on the first day. */
const CLOCK_MARGIN_MS = DAY_MS;
/** A clock before this is a dead battery, not a time: certificates made by it would be over when it is set. */
const EARLIEST = Date.UTC(2026, 0, 1);

const BUNDLE = 'hall-ca.pem';
const PUBLIC_COPY = 'hall-ca.crt';

/** The hall's own certificate authority. */
export interface Authority {
  /** PEM of the certificate; the key stays inside. */
  readonly certificate: string;
  /** SHA-256 of the certificate's DER, lower-case hex. */
  readonly fingerprint: string;
  readonly notAfter: number;
  /** Whether the CA's constraints allow a host name or address. */
  permits(host: string): boolean;
  /** A server certificate for these names, signed by this CA, with its new key; both PEM. */
  issue(hosts: readonly string[], at: number): Promise<ServerPair>;
}

export interface ServerPair {
  readonly key: string;
  readonly certificate: string;
}

/**
 * Reads the hall's CA from `keys/hall-ca.pem` (key and certificate in one file of mode 0600, so that a power
 * cut cannot leave half of it), or makes it at the first start. `hall-ca.crt` beside it is a public copy.
 * Throws an Error whose message is a sentence for the technician where the files do not fit together.
 */
export async function loadAuthority(options: {
  readonly folder: string;
  readonly hall: string;
  /** Names and addresses besides the private ones that this hall is reached by; fixed when the CA is made. */
  readonly hosts: readonly string[];
  readonly now: number;
}): Promise<Authority> {
  const file = path.join(options.folder, BUNDLE);
  const copy = path.join(options.folder, PUBLIC_COPY);
  if (!existsSync(file)) {
    if (existsSync(copy)) {
      throw new Error(
        `the hall CA ${BUNDLE} is missing, though ${PUBLIC_COPY} shows that there was one: put it back from its backup, or remove ${PUBLIC_COPY} to begin with a new CA that every device and staff machine must then be given`,
      );
    }
    writeAtOnce(file, await makeAuthority(options), 0o600);
  }
  const authority = await readAuthority(file);
  if (!existsSync(copy) || readFileSync(copy, 'utf8') !== authority.certificate) {
    writeAtOnce(copy, authority.certificate, 0o644);
  }
  return authority;
}

async function readAuthority(file: string): Promise<Authority> {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`the hall CA ${BUNDLE} can be read by others: chmod 600 it`);
  }
  const text = readFileSync(file, 'utf8');
  const keyPem = pemBlock(text, 'PRIVATE KEY');
  const certificatePem = pemBlock(text, 'CERTIFICATE');
  if (keyPem === null || certificatePem === null) {
    const missing = keyPem === null ? 'its key' : 'its certificate';
    throw new Error(`the hall CA ${BUNDLE} has lost ${missing}: put the file back from its backup`);
  }
  let key: webcrypto.CryptoKey;
  let parsed: NodeCertificate;
  let constraints: Uint8Array | undefined;
  try {
    parsed = new NodeCertificate(certificatePem);
    if (!parsed.ca || !parsed.checkPrivateKey(createPrivateKey(keyPem))) throw new Error('not a pair');
    const extension = new x509.X509Certificate(certificatePem).getExtension(NAME_CONSTRAINTS_OID);
    constraints = extension === null ? undefined : new Uint8Array(extension.value);
    const der = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
    key = await webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), ALGORITHM, false, ['sign']);
  } catch {
    throw new Error(
      `the hall CA ${BUNDLE} is damaged, or its two halves do not belong together: put the file back from its backup`,
    );
  }
  const own = new x509.X509Certificate(certificatePem);
  const notAfter = Date.parse(parsed.validTo);
  return {
    certificate: certificatePem,
    fingerprint: parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfter,
    permits: (host) => constraints === undefined || permits(constraints, host),
    async issue(hosts, at) {
      const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const from = Math.max(at - CLOCK_MARGIN_MS, EARLIEST);
      const certificate = await x509.X509CertificateGenerator.create(
        {
          serialNumber: serial(),
          subject: 'CN=Yichuang hall server',
          issuer: own.subject,
          notBefore: new Date(from),
          notAfter: new Date(Math.min(from + CLOCK_MARGIN_MS + SERVER_DAYS * DAY_MS, notAfter)),
          publicKey: pair.publicKey as CryptoKey,
          signingKey: key as CryptoKey,
          signingAlgorithm: ALGORITHM,
          extensions: [
            new x509.BasicConstraintsExtension(false, undefined, true),
            new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
            new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            new x509.SubjectAlternativeNameExtension(
              hosts.map((host) => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }) as const),
            ),
            await x509.AuthorityKeyIdentifierExtension.create(own, false, webcrypto as Crypto),
            await x509.SubjectKeyIdentifierExtension.create(
              pair.publicKey as CryptoKey,
              false,
              webcrypto as Crypto,
            ),
          ],
        },
        webcrypto as Crypto,
      );
      return { key: await keyPemOf(pair.privateKey), certificate: `${certificate.toString('pem')}\n` };
    },
  };
}

async function makeAuthority(options: {
  readonly hall: string;
  readonly hosts: readonly string[];
  readonly now: number;
}): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const from = Math.max(options.now - CLOCK_MARGIN_MS, EARLIEST);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial(),
      // The random part tells the CAs of two halls apart in a machine's list.
      name: `CN=Yichuang hall CA ${options.hall} ${randomBytes(3).toString('hex')}`,
      notBefore: new Date(from),
      notAfter: new Date(from + CLOCK_MARGIN_MS + AUTHORITY_DAYS * DAY_MS),
      signingAlgorithm: ALGORITHM,
      keys: keys as CryptoKeyPair,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        // On a CA it limits what is below it (OpenSSL and Chromium): whoever got hold of the key can vouch for
        // servers in the hall, not sign programs, mail or log-ins.
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.Extension(NAME_CONSTRAINTS_OID, true, new Uint8Array(nameConstraints(options.hosts))),
        await x509.SubjectKeyIdentifierExtension.create(
          keys.publicKey as CryptoKey,
          false,
          webcrypto as Crypto,
        ),
      ],
    },
    webcrypto as Crypto,
  );
  return `${await keyPemOf(keys.privateKey)}${certificate.toString('pem')}\n`;
}

/** 126 random bits: positive, and never with a leading zero byte. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function keyPemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replaceAll(/(.{64})(?=.)/g, '$1\n')}\n-----END PRIVATE KEY-----\n`;
}

/** The first block of this kind, with a line end; null where there is none. */
export function pemBlock(text: string, kind: 'PRIVATE KEY' | 'CERTIFICATE'): string | null {
  const found = new RegExp(`-----BEGIN ${kind}-----[A-Za-z0-9+/=\\s]+-----END ${kind}-----`).exec(text);
  return found === null ? null : `${found[0]}\n`;
}

/** The whole file or none of it, on disk before it is used. */
export function writeAtOnce(file: string, text: string, mode: number): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(`${file}.new`, 'w', mode);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}
