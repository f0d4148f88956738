/** What a run of the tests came to, as `reporter.ts` writes it. */
export interface TestReport {
  readonly files: readonly TestFile[];
  /** Errors that belong to no test, such as a promise that nobody waited for. */
  readonly strayErrors: number;
}

export interface TestFile {
  readonly path: string;
  /** Why the file itself failed, with no test to blame. */
  readonly errors: readonly string[];
  readonly tests: readonly TestResult[];
}

export interface TestResult {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly errors: readonly string[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** More than this is no busy machine. */
const FILES_AT_MOST = 5;

/** How a wait that ran out says so: Playwright, Vitest's own limit and its polls, an aborted fetch, the helpers here. */
const RAN_OUT =
  /TimeoutError|Timeout \d+ms exceeded|timed out in|operation was aborted due to timeout|did not succeed in time|did not (?:start|become ready)|not told in time|not( ready)? within \d+ ms/i;

/**
 * The files to run once more, alone: those whose every failure is a wait that ran out, which is what a machine with too
 * much to do leads to. None where anything else failed, or too much: then a second run could only hide it.
 */
export function filesToTryAgain(report: TestReport): readonly string[] {
  const broken = report.files.filter(hasFailed);
  if (report.strayErrors > 0 || broken.length > FILES_AT_MOST) return [];
  return broken.every(ranOut) ? broken.map((file) => file.path) : [];
}

/** The counts of a run whose files were run `again` in part: there the second run speaks. */
export function counted(first: TestReport, again: TestReport | null): TestCounts {
  const repeated = new Set(again?.files.map((file) => file.path));
  const files = [...first.files.filter((file) => !repeated.has(file.path)), ...(again?.files ?? [])];
  const tests = files.flatMap((file) => file.tests);
  const unloaded = files.filter((file) => file.errors.length > 0).length;
  return {
    passed: tests.filter((test) => test.state === 'passed').length,
    failed: tests.filter(isFailed).length + unloaded + first.strayErrors + (again?.strayErrors ?? 0),
    skipped: tests.filter((test) => test.state === 'skipped').map((test) => test.name),
  };
}

/** Names of the tests that failed, and of the files that failed by themselves. */
export function failures(report: TestReport): readonly string[] {
  return report.files.flatMap((file) => [
    ...(file.errors.length > 0 ? [file.path] : []),
    ...file.tests.filter(isFailed).map((test) => test.name),
  ]);
}

function isFailed(test: TestResult): boolean {
  return test.state === 'failed';
}

function hasFailed(file: TestFile): boolean {
  return file.errors.length > 0 || file.tests.some(isFailed);
}

function ranOut(file: TestFile): boolean {
  const failed = file.tests.filter(isFailed);
  // A test can fail by its answer and by a wait of its cleaning up: then the answer counts.
  return (
    [file.errors, ...failed.map((test) => test.errors)].every((errors) =>
      errors.every((error) => RAN_OUT.test(error)),
    ) && failed.every((test) => test.errors.length > 0)
  );
}
