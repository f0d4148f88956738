import type { Finding } from '@hall/shared/contracts/health';
import type { SizeOutlook } from '../../ledger/size.ts';
import { LATE_AFTER_MS } from '../../maintenance/due.ts';
import {
  attention,
  bytesText,
  DAY_MS,
  finding,
  good,
  graded,
  listed,
  spanText,
  trouble,
  words,
} from '../finding.ts';

/** What has to be kept in order over months: certificates, keys, backups, platform, heads of the ledger. */

const CERTIFICATE_ATTENTION_DAYS = 30;
const CERTIFICATE_TROUBLE_DAYS = 7;

export interface CertificateFacts {
  readonly file: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** DNS names and addresses that it speaks for. */
  readonly names: readonly string[];
  readonly isAuthority: boolean;
}

export function checkCertificates(
  certificates: readonly CertificateFacts[],
  addresses: readonly string[],
  now: number,
): Finding[] {
  if (certificates.length === 0) {
    return [
      attention(
        'certificates',
        words(
          '还没有证书，只能在本机使用。',
          'There is no certificate yet: the hall is for this machine only.',
        ),
        words(
          '启用局域网访问，首次启动时会自动签发。',
          'Turn on access from the network; the first start makes one.',
        ),
      ),
    ];
  }
  const findings = certificates.map((certificate) => {
    const days = (certificate.notAfter - now) / DAY_MS;
    const left = spanText(Math.max(0, certificate.notAfter - now));
    const early = certificate.notBefore > now;
    return finding(
      `certificate-${idOf(certificate.file)}`,
      early ? 'trouble' : graded(-days, -CERTIFICATE_ATTENTION_DAYS, -CERTIFICATE_TROUBLE_DAYS),
      early
        ? words(
            `证书 ${certificate.file} 尚未生效。`,
            `The certificate ${certificate.file} is not valid yet.`,
          )
        : days < 0
          ? words(`证书 ${certificate.file} 已过期。`, `The certificate ${certificate.file} has expired.`)
          : words(
              `证书 ${certificate.file} 还有 ${left.zh}到期。`,
              `The certificate ${certificate.file} is valid for ${left.en} more.`,
            ),
      early
        ? words('核对服务器时钟。', 'Check the clock of the server.')
        : words(
            '重启大厅服务会续签；仍不行请看安装指南。',
            'Restarting the hall renews it; else see the install guide.',
          ),
    );
  });
  const spokenFor = new Set(
    certificates.filter((entry) => !entry.isAuthority).flatMap((entry) => entry.names),
  );
  const missing = addresses.filter((address) => !spokenFor.has(address));
  if (missing.length > 0 && certificates.some((entry) => !entry.isAuthority)) {
    findings.push(
      attention(
        'certificate-names',
        words(
          `服务器证书没有覆盖地址 ${listed(missing, 'zh')}。`,
          `The server's certificate does not cover ${listed(missing, 'en')}.`,
        ),
        words(
          '重启大厅服务重新签发，或固定服务器地址。',
          'Restart the hall to issue a new one, or fix the address of the server.',
        ),
      ),
    );
  }
  return findings;
}

function idOf(file: string): string {
  return (
    file
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'x'
  );
}

export interface KeyFacts {
  readonly file: string;
  /** Permission bits, as of `stat`. */
  readonly mode: number;
}

export interface KeyFolderFacts {
  readonly keys: readonly KeyFacts[];
  /** Whether the hall key is there; a new hall has none yet. */
  readonly hallKey: boolean;
  readonly vault: boolean;
  /** Keys inside the data folder travel with every copy of it. */
  readonly insideData: boolean;
}

