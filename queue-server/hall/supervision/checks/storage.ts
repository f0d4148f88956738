import type { Finding } from '@hall/shared/contracts/health';
import { attention, bytesText, DAY_MS, finding, good, graded, spanText, trouble, words } from '../finding.ts';

const GIB = 1024 ** 3;
/** A busy hall writes about 50 MB a day: this is months. */
const FREE_ATTENTION_BYTES = 5 * GIB;
/** Backup and a checkpoint need room beside the databases. */
const FREE_TROUBLE_BYTES = GIB;
/** The system is designed for disks of 5 to 30 ms; above, people at kiosks begin to notice. */
const SYNC_ATTENTION_MS = 30;
const SYNC_TROUBLE_MS = 200;

export interface DiskFacts {
  /** What lies there. */
  readonly name: 'data' | 'logs';
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** tmpfs or ramfs: what is written there is gone at the next power cut. */
  readonly inMemory: boolean;
  /** Median of a 4 KiB write with fsync, ms; null where it was not measured. */
  readonly syncMs: number | null;
}

const NAMES = { data: '数据', logs: '日志' } as const;

export function checkDisk(disk: DiskFacts): Finding[] {
  const { name, freeBytes, totalBytes, syncMs } = disk;
  const findings: Finding[] = [];
  if (disk.inMemory) {
    findings.push(
      trouble(
        `${name}-in-memory`,
        words(
          `${NAMES[name]}文件夹在内存盘上，断电即丢失。`,
          `The ${name} folder lies in memory: a power cut loses it.`,
        ),
        words('换到真正的磁盘上的文件夹。', 'Choose a folder on a real disk.'),
      ),
    );
  }
  const free = bytesText(freeBytes);
  const total = bytesText(totalBytes);
  findings.push(
    finding(
      `${name}-space`,
      graded(-freeBytes, -FREE_ATTENTION_BYTES, -FREE_TROUBLE_BYTES),
      words(
        `${NAMES[name]}所在磁盘剩余 ${free}，共 ${total}。`,
        `The disk of ${name} has ${free} free of ${total}.`,
      ),
      words('清理旧备份、旧日志，或换更大的磁盘。', 'Move old backups and logs away, or add a larger disk.'),
    ),
  );
  if (syncMs !== null) {
    findings.push(
      finding(
        `${name}-sync`,
        graded(syncMs, SYNC_ATTENTION_MS, SYNC_TROUBLE_MS),
        words(
          `磁盘写入确认约需 ${syncMs.toFixed(1)} 毫秒。`,
          `The disk confirms a write in about ${syncMs.toFixed(1)} ms.`,
        ),
        words(
          '检查磁盘健康（SMART）和是否有其他程序占用，必要时换固态盘。',
          'Check the disk (SMART) and what else uses it; a solid-state disk helps.',
        ),
      ),
    );
  }
  return findings;
}

export interface StorageFacts {
  /** Code of the last commit where it failed; null: it succeeded. */
  readonly failure: string | null;
  readonly vaultOpen: boolean;
}

export function checkWriting({ failure, vaultOpen }: StorageFacts): Finding[] {
  const findings: Finding[] = [];
  if (failure === 'STORAGE_FULL') {
    findings.push(
      trouble(
        'ledger-writing',
        words(
          '磁盘已满，总账写不进去，取号机已转为离线取号。',
          'The disk is full: the ledger takes nothing, kiosks go on offline.',
        ),
        words('立即腾出磁盘空间，之后系统会自行恢复。', 'Free space now; the hall goes on by itself.'),
      ),
    );
  } else if (failure !== null) {
    findings.push(
      trouble(
        'ledger-writing',
        words('上一次写入总账失败。', 'The last write to the ledger failed.'),
        words(
          '检查磁盘与系统日志（dmesg），准备换盘并从备份恢复。',
          'Look at disk and system log (dmesg); be ready to replace it and restore.',
        ),
      ),
    );
  } else findings.push(good('ledger-writing', words('总账可写。', 'The ledger takes writes.')));
  findings.push(
    vaultOpen
      ? good('vault', words('个人信息库已打开。', 'The vault is open.'))
      : trouble(
          'vault',
          words('个人信息库读不出来。', 'The vault cannot be read.'),
          words(
            '检查 vault.db 与 hall.key，按应急手册恢复。',
            'Check vault.db and hall.key; follow the incident sheet.',
          ),
        ),
  );
  return findings;
}

