import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  readonly text: string;
}

/** A place that breaks a rule. */
export interface Violation {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

const FOLDERS = '{shared,hardware,queue-server,kiosk,display-wall,scripts,docs}';

/** The project's own files with one of these endings, sorted; nothing installed or built. */
export function sources(endings: readonly string[]): SourceFile[] {
  const exclude = (name: string) => /(^|\/)(node_modules|dist)(\/|$)/.test(name);
  return globSync([`${FOLDERS}/**/*.{${endings.join(',')}}`, `*.{${endings.join(',')}}`], {
    cwd: ROOT,
    exclude,
  })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

export function say({ file, line, reason }: Violation): string {
  return `${file}:${line}: ${reason}`;
}