export function checkKeys(folder: KeyFolderFacts): Finding[] {
  const findings: Finding[] = [];
  const open = folder.keys.filter((key) => (key.mode & 0o077) !== 0).map((key) => key.file);
  if (folder.vault && !folder.hallKey) {
    findings.push(
      trouble(
        'hall-key',
        words('hall.key 不见了，个人信息无法读出。', 'hall.key is missing: personal data cannot be read.'),
        words('立即从单独保管的副本放回。', 'Put it back now from its separate copy.'),
      ),
    );
  }
  if (folder.insideData) {
    findings.push(
      attention(
        'keys-apart',
        words('密钥文件夹在数据文件夹里面。', 'The keys lie inside the data folder.'),
        words('用 --keys 把它移到数据文件夹之外。', 'Move them outside of it with --keys.'),
      ),
    );
  }
  findings.push(
    open.length === 0
      ? good('key-permissions', words('密钥文件只有本用户可读。', 'Key files are for their owner only.'))
      : trouble(
          'key-permissions',
          words(
            `别的用户能读密钥文件：${listed(open, 'zh')}。`,
            `Others can read key files: ${listed(open, 'en')}.`,
          ),
          words('对这些文件运行 chmod 600。', 'Run chmod 600 on them.'),
        ),
  );
  return findings;
}

/** A week without a backup is no accident any more. */
const BACKUP_TROUBLE_MS = 7 * DAY_MS;

export interface BackupFacts {
  /** Whether a schedule and a target are set. */
  readonly configured: boolean;
  /** End of the newest good backup, ms; null: never. */
  readonly lastAt: number | null;
  /** Why the last try failed, in a word for the log; null where it did not. */
  readonly lastFailure: string | null;
}

export function checkBackup(backup: BackupFacts, now: number): Finding[] {
  const run = words(
    '运行 npm run backup，并确认第二块磁盘已接好。',
    'Run npm run backup and see that the second disk is there.',
  );
  const failed =
    backup.lastFailure === null
      ? []
      : [
          attention(
            'backup-failed',
            words('最近一次备份没有成功。', 'The last try of a backup failed.'),
            run,
          ),
        ];
  if (backup.lastAt === null) {
    return [
      ...failed,
      finding(
        'backup-age',
        'attention',
        backup.configured
          ? words('备份文件夹里没有备份。', 'There is no backup in the backup folder.')
          : words('没有设置备份。', 'No backup is set up.'),
        backup.configured
          ? run
          : words('按安装指南设置每日备份。', 'Set up the daily backup as the install guide says.'),
      ),
    ];
  }
  const age = now - backup.lastAt;
  const ago = spanText(age);
  return [
    finding(
      'backup-age',
      graded(age, LATE_AFTER_MS, BACKUP_TROUBLE_MS),
      words(`最近一次备份在 ${ago.zh}前。`, `The newest backup is ${ago.en} old.`),
      run,
    ),
    ...failed,
  ];
}

/** Records wait while the platform is away; a day of it is worth a telephone call. */
const OUTBOX_ATTENTION_MS = 2 * 3_600_000;
const OUTBOX_TROUBLE_MS = DAY_MS;

export interface PlatformFacts {
  readonly linked: boolean;
  readonly waiting: number;
  /** Of the oldest waiting record, ms; null where none waits. */
  readonly oldestAt: number | null;
}

export function checkPlatform({ linked, waiting, oldestAt }: PlatformFacts, now: number): Finding[] {
  if (!linked) {
    return [
      good(
        'platform',
        words(
          `没有连接上级平台，${waiting} 条记录在本地等候。`,
          `No platform is linked; ${waiting === 1 ? '1 record waits' : `${waiting} records wait`} here.`,
        ),
      ),
    ];
  }
  const age = oldestAt === null ? 0 : Math.max(0, now - oldestAt);
  const since = spanText(age);
  return [
    finding(
      'platform',
      graded(age, OUTBOX_ATTENTION_MS, OUTBOX_TROUBLE_MS),
      waiting === 0
        ? words('所有记录已送达上级平台。', 'The platform has every record.')
        : words(
            `${waiting} 条记录等候送往平台，最早的已等 ${since.zh}。`,
            `${waiting === 1 ? '1 record waits' : `${waiting} records wait`} for the platform, the oldest for ${since.en}.`,
          ),
      words(
        '检查外网与平台；大厅照常运行，恢复后自动补送。',
        'Check the line and the platform; the hall goes on, and sends when it is back.',
      ),
    ),
  ];
}

