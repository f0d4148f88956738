import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { AUTHORITY_DAYS, DAY_MS, loadAuthority, pemBlock, SERVER_DAYS } from './authority.ts';
import { addressBytes, nameConstraints, permits } from './name-constraints.ts';
import { keepServerTls, RENEW_BEFORE_MS } from './tls.ts';

const NOW = Date.now();
const quiet = { info() {}, warn() {}, error() {} } as never;
let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const load = (now = NOW, hosts: string[] = []) =>
  loadAuthority({ folder: folder.path, hall: 'county', hosts, now });
const file = (name: string) => path.join(folder.path, name);

/** A certificate without a purpose of its own, signed by the CA in this bundle: what a thief of the key makes. */
async function issueForEverything(bundle: string): Promise<string> {
  const text = readFileSync(bundle, 'utf8');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const der = createPrivateKey(text).export({ type: 'pkcs8', format: 'der' });
  const { subtle } = webcrypto;
  const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: '4242',
      subject: 'CN=anything',
      issuer: new x509.X509Certificate(pemBlock(text, 'CERTIFICATE') as string).subject,
      notBefore: new Date(NOW - DAY_MS),
      notAfter: new Date(NOW + DAY_MS),
      publicKey: pair.publicKey as CryptoKey,
      signingKey: (await subtle.importKey('pkcs8', new Uint8Array(der), algorithm, false, [
        'sign',
      ])) as CryptoKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
    },
    webcrypto as Crypto,
  );
  return `${certificate.toString('pem')}\n`;
}

describe('the hall CA', () => {
  it('is made at the first start for ten years, may sign servers only, and stays over restarts', async () => {
    const first = await load();
    const certificate = new X509Certificate(first.certificate);
    expect(certificate.ca).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toMatch(/^CN=Yichuang hall CA county [0-9a-f]{6}$/);
    expect(Math.round((Date.parse(certificate.validTo) - NOW) / DAY_MS)).toBe(AUTHORITY_DAYS);
    expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file('hall-ca.pem')).mode & 0o777).toBe(0o600);
    const again = await load();
    expect(again.certificate).toBe(first.certificate);
    expect(readFileSync(file('hall-ca.crt'), 'utf8')).toBe(first.certificate);
  });

  it('is good for servers only: OpenSSL takes a certificate below it for nothing else', async ({ skip }) => {
    const authority = await load();
    expect(new X509Certificate(authority.certificate).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    const { certificate } = await authority.issue(['127.0.0.1'], NOW);
    // Any use but that of the CA's own certificate is open here, so that a refusal is the CA's.
    const wide = await issueForEverything(file('hall-ca.pem'));
    writeFileSync(file('server.crt'), certificate);
    writeFileSync(file('wide.crt'), wide);
    const verify = (purpose: string, leaf: string) =>
      spawnSync('openssl', ['verify', '-purpose', purpose, '-CAfile', file('hall-ca.crt'), file(leaf)], {
        encoding: 'utf8',
      });
    const server = verify('sslserver', 'server.crt');
    if ((server.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
      return skip('openssl is not installed');
    }
    expect(server).toMatchObject({ status: 0 });
    expect(verify('sslserver', 'wide.crt')).toMatchObject({ status: 0 });
    for (const purpose of ['sslclient', 'smimesign']) {
      const { status, stderr } = verify(purpose, 'wide.crt');
      expect([
        purpose,
        status,
        /unsuitable|unsupported certificate purpose|invalid CA/i.test(stderr),
      ]).toEqual([purpose, 2, true]);
    }
  });

  it('survives a clock that was reset to 1970', async () => {
    const certificate = new X509Certificate((await load(0)).certificate);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(NOW + 3_000 * DAY_MS);
  });

  it('says in a sentence which half is missing or that they do not belong together', async () => {
    const { certificate } = await load();
    const whole = readFileSync(file('hall-ca.pem'), 'utf8');
    const key = whole.slice(0, whole.indexOf('-----BEGIN CERT'));
    const write = (text: string) => writeFileSync(file('hall-ca.pem'), text, { mode: 0o600 });
    write(certificate);
    await expect(load()).rejects.toThrow(/lost its key: put the file back/);
    write(key);
    await expect(load()).rejects.toThrow(/lost its certificate/);
    write(whole.replace('MI', 'XX'));
    await expect(load()).rejects.toThrow(/damaged/);
    rmSync(file('hall-ca.pem'));
    await expect(load()).rejects.toThrow(/missing, though hall-ca.crt/);
    rmSync(file('hall-ca.crt'));
    const other = await load();
    expect(other.certificate).not.toBe(certificate);
    write(key + other.certificate);
    await expect(load()).rejects.toThrow(/do not belong together/);
    write(whole);
    chmodSync(file('hall-ca.pem'), 0o644);
    await expect(load()).rejects.toThrow(/chmod 600/);
  });

  it('may vouch for private names and addresses, and for what it was made for', async () => {
    // 59.192.0.0/10 is what the government extranet uses: not private by any RFC.
    const der = nameConstraints(['hall.example.gov.cn', '59.193.4.5', '2001:db8::7']);
    for (const host of [
      'localhost',
      'queue.lan',
      'hall.example.gov.cn',
      'a.hall.example.gov.cn',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.9',
      '127.0.0.1',
      '::1',
      'fd00::5',
      '59.193.4.5',
      '2001:db8::7',
    ]) {
      expect([host, permits(der, host)]).toEqual([host, true]);
    }
    for (const host of [
      'example.com',
      'bank.example.gov.cn',
      'xlan',
      'plan',
      '8.8.8.8',
      '59.193.4.6',
      '172.32.0.1',
      '2001:db8::1',
      '::2',
    ]) {
      expect([host, permits(der, host)]).toEqual([host, false]);
    }
    expect(addressBytes('fd00::1:2').toString('hex')).toBe('fd000000000000000000000000010002');
  });
});

