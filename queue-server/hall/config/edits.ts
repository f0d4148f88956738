import { err, ok, type Result } from '@hall/shared/contracts/result';
import type { SettingsEdit, SettingsPath, SettingsProblem } from '@hall/shared/contracts/settings';
import { entryKey } from './differences.ts';

type Holder = Record<string, unknown> | unknown[];

/** A copy of the document with the edits made, one after the other; or the first that leads nowhere. */
export function edited(
  document: Readonly<Record<string, unknown>>,
  edits: readonly SettingsEdit[],
): Result<Record<string, unknown>, SettingsProblem> {
  const copy = structuredClone(document) as Record<string, unknown>;
  for (const edit of edits) {
    const wrong = put(copy, edit);
    if (wrong !== null) return err({ path: edit.path, reason: wrong });
  }
  return ok(copy);
}

function put(document: Record<string, unknown>, { path, value }: SettingsEdit): string | null {
  let holder: Holder = document;
  for (const [i, step] of path.slice(0, -1).entries()) {
    const next: unknown = entryAt(holder, step);
    if (next === null || typeof next !== 'object') return `nothing stands at ${said(path.slice(0, i + 1))}`;
    holder = next as Holder;
  }
  const step = path.at(-1) as string | number;
  if (!Array.isArray(holder)) {
    // These are no settings, and would reach what all objects share.
    if (typeof step === 'number' || FORBIDDEN.has(step)) return `${said(path)} is no key`;
    if (value === undefined) delete holder[step];
    else holder[step] = value;
    return null;
  }
  const index = indexOf(holder, step);
  if (value === undefined) {
    if (index < 0 || index >= holder.length) return `nothing stands at ${said(path)}`;
    holder.splice(index, 1);
    return null;
  }
  if (typeof step === 'string' && index < 0) {
    if (entryKey(value) !== step) return `the entry does not bear the id ${step}`;
    holder.push(value);
    return null;
  }
  if (index > holder.length) return `${said(path)} lies behind the end of the list`;
  holder[index] = value;
  return null;
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function entryAt(holder: Holder, step: string | number): unknown {
  if (Array.isArray(holder)) return holder[indexOf(holder, step)];
  return typeof step === 'string' && Object.hasOwn(holder, step) ? holder[step] : undefined;
}

function indexOf(list: readonly unknown[], step: string | number): number {
  return typeof step === 'number' ? step : list.findIndex((entry) => entryKey(entry) === step);
}

function said(path: SettingsPath): string {
  return path.join('.');
}
