import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import type { Logger } from 'pino';
import { type Authority, DAY_MS, pemBlock, type ServerPair, writeAtOnce } from './authority.ts';

/** A new certificate is made this long before the old one ends: a hall may be closed for weeks. */
export const RENEW_BEFORE_MS = 30 * DAY_MS;
/** How often age and addresses are looked at: a changed address costs a minute, looking costs nothing. */
const LOOK_MS = 60_000;

const PAIR = 'hall-server.pem';
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** What a listener needs; the chain carries the CA, so that a device that only knows a fingerprint can meet it. */
export type Context = Required<Pick<SecureContextOptions, 'key' | 'cert'>>;

export interface ServerTls {
  readonly context: () => Context;
  /** Names and addresses that this server answers to, lower case. */
  readonly hosts: () => ReadonlySet<string>;
  /** Told of every new certificate. */
  onRenewed(listener: (context: Context) => void): void;
  /** Looks now; runs by itself every minute. */
  look(): Promise<void>;
  stop(): void;
}

export interface ServerTlsOptions {
  readonly folder: string;
  readonly authority: Authority;
  readonly hostNames: readonly string[];
  /** Where the LAN listeners are bound; null: loopback only. */
  readonly lan: string | null;
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The machine's addresses; tests pass their own. */
  readonly addresses?: () => readonly string[];
}

/** Keeps a server certificate that is young enough and names every address of this machine. */
export async function keepServerTls(options: ServerTlsOptions): Promise<ServerTls> {
  const { authority, log } = options;
  const file = path.join(options.folder, PAIR);
  const addresses = options.addresses ?? lanAddresses;
  const listeners: ((context: Context) => void)[] = [];
  const warned = new Set<string>();

  const wanted = (): string[] => {
    const names = [
      ...LOOPBACK,
      ...(options.lan === null ? [] : ownNames()),
      ...options.hostNames.map((name) => name.toLowerCase()),
      ...(options.lan === null ? [] : isAnyAddress(options.lan) ? addresses() : [options.lan]),
    ].filter((name) => isIP(name) !== 0 || HOST_NAME.test(name));
    return [...new Set(names)].filter((name) => {
      if (authority.permits(name)) return true;
      if (!warned.has(name)) {
        warned.add(name);
        log.warn({ event: 'tls.name-outside', host: name }, 'the hall CA may not vouch for this name');
      }
      return false;
    });
  };

  let hosts = wanted();
  let pair = readPair(file, authority, hosts, options.now());
  const renew = async (): Promise<void> => {
    pair = await authority.issue(hosts, options.now());
    writeAtOnce(file, `${pair.key}${pair.certificate}`, 0o600);
    log.info({ event: 'tls.renewed', hosts: hosts.length }, 'new server certificate');
  };
  if (pair === null) await renew();

  const context = (): Context => {
    const { key, certificate } = pair as ServerPair;
    return { key, cert: `${certificate}${authority.certificate}` };
  };
  let known = new Set(hosts);
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      hosts = wanted();
      known = new Set(hosts);
      if (isGood(pair as ServerPair, hosts, options.now())) return;
      await renew();
      for (const listener of listeners) listener(context());
    } catch (error) {
      // The old certificate goes on serving; a full disk must not take the doors away.
      log.error({ event: 'tls.renew-failed', reason: (error as Error).message }, 'certificate not renewed');
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  return {
    context,
    hosts: () => known,
    onRenewed: (listener) => void listeners.push(listener),
    look,
    stop: () => clearInterval(timer),
  };
}

function readPair(
  file: string,
  authority: Authority,
  hosts: readonly string[],
  at: number,
): ServerPair | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  const key = pemBlock(text, 'PRIVATE KEY');
  const certificate = pemBlock(text, 'CERTIFICATE');
  if (key === null || certificate === null) return null;
  try {
    // A damaged pair is simply made anew: what counts is the CA.
    const parsed = new X509Certificate(certificate);
    const ca = new X509Certificate(authority.certificate);
    if (!parsed.verify(ca.publicKey) || !parsed.checkPrivateKey(createPrivateKey(key))) return null;
    return isGood({ key, certificate }, hosts, at) ? { key, certificate } : null;
  } catch {
    return null;
  }
}

function isGood({ certificate }: ServerPair, hosts: readonly string[], at: number): boolean {
  const parsed = new X509Certificate(certificate);
  if (Date.parse(parsed.validTo) - at < RENEW_BEFORE_MS || Date.parse(parsed.validFrom) > at) return false;
  return hosts.every((host) =>
    isIP(host) === 0 ? parsed.checkHost(host) !== undefined : parsed.checkIP(host) !== undefined,
  );
}

function isAnyAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** The machine's own name, as far as it can stand in a certificate. */
export function ownNames(): string[] {
  const own = hostname().toLowerCase();
  return [own, `${own.split('.')[0]}.local`].filter((name) => HOST_NAME.test(name));
}

/** Addresses of this machine that others may reach. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal && !entry.address.startsWith('fe80'))
    .map((entry) => entry.address);
}