/** The head is anchored once a day; a missed weekend is still no gap in the proof. */
const ANCHOR_ATTENTION_MS = 3 * DAY_MS;

export interface LedgerFacts {
  readonly events: number;
  /** First characters of the newest head. */
  readonly shortHead: string;
  /** When a signed head was last kept outside, ms; null: never, undefined: unknown here. */
  readonly anchoredAt: number | null | undefined;
  /** Position of a head that others keep and that does not fit; null where all fits. */
  readonly contradictedAt: number | null;
}

export function checkLedger(
  { events, shortHead, anchoredAt, contradictedAt }: LedgerFacts,
  now: number,
): Finding[] {
  const findings = [
    good(
      'ledger-head',
      words(
        `总账共 ${events} 条，链首 ${shortHead}。`,
        `The ledger has ${events} events; its head begins with ${shortHead}.`,
      ),
    ),
  ];
  if (contradictedAt !== null) {
    findings.push(
      trouble(
        'ledger-contradiction',
        words(
          `总账与外部存证的链首在第 ${contradictedAt} 条不符。`,
          `The ledger does not fit the head that others keep, at event ${contradictedAt}.`,
        ),
        words(
          '不要改动任何文件，运行 npm run ledger -- verify，并按应急手册上报。',
          'Change nothing, run npm run ledger -- verify, and report it as the incident sheet says.',
        ),
      ),
    );
  }
  if (anchoredAt === undefined) return findings;
  const anchor = words(
    '保持平台或设备在线，签名链首会每日自动存证。',
    'Keep platform or devices online: the signed head is kept there every day.',
  );
  if (anchoredAt === null) {
    findings.push(
      attention(
        'ledger-anchor',
        words('链首还没有在本机之外存证。', 'The head was never kept outside of this machine.'),
        anchor,
      ),
    );
  } else {
    const ago = spanText(now - anchoredAt);
    findings.push(
      finding(
        'ledger-anchor',
        graded(now - anchoredAt, ANCHOR_ATTENTION_MS, Number.POSITIVE_INFINITY),
        words(`链首最近一次外部存证在 ${ago.zh}前。`, `The head was last kept outside ${ago.en} ago.`),
        anchor,
      ),
    );
  }
  return findings;
}

/** A larger disk is a purchase of a season; a fortnight is the last moment for any. */
const ROOM_ATTENTION_DAYS = 90;
const ROOM_TROUBLE_DAYS = 14;

/** How long the ledger has room: until its budget or its disk is used up, whichever comes first. */
export function checkLedgerSize({ bytes, budgetBytes, daysLeft }: SizeOutlook): Finding[] {
  const [size, budget] = [bytesText(bytes), bytesText(budgetBytes)];
  const over = bytes > budgetBytes;
  const state =
    daysLeft === null
      ? over
        ? 'attention'
        : 'good'
      : graded(-daysLeft, -ROOM_ATTENTION_DAYS, -ROOM_TROUBLE_DAYS);
  return [
    finding(
      'ledger-size',
      state,
      daysLeft === null
        ? words(`总账占用 ${size}，预算 ${budget}。`, `The ledger takes ${size} of its ${budget}.`)
        : words(
            `总账占用 ${size}，预算 ${budget}，照目前速度还可用约 ${daysLeft} 天。`,
            `The ledger takes ${size} of its ${budget}: at this rate there is room for about ${daysLeft} days.`,
          ),
      words(
        '换更大的磁盘；磁盘还有空间时，在大厅配置中调大 ledger.budgetMiB。',
        'Give the data a larger disk; where the disk has room, raise ledger.budgetMiB in the hall’s configuration.',
      ),
    ),
  ];
}
