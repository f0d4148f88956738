import type { Finding } from '@hall/shared/contracts/health';
import { attention, DAY_MS, finding, good, graded, listed, spanText, words } from '../finding.ts';

/** Above this a screen's clock is visibly wrong beside the server's. */
export const SKEW_ATTENTION_MS = 2_000;
/** Above this certificates, tokens and validity times of messages begin to fail. */
export const SKEW_TROUBLE_MS = 60_000;
/** A jump stays on the page for a day: long enough to be seen by the next shift. */
const JUMP_SHOWN_MS = DAY_MS;

export interface ClockFacts {
  /** Whether the system says that its clock follows a time source; null where nobody can tell. */
  readonly synchronised: boolean | null;
  readonly jumps: readonly { readonly at: number; readonly byMs: number }[];
  /** Hall time minus the machine's clock: above 0 where that clock was set back. */
  readonly hallAheadMs: number;
  readonly machineZone: string;
  readonly hallZone: string;
}

export function checkClock(clock: ClockFacts, now: number): Finding[] {
  const findings: Finding[] = [];
  const setUp = words(
    '在服务器上启用 chrony 或 systemd-timesyncd，并指向可信的授时源。',
    'Run chrony or systemd-timesyncd on the server with a trusted time source.',
  );
  if (clock.synchronised === true) {
    findings.push(
      good('time-source', words('服务器时钟已与授时源同步。', 'The clock follows a time source.')),
    );
  } else if (clock.synchronised === false) {
    findings.push(
      attention(
        'time-source',
        words('服务器时钟没有与授时源同步。', 'The clock follows no time source.'),
        setUp,
      ),
    );
  } else {
    findings.push(
      attention(
        'time-source',
        words('无法得知服务器时钟是否同步。', 'Nobody can tell whether the clock follows a time source.'),
        setUp,
      ),
    );
  }
  const recent = clock.jumps.filter((jump) => now - jump.at < JUMP_SHOWN_MS);
  const largest = recent.reduce<number>((most, jump) => Math.max(most, Math.abs(jump.byMs)), 0);
  if (recent.length > 0) {
    const by = spanText(largest);
    findings.push(
      finding(
        'clock-jump',
        largest > SKEW_TROUBLE_MS ? 'trouble' : 'attention',
        words(
          `过去一天服务器时钟跳变 ${recent.length} 次，最大 ${by.zh}。`,
          `The clock jumped ${recent.length === 1 ? 'once' : `${recent.length} times`} in a day, by up to ${by.en}.`,
        ),
        words(
          '核对授时源；排队顺序不受影响，但预约与时限请人工核对。',
          'Check the time source; the order of the queue is safe, times of bookings deserve a look.',
        ),
      ),
    );
  }
  if (clock.hallAheadMs > SKEW_ATTENTION_MS) {
    const by = spanText(clock.hallAheadMs);
    findings.push(
      finding(
        'hall-ahead',
        graded(clock.hallAheadMs, SKEW_ATTENTION_MS, SKEW_TROUBLE_MS),
        words(
          `服务器时钟比总账慢 ${by.zh}，大厅时间自行延续。`,
          `The clock is ${by.en} behind the ledger; the hall goes on with its own time.`,
        ),
        words('把服务器时钟校准到当前时间。', 'Set the clock of the server to the present time.'),
      ),
    );
  }
  if (clock.machineZone !== clock.hallZone) {
    findings.push(
      attention(
        'time-zone',
        words(
          `服务器时区是 ${clock.machineZone}，大厅是 ${clock.hallZone}。`,
          `The machine is in ${clock.machineZone}, the hall in ${clock.hallZone}.`,
        ),
        words(
          `运行 timedatectl set-timezone ${clock.hallZone}；大厅时间不受影响，日志与定时任务会。`,
          `Run timedatectl set-timezone ${clock.hallZone}: the hall itself is right, schedules of the system are not.`,
        ),
      ),
    );
  }
  return findings;
}

export interface SkewFacts {
  readonly name: { readonly zh: string; readonly en: string };
  /** Device time minus hall time, ms. */
  readonly skewMs: number;
}

export function checkSkew(devices: readonly SkewFacts[]): Finding[] {
  if (devices.length === 0) return [];
  const off = devices.filter((device) => Math.abs(device.skewMs) > SKEW_ATTENTION_MS);
  const worst = devices.reduce<number>((most, device) => Math.max(most, Math.abs(device.skewMs)), 0);
  const by = spanText(worst);
  if (off.length === 0) {
    return [
      good(
        'device-skew',
        words(
          `${devices.length} 台设备的时钟与大厅一致。`,
          devices.length === 1
            ? 'The clock of 1 device agrees with the hall.'
            : `The clocks of ${devices.length} devices agree with the hall.`,
        ),
      ),
    ];
  }
  return [
    finding(
      'device-skew',
      worst > SKEW_TROUBLE_MS ? 'trouble' : 'attention',
      words(
        `${off.length} 台设备时钟有偏差，最大 ${by.zh}：${listed(
          off.map((device) => device.name.zh),
          'zh',
        )}。`,
        `${off.length === 1 ? '1 device clock is' : `${off.length} device clocks are`} off by up to ${by.en}: ${listed(
          off.map((device) => device.name.en),
          'en',
        )}.`,
      ),
      words(
        '让这些设备向本服务器对时（SNTP）或检查其电池。',
        'Point these devices to this server for time (SNTP), or check their clock battery.',
      ),
    ),
  ];
}