/** Logs are kept this long at least (等保: six months). */
export const LOG_RETENTION_DAYS = 180;

export interface LogFacts {
  readonly bytes: number;
  readonly quotaBytes: number;
  /** Day of the oldest file, ms; null where there is none. */
  readonly oldestAt: number | null;
  /** When a file younger than the retention had to be removed; null: never. */
  readonly cutShortAt: number | null;
  /** Lines that a full disk swallowed since the start. */
  readonly lostLines: number;
}

export function checkLogs(logs: LogFacts, now: number): Finding[] {
  const { bytes, quotaBytes, oldestAt, cutShortAt, lostLines } = logs;
  const findings: Finding[] = [];
  const days = oldestAt === null ? 0 : Math.max(1, (now - oldestAt) / DAY_MS);
  const needed = days === 0 ? 0 : (bytes / days) * LOG_RETENTION_DAYS;
  const quota = bytesText(quotaBytes);
  const raise = words('在设置文件 logs.quotaMb 中调大配额。', 'Raise logs.quotaMb in the settings file.');
  if (cutShortAt !== null && now - cutShortAt < LOG_RETENTION_DAYS * DAY_MS) {
    findings.push(
      attention(
        'log-retention',
        words(
          `日志配额 ${quota} 不够保存六个月，较早的已删除。`,
          `The log quota of ${quota} does not hold six months: older logs were removed.`,
        ),
        raise,
      ),
    );
  } else if (days >= 7 && needed > quotaBytes) {
    findings.push(
      attention(
        'log-retention',
        words(
          `照目前速度，六个月日志约需 ${bytesText(needed)}，配额只有 ${quota}。`,
          `At this rate six months of logs need ${bytesText(needed)}; the quota is ${quota}.`,
        ),
        raise,
      ),
    );
  } else {
    findings.push(
      good(
        'log-retention',
        words(`日志占用 ${bytesText(bytes)}，配额 ${quota}。`, `Logs use ${bytesText(bytes)} of ${quota}.`),
      ),
    );
  }
  if (lostLines > 0) {
    findings.push(
      attention(
        'log-lost',
        words(
          `有 ${lostLines} 行日志因磁盘写不进而丢失。`,
          `${lostLines} log lines were lost: the disk did not take them.`,
        ),
        words('检查日志所在磁盘的空间与权限。', 'Check space and permissions of the log folder.'),
      ),
    );
  }
  return findings;
}

export function checkMemory(freeBytes: number, totalBytes: number): Finding[] {
  const MIB = 1024 ** 2;
  /** The hall server with 500 screens takes about 150 MB; below this the system starts to swap. */
  const state = graded(-freeBytes, -512 * MIB, -200 * MIB);
  return [
    finding(
      'memory',
      state,
      words(
        `可用内存 ${bytesText(freeBytes)}，共 ${bytesText(totalBytes)}。`,
        `${bytesText(freeBytes)} of ${bytesText(totalBytes)} memory are free.`,
      ),
      words('关掉这台机器上的其他程序，或加内存。', 'Stop other programs on this machine, or add memory.'),
    ),
  ];
}

export function checkLoop(p99Ms: number): Finding[] {
  /** The stall bound of the proof is 20 ms; ten times that is felt at every screen. */
  return [
    finding(
      'responsiveness',
      graded(p99Ms, 50, 500),
      words(
        `服务器响应延迟 ${Math.round(p99Ms)} 毫秒（99 分位）。`,
        `The server answers within ${Math.round(p99Ms)} ms (99th percentile of its loop).`,
      ),
      words('看看是否有其他程序占用处理器。', 'See whether another program takes the processor.'),
    ),
  ];
}

export function checkUptime(startedAt: number, now: number, version: string): Finding[] {
  const since = spanText(now - startedAt);
  return [
    good('uptime', words(`版本 ${version}，已运行 ${since.zh}。`, `Version ${version}, up for ${since.en}.`)),
  ];
}
