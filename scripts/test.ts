import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './launch/options.ts';
import { installTestPackages } from './system/packages.ts';
import { counted, failures, filesToTryAgain, type TestReport } from './testing/report.ts';
import { REPORT_FILE } from './testing/reporter.ts';

/**
 * `npm test [-- --no-system] [FILTER …]`: sets up, runs every test, ends with one line of counts.
 * Files in which nothing but waits ran out are run once more, alone, and what failed the first time is named.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-system': { type: 'boolean', default: false } },
});
if (!values['no-system']) installTestPackages(console.log);

const REPORTER = path.join(import.meta.dirname, 'testing', 'reporter.ts');

interface Run {
  readonly code: number;
  /** Null where Vitest did not get as far as a report. */
  readonly report: TestReport | null;
}

async function runTests(filters: readonly string[]): Promise<Run> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'yichuang-test-'));
  const file = path.join(scratch, 'report.json');
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  try {
    const code = await new Promise<number>((resolve) => {
      const run = spawn(
        process.execPath,
        [vitest, 'run', '--reporter=default', `--reporter=${REPORTER}`, ...filters],
        { cwd: ROOT, stdio: 'inherit', env: { ...process.env, [REPORT_FILE]: file } },
      );
      run.on('exit', (status, signal) => resolve(signal ? 1 : (status ?? 1)));
    });
    return { code, report: read(file) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function read(file: string): TestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  } catch {
    return null;
  }
}

const first = await runTests(positionals);
if (first.report === null) {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const files = first.code === 0 ? [] : filesToTryAgain(first.report);
let last = first;
if (files.length > 0) {
  console.log('\nWaits ran out, as on a machine with too much to do. These files once more, alone:');
  for (const file of files) console.log(`  ${path.relative(ROOT, file)}`);
  last = await runTests(['--maxWorkers=1', ...files]);
}
const counts = counted(first.report, last === first ? null : last.report);
if (counts.skipped.length > 0) {
  console.log('\nSkipped:');
  for (const name of counts.skipped) console.log(`  ${name}`);
}
if (last !== first) {
  console.log('\nRan out of time at first:');
  for (const name of failures(first.report)) console.log(`  ${name}`);
}
// Whatever Vitest itself holds against a run counts, too.
const failed = counts.failed === 0 && last.code !== 0 ? 1 : counts.failed;
console.log(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped.length} skipped`);
process.exit(failed === 0 ? 0 : 1);
