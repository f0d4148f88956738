import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { TestReport } from './report.ts';

/** Names the file that the report is written to. */
export const REPORT_FILE = 'YICHUANG_TEST_REPORT';

/** Writes {@link TestReport}; Vitest's own JSON is silent on errors that belong to no test. */
export default class ReportWriter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const file = process.env[REPORT_FILE];
    if (file === undefined) return;
    const report: TestReport = { files: modules.map(fileOf), strayErrors: strayErrors.length };
    writeFileSync(file, JSON.stringify(report));
  }
}

function fileOf(module: TestModule): TestReport['files'][number] {
  return {
    path: module.moduleId,
    errors: messages(module.errors()),
    tests: [...module.children.allTests()].map((test) => {
      const { state, errors } = test.result();
      return { name: test.fullName, state, errors: messages(errors ?? []) };
    }),
  };
}

function messages(errors: readonly SerializedError[]): string[] {
  return errors.map(inWords);
}

/** With its causes: a poll that ran out fails with its last answer, and says the time only as the cause. */
function inWords(error: SerializedError): string {
  const words = `${error.name ?? 'Error'}: ${error.message}`;
  return error.cause === undefined ? words : `${words}\n${inWords(error.cause)}`;
}