describe('the server certificate', () => {
  const keep = async (now: () => number, addresses: () => string[]) =>
    keepServerTls({
      folder: folder.path,
      authority: await load(),
      hostNames: [],
      lan: '0.0.0.0',
      now,
      log: quiet,
      addresses,
    });

  it('names loopback and every private LAN address, is kept, and is made anew before its end', async () => {
    let now = NOW;
    const tls = await keep(
      () => now,
      () => ['192.168.7.7', '8.8.8.8'],
    );
    const first = new X509Certificate(String(tls.context().cert));
    expect(first.checkIP('192.168.7.7')).toBe('192.168.7.7');
    expect(first.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(first.checkHost('localhost')).toBe('localhost');
    expect(first.checkIP('8.8.8.8')).toBeUndefined();
    expect(tls.hosts().has('192.168.7.7')).toBe(true);
    const renewed: string[] = [];
    tls.onRenewed((context) => renewed.push(String(context.cert)));
    now += SERVER_DAYS * DAY_MS - RENEW_BEFORE_MS - DAY_MS;
    await tls.look();
    expect(renewed).toEqual([]);
    now += 2 * DAY_MS;
    await tls.look();
    expect(renewed).toHaveLength(1);
    expect(Date.parse(new X509Certificate(renewed[0] as string).validTo)).toBeGreaterThan(
      now + (SERVER_DAYS - 2) * DAY_MS,
    );
    tls.stop();
  });

  it('is made anew where the address changes or the stored pair is damaged, and only there', async () => {
    let addresses = ['192.168.7.7'];
    const tls = await keep(
      () => NOW,
      () => addresses,
    );
    const first = String(tls.context().cert);
    expect(
      String(
        (
          await keep(
            () => NOW,
            () => addresses,
          )
        ).context().cert,
      ),
    ).toBe(first);
    addresses = ['192.168.8.8'];
    await tls.look();
    const second = new X509Certificate(String(tls.context().cert));
    expect(second.checkIP('192.168.8.8')).toBe('192.168.8.8');
    writeFileSync(file('hall-server.pem'), 'damaged');
    const third = await keep(
      () => NOW,
      () => addresses,
    );
    expect(new X509Certificate(String(third.context().cert)).checkIP('192.168.8.8')).toBe('192.168.8.8');
    tls.stop();
    third.stop();
  });

  it('is believed by OpenSSL for its names only, and a name outside the constraints is not', async () => {
    const authority = await load();
    const meet = async (hosts: string[], servername: string) => {
      const { key, certificate } = await authority.issue(hosts, NOW);
      const server = createServer({ key, cert: certificate + authority.certificate });
      server.on('tlsClientError', () => {});
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      const outcome = await new Promise<string>((resolve) => {
        const socket: TLSSocket = connect(
          { host: '127.0.0.1', port, servername, ca: authority.certificate },
          () => {
            socket.end();
            resolve('believed');
          },
        );
        socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
        socket.once('close', () => socket.destroy());
      });
      server.close();
      return outcome;
    };
    expect(await meet(['queue.lan'], 'queue.lan')).toBe('believed');
    expect(await meet(['queue.lan'], 'other.lan')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    // Node has no name of its own for OpenSSL's "permitted subtree violation".
    expect(await meet(['example.com'], 'example.com')).toBe('UNSPECIFIED');
  });
});
