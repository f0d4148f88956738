import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './sources.ts';

export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Type-checks the whole workspace. */
export function runTsc(): ToolResult {
  return run('tsc', ['-p', 'tsconfig.json', '--pretty', 'false']);
}

/** Lint and format, errors only; nothing is written. */
export function runBiome(): ToolResult {
  return run('biome', ['ci', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=200']);
}

/** The text as the formatter would write it into this file. Throws where it cannot be parsed. */
export function formatted(file: string, text: string): string {
  const done = run('biome', ['format', '--colors=off', `--stdin-file-path=${file}`], text);
  if (!done.ok) throw new Error(`${file} cannot be formatted: ${done.output}`);
  return done.stdout;
}

function run(
  name: string,
  args: readonly string[],
  input?: string,
): ToolResult & { readonly stdout: string } {
  const tool = path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  const done = spawnSync(tool, args, {
    cwd: ROOT,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = done.error ? done.error.message : `${done.stdout}${done.stderr}`;
  return { ok: done.status === 0, output, stdout: done.stdout ?? '' };
}
