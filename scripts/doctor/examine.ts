import { existsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { backupsIn } from '@hall/queue-server/hall/maintenance/folder';
import {
  checkBackup,
  checkCertificates,
  checkKeys,
} from '@hall/queue-server/hall/supervision/checks/keeping';
import {
  checkConfig,
  checkDatabases,
  checkDevicePorts,
  checkNetwork,
  checkNode,
  checkPackages,
  checkPages,
  checkPorts,
} from '@hall/queue-server/hall/supervision/checks/machine';
import { checkDisk, checkMemory } from '@hall/queue-server/hall/supervision/checks/storage';
import { checkClock } from '@hall/queue-server/hall/supervision/checks/time';
import { clockSynchronised, machineZone } from '@hall/queue-server/hall/supervision/facts/clock';
import { diskFacts, measureSync } from '@hall/queue-server/hall/supervision/facts/disk';
import {
  addressesOf,
  certificatesIn,
  keyFolderFacts,
  lanAddresses,
} from '@hall/queue-server/hall/supervision/facts/keys';
import { trouble, words } from '@hall/queue-server/hall/supervision/finding';
import type { Finding } from '@hall/shared/contracts/health';
import type { Text } from '@hall/shared/contracts/text';
import { pagesState } from '../launch/pages.ts';
import { databaseFacts, devicePortFacts, packageFacts, portFacts } from './facts.ts';
import type { Places } from './places.ts';

export interface Section {
  readonly name: Text;
  readonly findings: readonly Finding[];
}

/** Wall and monotonic clock are compared over this long: a clock that is being set shows in it. */
const CLOCK_LOOK_MS = 300;
const JUMP_MS = 1_000;

/** Looks at everything and changes nothing but a probe file, which it removes. */
export async function examine(places: Places): Promise<Section[]> {
  const { data, keys } = places;
  const now = Date.now();
  const config = places.problems.length > 0 ? null : loadHallConfig(places.config);
  const problems =
    places.problems.length > 0
      ? places.problems
      : config?.ok === false
        ? config.error.message.split('\n')
        : [];
  const hall = config?.ok ? config.value : null;
  const [synchronised, ports, jumpMs] = await Promise.all([
    clockSynchronised(),
    portFacts(places.port, places.mqttPort),
    clockJump(),
  ]);
  const pages = pagesState();
  const backup = hall?.backup;
  const newest = backup && hall ? backupsIn(backup.folder, hall.id)[0] : undefined;
  const addresses = lanAddresses();
  return [
    {
      name: words('程序', 'Program'),
      findings: [
        ...checkNode(process.versions.node),
        ...checkPages(pages.missing, pages.stale),
        ...checkPackages(packageFacts()),
      ],
    },
    { name: words('配置', 'Configuration'), findings: checkConfig(places.config, problems) },
    {
      name: words('端口与网络', 'Ports and network'),
      findings: [...checkPorts(ports), ...checkNetwork(addresses)],
    },
    {
      name: words('磁盘与内存', 'Disk and memory'),
      findings: [
        ...disk('data', data),
        ...(places.logs === null ? [] : disk('logs', places.logs)),
        ...checkMemory(freemem(), totalmem()),
      ],
    },
    {
      name: words('时间', 'Time'),
      findings: checkClock(
        {
          synchronised,
          jumps: Math.abs(jumpMs) < JUMP_MS ? [] : [{ at: now, byMs: jumpMs }],
          hallAheadMs: 0,
          machineZone: machineZone(),
          hallZone: hall?.timeZone ?? machineZone(),
        },
        now,
      ),
    },
    { name: words('数据库', 'Databases'), findings: checkDatabases(databaseFacts(data)) },
    {
      name: words('证书与密钥', 'Certificates and keys'),
      findings: [
        ...checkCertificates(certificatesIn(keys), addressesOf(places.lan), now),
        ...checkKeys(keyFolderFacts(keys, data)),
      ],
    },
    {
      name: words('备份', 'Backup'),
      findings: checkBackup(
        { configured: backup !== undefined, lastAt: newest?.at ?? null, lastFailure: null },
        now,
      ),
    },
    { name: words('设备接口', 'Device ports'), findings: checkDevicePorts(devicePortFacts(), 'dialout') },
  ];
}

/** Of the folder, or of the nearest one above it that is there. */
function disk(name: 'data' | 'logs', folder: string): Finding[] {
  let there = folder;
  while (!existsSync(there) && path.dirname(there) !== there) there = path.dirname(there);
  try {
    return checkDisk(diskFacts(name, there, name === 'data' ? measureSync(there) : null));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return [
      trouble(
        `${name}-writing`,
        words(`文件夹 ${there} 写不进去（${code}）。`, `The folder ${there} cannot be written (${code}).`),
        words(
          '把它交给运行大厅的用户，或换一个文件夹。',
          'Give it to the user who runs the hall, or choose another folder.',
        ),
      ),
    ];
  }
}

async function clockJump(): Promise<number> {
  const [wall, monotonic] = [Date.now(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, CLOCK_LOOK_MS));
  return Math.round(Date.now() - wall - (performance.now() - monotonic));
}
