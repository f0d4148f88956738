import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { dockAction } from './dock-api.ts';
import type { DockDevices } from './dock-devices.ts';

/** A day of a script; a longer one is a mistyped number. */
const LONGEST_SCRIPT_S = 86_400;
const MS_PER_S = 1_000;

const Line = z.strictObject({
  /** Seconds from the script's start. */
  at: z.number().min(0).max(LONGEST_SCRIPT_S),
  do: z.string().refine((name) => dockAction(name) !== undefined, 'is no action of the dock'),
  with: z.unknown().optional(),
});

export interface ScriptStep {
  /** From 1, in the file. */
  readonly line: number;
  readonly atMs: number;
  readonly action: string;
  readonly body: unknown;
}

/**
 * A script has one JSON object a line: `{"at": 0.5, "do": "reader/lay", "with": {"person": "elder"}}`. Empty lines
 * and lines that begin with `#` are left out; a `- ` in front is allowed, and the file is then YAML as well.
 * Steps may stand in any order. Fails with `SCRIPT_INVALID`, one line for each problem.
 */
export function parseDockScript(text: string): Result<ScriptStep[], Fault<'SCRIPT_INVALID'>> {
  const steps: ScriptStep[] = [];
  const problems: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const content = raw.trim().replace(/^- +/, '');
    if (content === '' || content.startsWith('#')) continue;
    const line = index + 1;
    const parsed = parseLine(content);
    if (typeof parsed === 'string') problems.push(`line ${line}: ${parsed}`);
    else steps.push({ line, ...parsed });
  }
  if (problems.length > 0) return err(fault('SCRIPT_INVALID', problems.join('\n')));
  // `sort` is stable: steps of the same instant keep their order.
  return ok(steps.sort((a, b) => a.atMs - b.atMs));
}

function parseLine(content: string): Omit<ScriptStep, 'line'> | string {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch {
    return 'is not JSON';
  }
  const parsed = Line.safeParse(raw);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ');
  }
  const { at, do: action, with: body } = parsed.data;
  const wanted = dockAction(action)?.body.safeParse(body ?? {});
  if (wanted?.success === false) return `${action}: ${z.prettifyError(wanted.error)}`;
  return { atMs: at * MS_PER_S, action, body: body ?? {} };
}

export interface ScriptRun {
  /** Resolves with what could not be done, when the last step is done or `stop` was called. */
  readonly ended: Promise<readonly string[]>;
  stop(): void;
}

/** Does each step at its time; a step that fails is told and the script goes on, as a person would. */
export function runDockScript(
  devices: DockDevices,
  steps: readonly ScriptStep[],
  clock: Clock,
  onStep: (step: ScriptStep, problem: string | null) => void = () => {},
): ScriptRun {
  const startedAt = clock.now();
  const problems: string[] = [];
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  let cancel: (() => void) | undefined;
  let stopped = false;

  async function perform(step: ScriptStep): Promise<void> {
    const problem = (await dockAction(step.action)?.run(devices, step.body)) ?? null;
    if (problem !== null) problems.push(`line ${step.line}, ${step.action}: ${problem}`);
    onStep(step, problem);
  }
  function next(index: number): void {
    const step = steps[index];
    if (step === undefined || stopped) {
      resolve(problems);
      return;
    }
    cancel = clock.after(Math.max(0, startedAt + step.atMs - clock.now()), () => {
      perform(step)
        .catch((bug: unknown) => problems.push(`line ${step.line}, ${step.action}: ${String(bug)}`))
        .then(() => next(index + 1));
    });
  }
  next(0);
  return {
    ended: promise,
    stop() {
      stopped = true;
      cancel?.();
      resolve(problems);
    },
  };
}
