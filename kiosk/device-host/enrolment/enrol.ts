import { KioskScreen } from '@hall/shared/contracts/kiosk-screen';
import type { Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { wallClock } from '../clock.ts';
import type { HostConfig, HostSetup } from '../config.ts';
import { parseConfig } from '../config.ts';
import type { HostLog } from '../log.ts';
import { openPageServer } from '../page/page-server.ts';
import { VERSION } from '../version.ts';
import { type Identity, readIdentity, removeIdentity, writeIdentity } from './identity-file.ts';
import { pair } from './pair.ts';
import { pairingPage } from './pairing-page.ts';

type Unenrolled = Extract<HostSetup, { kind: 'enrol' }>;

/**
 * Turns a configuration without a credential into one with: from the stored identity, or by asking the hall and
 * waiting for a manager. A kiosk shows its pairing code on its own page meanwhile. Null: stopped before.
 */
export async function enrolled(options: {
  readonly setup: Unenrolled;
  readonly appFolder: string;
  /** Forget the stored identity first. */
  readonly again: boolean;
  readonly log: HostLog;
  readonly signal: AbortSignal;
  /** The page is up, though nothing else is yet. */
  readonly onPage: (url: string | null) => void;
}): Promise<Result<HostConfig | null>> {
  const { setup, log } = options;
  if (options.again) removeIdentity(setup.dataDir);
  const stored = readIdentity(setup.dataDir);
  if (!stored.ok) return stored;
  const identity = stored.value ?? (await askToBeLetIn(options));
  if (identity === null) return ok(null);
  if ('code' in identity) return err(identity);
  if (stored.value === null) {
    writeIdentity(setup.dataDir, identity);
    log.info({ device: identity.device }, 'enrolled');
  }
  return withIdentity(setup, identity);
}

async function askToBeLetIn(
  options: Parameters<typeof enrolled>[0],
): Promise<Identity | null | ReturnType<typeof fault>> {
  const { setup, log, signal } = options;
  const view = pairingPage();
  const page =
    setup.port === null
      ? null
      : await openPageServer({
          port: setup.port,
          appFolder: options.appFolder,
          backend: view,
          screen: KioskScreen.safeParse(setup.rest['screen']).data,
          clock: wallClock,
          log,
        });
  if (page && !page.ok) return fault(page.error.code, page.error.message);
  options.onPage(page?.value.url ?? null);
  const identity = await pair({
    url: setup.enrol.url,
    caFingerprint: setup.enrol.caFingerprint ?? null,
    kind: setup.deviceKind,
    version: VERSION,
    clock: wallClock,
    log,
    onState: view.show,
    signal,
  });
  await page?.value.close();
  return identity;
}

function withIdentity(setup: Unenrolled, { device, secret, hall, ca }: Identity): Result<HostConfig> {
  return parseConfig(JSON.stringify({ ...setup.rest, device, secret, hall, ...(ca === null ? {} : { ca }) }));
}
