import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ROOT } from '../launch/options.ts';

/** Folders whose files take half a minute or more, or drive a hall or a browser; the longest first. */
const LONG = [
  'scripts/e2e/rules/',
  'scripts/e2e/kiosk-cases/',
  'scripts/soak/',
  'kiosk/testing/',
  'queue-server/console/testing/',
  'scripts/',
  'display-wall/testing/',
];

/**
 * The order of the test files, the same on every machine: long ones spread evenly among the short ones, the longest
 * first. All long ones together are more than two cores carry; a long one at the end is waited for by all.
 */
export default class SpreadLong extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return spread(files, (file) => relative(ROOT, file.moduleId));
  }
}

/** Short ones come last, too: they fill up what the long ones leave. */
export function spread<T>(files: readonly T[], pathOf: (file: T) => string): T[] {
  const paths = files
    .map((file) => ({ file, path: pathOf(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const long = paths
    .filter(({ path }) => rank(path) < LONG.length)
    .sort((a, b) => rank(a.path) - rank(b.path));
  const short = paths.filter(({ path }) => rank(path) === LONG.length);
  const between = short.length / (long.length + 1);
  return [
    ...long.flatMap((entry, i) => [
      entry,
      ...short.slice(Math.round(i * between), Math.round((i + 1) * between)),
    ]),
    ...short.slice(Math.round(long.length * between)),
  ].map(({ file }) => file);
}

function rank(path: string): number {
  const found = LONG.findIndex((folder) => path.startsWith(folder));
  return found === -1 ? LONG.length : found;
}
