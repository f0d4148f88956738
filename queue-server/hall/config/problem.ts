/** One mistake in a configuration file, said so that whoever edits the file can mend it. */
export interface ConfigProblem {
  readonly file: string;
  /** 1-based; null where the file as a whole is meant. */
  readonly line: number | null;
  /** `queues[3].prefix`; empty for the whole document. */
  readonly path: string;
  /** Plain English, without a full stop. */
  readonly reason: string;
}

/** `queues`, 3, `prefix` as people write it: `queues[3].prefix`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}

/** `demo-hall.yaml:93: queues[0].prefix: "A" is used twice` */
export function problemText(problem: ConfigProblem): string {
  const where = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return problem.path === '' ? `${where}: ${problem.reason}` : `${where}: ${problem.path}: ${problem.reason}`;
}
