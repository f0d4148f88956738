import { setTimeout as sleep } from 'node:timers/promises';
import type { FromHost, LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { ok } from '@hall/shared/contracts/result';
import type { PageBackend } from '../../device-host/page/backend.ts';
import { buildTestPage, type TestPage } from '../test-pages.ts';
import type { TestDisplay } from './display.ts';
import { personAt } from './person.ts';
import type { PageHand } from './tries.ts';

/** The attempt has to reach the page before the click does. */
const ARMED_MS = 60;
/** As the contract of the link has it. */
const SCANNED_MAX = 512;

export interface HostilePage {
  readonly url: string;
  /** What the page asked of its host. */
  readonly asked: readonly LinkRequest[];
  hand(display: TestDisplay): PageHand;
  close(): Promise<void>;
}

/** `pages/breakout.html`, built once and served any number of times, each as the device host serves the kiosk's own page. */
export interface HostilePages {
  /** `port`: of a host that comes back where it was. */
  serve(port?: number): Promise<HostilePage>;
  remove(): Promise<void>;
}

export async function buildHostilePages(): Promise<HostilePages> {
  const built = await buildTestPage('breakout');
  return { serve: (port = 0) => serveHostilePage(built, port), remove: built.remove };
}

async function serveHostilePage(built: TestPage, port: number): Promise<HostilePage> {
  const listeners = new Set<(message: FromHost) => void>();
  const asked: LinkRequest[] = [];
  const backend: PageBackend = {
    greeting: () => [],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(_id, request) {
      asked.push(request);
      return ok({});
    },
    abandoned: () => undefined,
  };
  const tell = (text: string): void => {
    if (text.length > SCANNED_MAX)
      throw new Error(`the page cannot be told ${text.length} characters at once`);
    for (const listener of listeners) listener({ type: 'scanned', text });
  };
  const served = await built.serve({ backend, camera: true, port });
  return {
    url: served.url,
    asked,
    hand: (display) => ({
      now(attempts) {
        for (const attempt of attempts.split('\n')) tell(`now ${attempt}`);
      },
      async onClick(attempt) {
        tell(`click ${attempt}`);
        await sleep(ARMED_MS);
        await personAt(display).click(1, Math.round(display.width / 2), Math.round(display.height / 2));
      },
    }),
    close: () => served.close(),
  };
}
