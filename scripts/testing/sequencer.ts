import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ROOT } from '../launch/options.ts';

/** What takes minutes or drives a hall, by folder: first, so that no core waits for the last of them at the end. */
const LONG_FIRST = [
  'scripts/e2e/rules/',
  'scripts/e2e/kiosk-cases/',
  'scripts/soak/',
  'kiosk/testing/',
  'queue-server/console/testing/',
  'scripts/e2e/',
  'scripts/',
];

/** The order of the test files: long ones first, then by path, the same on every machine. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files
      .map((file) => ({ file, path: relative(ROOT, file.moduleId) }))
      .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1))
      .map(({ file }) => file);
  }
}

function rank(path: string): number {
  const found = LONG_FIRST.findIndex((folder) => path.startsWith(folder));
  return found === -1 ? LONG_FIRST.length : found;
}
