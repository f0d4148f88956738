import { describe, expect, it } from 'vitest';
import {
  counted,
  failures,
  filesToTryAgain,
  type TestFile,
  type TestReport,
  type TestResult,
} from './report.ts';

const test = (state: TestResult['state'], ...errors: string[]): TestResult => ({
  name: state,
  state,
  errors,
});
const good = test('passed');
const skipped = test('skipped');
const late = test('failed', 'TimeoutError: locator.waitFor: Timeout 30000ms exceeded.');
const wrong = test('failed', 'AssertionError: expected 1 to be 2');
const file = (path: string, ...tests: TestResult[]): TestFile => ({ path, errors: [], tests });
const unloaded = (error: string): TestFile => ({ path: 'u', errors: [error], tests: [] });
const report = (...files: TestFile[]): TestReport => ({ files, strayErrors: 0 });

describe('which files are tried again', () => {
  it.each([
    'TimeoutError: locator.waitFor: Timeout 30000ms exceeded.',
    'Error: Test timed out in 60000ms.\nIf this is a long-running test',
    'Error: Hook timed out in 60000ms.',
    'AssertionError: expected 1 to be 2\nMatcher did not succeed in time.',
  ])('a wait that ran out: %s', (message) => {
    expect(filesToTryAgain(report(file('a', good), file('b', good, test('failed', message))))).toEqual(['b']);
  });

  it('a hook of a file that ran out', () => {
    expect(filesToTryAgain(report(unloaded('Error: Hook timed out in 60000ms.')))).toEqual(['u']);
  });

  it.each<[string, TestFile[]]>([
    ['nothing failed', [file('a', good)]],
    ['a wrong answer', [file('a', wrong)]],
    ['a wrong answer beside a wait', [file('a', late), file('b', wrong)]],
    ['a wrong answer in the same file', [file('a', late, wrong)]],
    ['a wrong answer in the same test', [file('a', test('failed', ...wrong.errors, ...late.errors))]],
    [
      'a wrong answer that speaks of time',
      [file('a', test('failed', "AssertionError: expected 'in time' to be 'late'"))],
    ],
    ['a failure that says nothing', [file('a', test('failed'))]],
    ['a file that cannot be loaded', [unloaded('SyntaxError: Unexpected token')]],
    ['too many for a busy machine', Array.from({ length: 6 }, (_, i) => file(`f${i}`, late))],
  ])('none: %s', (_, files) => {
    expect(filesToTryAgain(report(...files))).toEqual([]);
  });

  it('none: an error that belongs to no test', () => {
    expect(filesToTryAgain({ ...report(file('a', late)), strayErrors: 1 })).toEqual([]);
  });
});

describe('the counts', () => {
  it('are those of the only run', () => {
    const only = report(file('a', good, skipped), file('b', late), unloaded('SyntaxError'));
    expect(counted(only, null)).toEqual({ passed: 1, failed: 2, skipped: ['skipped'] });
    expect(failures(only)).toEqual(['failed', 'u']);
    expect(counted({ ...report(file('a', good)), strayErrors: 1 }, null)).toMatchObject({ failed: 1 });
  });

  it('are those of the second run where there was one', () => {
    const first = report(file('a', good, skipped), file('b', good, late));
    expect(counted(first, report(file('b', good, good)))).toMatchObject({ passed: 3, failed: 0 });
    expect(counted(first, report(file('b', good, late)))).toMatchObject({ passed: 2, failed: 1 });
  });
});
