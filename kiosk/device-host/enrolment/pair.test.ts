import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EnrolmentView } from '@hall/shared/contracts/kiosk-link';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, loadAuthority } from '../../../queue-server/hall/access/authority.ts';
import type { HostClock } from '../clock.ts';
import { parseConfig } from '../config.ts';
import { silentLog } from '../log.ts';
import { type Identity, readIdentity, writeIdentity } from './identity-file.ts';
import { pair } from './pair.ts';
import { soleCertificate } from './sole-certificate.ts';

/** Two real CAs: the hall's, and that of somebody between the device and the hall. */

const scratch = mkdtempSync(path.join(tmpdir(), 'pairing-'));
const folder = (name: string) => path.join(scratch, name);
let hall: Authority;
let evil: Authority;
let server: Server | null = null;
/** What reached the server after its CA was looked at. */
let posted: string[] = [];

beforeAll(async () => {
  const make = (name: string) =>
    loadAuthority({ folder: folder(name), hall: name, hosts: [], now: Date.now() });
  [hall, evil] = [await make('hall'), await make('evil')];
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A server whose certificate is signed by `signer`, which shows `shown` as the hall's CA and lets anybody in. */
async function serve(signer: Authority, shown: string, status = 200): Promise<string> {
  const { key, certificate } = await signer.issue(['127.0.0.1'], Date.now());
  posted = [];
  const answers: Record<string, unknown> = {
    '/api/v1/enrolments': {
      enrolment: 'e'.repeat(32),
      serverNonce: '0'.repeat(32),
      caFingerprint: hall.fingerprint,
      expiresAt: Date.now() + 600_000,
    },
    '/api/v1/enrolments/reveal': { state: 'waiting', expiresAt: Date.now() + 600_000 },
    '/api/v1/enrolments/poll': { state: 'approved', device: 'kiosk-1', hall: 'county' },
  };
  const opened = createServer({ key, cert: certificate }, (request, response) => {
    request.resume();
    if (request.url === '/ca.crt') {
      response.writeHead(status).end(shown);
      return;
    }
    posted.push(request.url ?? '');
    response.end(JSON.stringify(answers[request.url ?? '']));
  });
  opened.on('tlsClientError', () => {});
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  const { port } = opened.address() as { port: number };
  return `https://127.0.0.1:${port}`;
}

/** Pairs until the end, or until it would wait for a person; also what the screen showed. */
async function tryPairing(
  url: string,
  caFingerprint: string | null,
): Promise<{ identity: Identity | null; steps: EnrolmentView['step'][] }> {
  const steps: EnrolmentView['step'][] = [];
  const stop = new AbortController();
  const impatient: HostClock = {
    now: () => Date.now(),
    after(delayMs, run) {
      // Polls come at once; longer waits are the end of the test.
      setImmediate(() => (delayMs > 2_000 || steps.includes('contacting') ? stop.abort() : run()));
      return () => undefined;
    },
  };
  const identity = await pair({
    ...{ url, caFingerprint, kind: 'kiosk', version: '1', clock: impatient, log: silentLog },
    onState: ({ step }) => steps.push(step),
    signal: stop.signal,
  });
  return { identity, steps };
}

describe('pairing trusts exactly the CA whose fingerprint it knows', () => {
  it('is let in by the hall, and keeps that one certificate', async () => {
    const shown = `${hall.certificate}\n\n`;
    const { identity } = await tryPairing(await serve(hall, shown), hall.fingerprint);
    expect(identity).toMatchObject({ device: 'kiosk-1', hall: 'county' });
    expect(identity?.ca).toBe(new X509Certificate(hall.certificate).toString());
  });

  it.each([
    ['pinned', () => hall.fingerprint],
    ['not pinned', () => null],
  ])('tells nothing to a server that shows the hall’s CA and a second one (%s)', async (_, pinned) => {
    for (const bundle of [
      hall.certificate + evil.certificate,
      hall.certificate + evil.certificate.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'),
      hall.certificate + evil.certificate.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'),
      hall.certificate.trimEnd() + evil.certificate,
    ]) {
      const { identity, steps } = await tryPairing(await serve(evil, bundle), pinned());
      expect([identity, steps, posted]).toEqual([null, ['wrong-hall'], []]);
    }
  });

  it('does not follow a server that shows the pinned CA and has a certificate of another', async () => {
    const { identity } = await tryPairing(await serve(evil, hall.certificate), hall.fingerprint);
    expect([identity, posted]).toEqual([null, []]);
  });

  it('takes no certificate that signs nobody for a CA', async () => {
    const { certificate } = await hall.issue(['127.0.0.1'], Date.now());
    const { identity, steps } = await tryPairing(await serve(hall, certificate), null);
    expect([identity, steps, posted]).toEqual([null, ['wrong-hall'], []]);
  });

  it('tries again where the server has an error for its CA', async () => {
    const { identity, steps } = await tryPairing(await serve(hall, hall.certificate, 503), hall.fingerprint);
    expect([identity, steps, posted]).toEqual([null, ['contacting'], []]);
  });
});

describe('what is on disk is trusted no further', () => {
  const secret = 's'.repeat(43);
  const identity = (ca: string): Identity => ({ device: 'kiosk-1', secret, hall: 'county', ca });

  it('an identity that brings a second CA is unusable', () => {
    const dataDir = folder('data');
    mkdirSync(dataDir, { recursive: true });
    writeIdentity(dataDir, identity(hall.certificate));
    expect(readIdentity(dataDir)).toMatchObject({ ok: true, value: { device: 'kiosk-1' } });
    writeIdentity(dataDir, identity(hall.certificate + evil.certificate));
    expect(readIdentity(dataDir)).toMatchObject({ ok: false, error: { code: 'IDENTITY_UNUSABLE' } });
    writeFileSync(path.join(dataDir, 'identity.json'), JSON.stringify(identity('')), { mode: 0o600 });
    expect(readIdentity(dataDir)).toMatchObject({ ok: false, error: { code: 'IDENTITY_UNUSABLE' } });
  });

  it('a configuration that names more than one CA is refused', () => {
    const config = (ca: string) =>
      parseConfig(
        JSON.stringify({
          ...{ profile: 'window', device: 'window-host-1', secret, hall: 'county', ca, dataDir: 'data' },
          mqttUrl: 'mqtts://127.0.0.1:1',
          leds: [{ window: 'w1', transport: { kind: 'tcp', host: '127.0.0.1', port: 9 }, model: '6k' }],
        }),
      );
    expect(config(hall.certificate).ok).toBe(true);
    const refused = config(hall.certificate + evil.certificate);
    expect(refused).toMatchObject({ ok: false, error: { code: 'CONFIG_INVALID' } });
    expect(refused.ok || refused.error.message).toBe('ca: is not exactly one certificate');
  });

  it('one certificate is one certificate, whatever stands around it', () => {
    expect(soleCertificate(`# the hall\n${hall.certificate}`)?.subject).toMatch(/hall CA hall/);
    expect(soleCertificate(hall.certificate.replace('-----END', 'MII\n-----END'))).toBeNull();
    expect(soleCertificate('')).toBeNull();
  });
});
