import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './launch/options.ts';
import { buildPages } from './launch/pages.ts';
import { installTestPackages } from './system/packages.ts';

/** `npm test [-- --no-system] [FILTER …]`: sets up, builds the pages, runs every test, ends with one line of counts. */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-system': { type: 'boolean', default: false } },
});
if (!values['no-system']) installTestPackages(console.log);
try {
  await buildPages(console.log);
} catch (error) {
  console.error((error as Error).message);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'yichuang-test-'));
const report = path.join(scratch, 'report.json');
const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const code = await new Promise<number>((resolve) => {
  const run = spawn(
    process.execPath,
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...positionals],
    { cwd: ROOT, stdio: 'inherit' },
  );
  run.on('exit', (status, signal) => resolve(signal ? 1 : (status ?? 1)));
});

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: { assertionResults: { status: string; fullName: string }[] }[];
}
let counts: Report;
try {
  counts = JSON.parse(readFileSync(report, 'utf8')) as Report;
} catch {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const skipped = counts.testResults.flatMap((file) =>
  file.assertionResults.filter((test) => test.status === 'pending' || test.status === 'skipped'),
);
if (skipped.length > 0) {
  console.log('\nSkipped:');
  for (const test of skipped) console.log(`  ${test.fullName}`);
}
// A file that cannot even be loaded has no failed test of its own, but must not pass.
const failed = counts.numFailedTests + (code !== 0 && counts.numFailedTests === 0 ? 1 : 0);
console.log(`\n${counts.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(code);
