import { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import type { z } from 'zod';
import { explain } from './explain.ts';

export interface Misfit {
  /** Steps from the top; numbers are indices of lists. */
  readonly path: readonly PropertyKey[];
  /** Plain English, without a full stop. */
  readonly reason: string;
}

/** A hall out of plain data, or all that keeps it from being one, whether it stands in a file or in an editor. */
export function checkHall(data: unknown): Result<HallConfig, readonly Misfit[]> {
  const parsed = HallConfig.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  return err(
    issuesOf(data, parsed.error).flatMap((issue): Misfit[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key], reason: 'is a key that nobody knows' }))
        : [{ path: issue.path, reason: explain(issue, at(data, issue.path)) }],
    ),
  );
}

/**
 * The schema looks at references only where the shape is right, and an unknown key makes the shape wrong. So
 * unknown keys are taken out and the rest is looked at again.
 */
function issuesOf(data: unknown, first: z.ZodError): z.core.$ZodIssue[] {
  const unknown = first.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return first.issues;
  const copy = structuredClone(data);
  for (const issue of unknown) {
    const holder = at(copy, issue.path) as Record<string, unknown>;
    for (const key of issue.keys) delete holder[key];
  }
  const second = HallConfig.safeParse(copy);
  return [...unknown, ...(second.error?.issues ?? [])];
}

function at(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return value;
}
