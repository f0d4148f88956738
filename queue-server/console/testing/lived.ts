import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder, testConfig } from '../../hall/testing/hall.ts';
import { fillLived } from '../../hall/testing/lived-hall.ts';
import { startTestServer, type TestServer } from '../../hall/testing/server.ts';

/** A hall with a past, whose clock stands at a moment of a busy morning, wherever the machine's clock is. */

/** A Tuesday. */
export const TODAY = '2026-11-24';
export const YESTERDAY = '2026-11-23';
export const NOW = Date.parse(`${TODAY}T10:40:00+08:00`);

export interface LivedServer {
  readonly server: TestServer;
  stop(): Promise<void>;
}

export async function startLived(days: number, residents: number): Promise<LivedServer> {
  const folder = scratchFolder();
  const config = testConfig();
  fillLived(path.join(folder.path, 'hall'), config, { days, residents, now: NOW - 60_000, todayHours: 3 });
  const clockControl = path.join(folder.path, 'clock');
  writeFileSync(clockControl, String(NOW));
  const server = await startTestServer({ folder: folder.path, config, clockControl });
  return {
    server,
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}
