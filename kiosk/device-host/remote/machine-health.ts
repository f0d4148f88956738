import { arch, cpus, loadavg, release, type } from 'node:os';
import type { DeviceHealth } from '@hall/shared/contracts/remote';
import { VERSION } from '../version.ts';
import { diskRoom } from './probes.ts';

const MB = 1024 * 1024;

/** What every host says of the machine it runs on. */
export function machineHealth(
  dataDir: string,
  startedAt: number,
): Pick<
  DeviceHealth,
  'version' | 'node' | 'system' | 'startedAt' | 'memoryMb' | 'loadPercent' | 'diskFreeMb' | 'diskTotalMb'
> {
  const disk = diskRoom(dataDir);
  return {
    version: VERSION,
    node: process.version,
    system: `${type()} ${release()} ${arch()}`.slice(0, 80),
    startedAt,
    memoryMb: Math.round(process.memoryUsage.rss() / MB),
    loadPercent: Math.round(((loadavg()[0] ?? 0) / Math.max(1, cpus().length)) * 100),
    diskFreeMb: disk?.freeMb ?? null,
    diskTotalMb: disk?.totalMb ?? null,
  };
}
