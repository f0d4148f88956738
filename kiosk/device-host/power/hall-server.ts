import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { runCommand } from './run-command.ts';
import type { HallServer } from './settings.ts';

export type HallServerFault = Fault<'HALL_NOT_STOPPED' | 'HALL_NOT_STARTED' | 'HALL_UNKNOWN'>;
/** `nothing`: it was so already, or the settings do not say how. */
type Outcome = Result<'done' | 'nothing', HallServerFault>;

const LOOK_AGAIN_MS = 100;
/** A file's time and a process's start are known to a hundredth and to a tick; a clock step in between is not. */
const START_SLACK_MS = 2_000;

/**
 * Stops the hall server by its own clean way: it takes leave of its screens, ends its writer after the last commit,
 * and closes its databases. Nothing is killed.
 */
export async function stopHall(hall: HallServer, withinMs: number): Promise<Outcome> {
  if (hall.by === 'command') {
    const stopped = await runCommand(hall.stop, withinMs);
    return stopped.ok ? ok('done') : err(fault('HALL_NOT_STOPPED', stopped.error.message));
  }
  const found = processOf(hall.pidFile);
  if (!found.ok) return found;
  const pid = found.value;
  if (pid === null) return ok('nothing');
  try {
    process.kill(pid, 'SIGTERM');
  } catch (problem) {
    return err(fault('HALL_NOT_STOPPED', (problem as Error).message));
  }
  const giveUp = performance.now() + withinMs;
  while (isThere(pid)) {
    if (performance.now() > giveUp) {
      return err(fault('HALL_NOT_STOPPED', `process ${pid} did not end within ${withinMs} ms`));
    }
    await sleep(LOOK_AGAIN_MS);
  }
  return ok('done');
}

/** Starts it again where the settings say how. */
export async function startHallServer(hall: HallServer, withinMs: number): Promise<Outcome> {
  if (hall.start === undefined) return ok('nothing');
  if (hall.by === 'process') {
    const found = processOf(hall.pidFile);
    // Two hall servers on one ledger: the second would refuse, but why try.
    if (found.ok && found.value !== null) return ok('nothing');
  }
  const started = await runCommand(hall.start, withinMs);
  return started.ok ? ok('done') : err(fault('HALL_NOT_STARTED', started.error.message));
}

/** The living process that the file names; null: there is none, or its number has been given to another since. */
function processOf(pidFile: string): Result<number | null, HallServerFault> {
  let text: string;
  let writtenAt: number;
  try {
    text = readFileSync(pidFile, 'utf8');
    writtenAt = statSync(pidFile).mtimeMs;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return ok(null);
    return err(fault('HALL_UNKNOWN', `${pidFile} cannot be read`));
  }
  const pid = pidIn(text);
  if (pid === null) return err(fault('HALL_UNKNOWN', `${pidFile} names no process`));
  if (!isThere(pid)) return ok(null);
  const startedAt = startOf(pid);
  return ok(startedAt !== null && startedAt > writtenAt + START_SLACK_MS ? null : pid);
}

function pidIn(text: string): number | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  const pid = typeof said === 'object' && said !== null && 'pid' in said ? said.pid : said;
  // 0 and negative numbers would be whole groups of processes, 1 the system.
  return typeof pid === 'number' && Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Of another user counts as there; one that has ended and was not yet collected does not. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return stateOf(pid)?.[0] !== 'Z';
}

/** Ms since the epoch; null where the system does not say (proc(5): field 22, ticks since boot). */
function startOf(pid: number): number | null {
  const ticks = Number(stateOf(pid)?.[19]);
  try {
    const bootS = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
    const startedAt = (bootS + ticks / TICKS_A_SECOND) * 1_000;
    return Number.isFinite(startedAt) ? startedAt : null;
  } catch {
    return null;
  }
}

/** USER_HZ of Linux on every architecture that is supported. */
const TICKS_A_SECOND = 100;

/** The fields of /proc/PID/stat from the third on; the second, the name in brackets, may hold anything. */
function stateOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
