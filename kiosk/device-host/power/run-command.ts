import { spawn } from 'node:child_process';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Command } from './settings.ts';

export type CommandFaultCode = 'COMMAND_MISSING' | 'COMMAND_FAILED' | 'COMMAND_LATE';

/** Of what a program says on its error output, the end. */
const LAST_WORDS = 500;

/**
 * Runs a program without a shell and waits for its end. Fails with `COMMAND_MISSING` (it cannot be started),
 * `COMMAND_FAILED` (another exit code than 0, or a signal) and `COMMAND_LATE` (ended after `withinMs`).
 */
export function runCommand(
  command: Command,
  withinMs: number,
): Promise<Result<void, Fault<CommandFaultCode>>> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    let words = '';
    let late = false;
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], shell: false });
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, withinMs);
    const settle = (result: Result<void, Fault<CommandFaultCode>>): void => {
      clearTimeout(timer);
      // A child of the command may hold the pipe for as long as it lives.
      child.stderr.destroy();
      resolve(result);
    };
    child.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk}`.slice(-LAST_WORDS);
    });
    child.on('error', (problem) => settle(err(fault('COMMAND_MISSING', problem.message))));
    child.on('exit', (code, signal) => {
      if (code === 0) return settle(ok(undefined));
      const said = words.trim() === '' ? '' : `: ${words.trim()}`;
      settle(
        late
          ? err(fault('COMMAND_LATE', `${program} did not end within ${withinMs} ms${said}`))
          : err(fault('COMMAND_FAILED', `${program} ended with ${signal ?? `code ${code}`}${said}`)),
      );
    });
  });
}
