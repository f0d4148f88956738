import type { SettingsEdit } from '@hall/shared/contracts/settings';

/** A value that was changed and not yet saved; `was`: what stood there when it was first touched. */
export interface Touched {
  readonly value: unknown;
  readonly was: unknown;
}

/**
 * What was changed and not yet saved, by dotted path, such as `queues.invoices.digits`; steps into lists are ids.
 * No path lies inside another one. `undefined` takes the value away; `null` stands for a field left empty, so that
 * the server says what is missing instead of putting its usual value there unseen.
 */
export type Draft = ReadonlyMap<string, Touched>;
export type Document = Readonly<Record<string, unknown>>;

export const NO_CHANGES: Draft = new Map();

/** Parts that a queue may be without: they go when all in them is empty. */
const MAY_BE_ABSENT = /\.paperNumbers$/;

/** `queues[].prefix` for one queue; paths without brackets stay as they are. */
export function pathFor(
  template: string,
  chosen: { readonly queue: string; readonly window: string },
): string {
  return template
    .replace('queues[]', `queues.${chosen.queue}`)
    .replace('windows[]', `windows.${chosen.window}`);
}

/** The value at a dotted path; steps into lists are ids. */
export function valueAt(document: unknown, path: string): unknown {
  let at: unknown = document;
  for (const step of path.split('.')) at = child(at, step);
  return at;
}

/** The document as it is to be. */
export function drafted(document: Document, draft: Draft): Document {
  let made: unknown = document;
  for (const { path, value } of editsOf(document, draft)) made = withValue(made, path as string[], value);
  return made as Document;
}

/** The draft with one value changed; a value that is as before leaves it. */
export function change(document: Document, draft: Draft, path: string, value: unknown): Draft {
  const next = new Map(draft);
  const whole = [...next.keys()].find((other) => path.startsWith(`${other}.`));
  if (whole !== undefined) {
    // Inside something new or replaced: it is changed as a whole.
    const { value: before } = next.get(whole) as Touched;
    const steps = path.slice(whole.length + 1).split('.');
    return change(document, draft, whole, withValue(before, steps, value));
  }
  for (const other of draft.keys()) if (other.startsWith(`${path}.`)) next.delete(other);
  const before = valueAt(document, path);
  if (same(before, value) || (isEmpty(before) && isEmpty(value))) next.delete(path);
  else next.set(path, { value, was: draft.has(path) ? draft.get(path)?.was : before });
  return next;
}

/**
 * The draft as edits for the server. Values of something that is not there yet (the first and last pre-printed
 * number of a queue) make it as a whole.
 */
export function editsOf(document: Document, draft: Draft): SettingsEdit[] {
  const edits = new Map<string, unknown>();
  for (const [path, { value }] of draft) {
    const cut = path.lastIndexOf('.');
    const parent = path.slice(0, cut);
    const absent = MAY_BE_ABSENT.test(parent);
    // Inside an entry that somebody took away meanwhile there is nothing to be made: the server says so.
    const makes = !isEntryGone(document, path) && valueAt(document, parent) === undefined;
    if (cut > 0 && (absent || makes)) {
      const made = edits.get(parent) ?? valueAt(document, parent) ?? {};
      edits.set(parent, { ...(made as object), [path.slice(cut + 1)]: value });
    } else edits.set(path, value);
  }
  for (const [path, value] of edits)
    if (MAY_BE_ABSENT.test(path) && Object.values(value as object).every(isEmpty)) edits.set(path, undefined);
  return [...edits]
    .filter(([path, value]) => value !== undefined || valueAt(document, path) !== undefined)
    .map(([path, value]) => ({ path: path.split('.'), ...(value === undefined ? {} : { value }) }));
}

/** Paths that somebody else changed after they were touched here. */
export function conflicts(document: Document, draft: Draft): string[] {
  return [...draft].filter(([path, { was }]) => !same(valueAt(document, path), was)).map(([path]) => path);
}

/** The draft on top of a newer document: what says the same there, or has nowhere to stand any more, is no change. */
export function rebased(document: Document, draft: Draft): Draft {
  return new Map(
    [...draft]
      .filter(([path, { value }]) => !same(valueAt(document, path), value) && !isEntryGone(document, path))
      .map(([path, { value }]) => [path, { value, was: valueAt(document, path) }]),
  );
}

/** Whether a path leads into an entry of a list that is not there. */
function isEntryGone(document: Document, path: string): boolean {
  const [section = '', entry, inside] = path.split('.');
  const list = document[section];
  return (
    Array.isArray(list) && inside !== undefined && valueAt(document, `${section}.${entry}`) === undefined
  );
}

function child(holder: unknown, step: string): unknown {
  if (Array.isArray(holder)) return holder.find((entry) => (entry as { id?: unknown })?.id === step);
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined;
  return (holder as Record<string, unknown>)[step];
}

function withValue(holder: unknown, path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(holder) && rest.length > 0 && child(holder, step) === undefined) return holder;
  const inner = withValue(child(holder, step), rest, value);
  if (Array.isArray(holder)) {
    const index = holder.findIndex((entry) => (entry as { id?: unknown })?.id === step);
    if (index < 0) return inner === undefined ? holder : [...holder, inner];
    return inner === undefined ? holder.filter((_, i) => i !== index) : holder.with(index, inner);
  }
  const { [step]: _, ...others } = (holder ?? {}) as Record<string, unknown>;
  return inner === undefined ? others : { ...((holder ?? {}) as object), [step]: inner };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
