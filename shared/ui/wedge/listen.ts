import type { WedgeBurst, WedgeEffect, WedgeRejection, WedgeSettings } from './recogniser.ts';
import { WEDGE_SETTINGS, wedgeIdle, wedgeKey } from './recogniser.ts';

/** Time as the page sees it; `now` counts as `Event.timeStamp` does. */
export interface WedgeClock {
  now(): number;
  /** Returns a function that cancels. */
  after(delayMs: number, run: () => void): () => void;
}

/**
 * Keys that were held back for nothing come back after this, where no further key shows it sooner. Far longer than the
 * gap within a scan: a page that is busy gets the keys of one scan late, though their times are right.
 */
export const GIVE_BACK_MS = 250;

export const pageClock: WedgeClock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface WedgeOptions {
  /** A code was scanned. It may be personal data: never log it. */
  readonly onScan: (text: string) => void;
  readonly onRejected?: (reason: WedgeRejection) => void;
  /** False: this text is nothing for `onScan`, and goes into the field as if it had been typed. */
  readonly wants?: (text: string) => boolean;
  readonly settings?: Partial<WedgeSettings>;
  readonly clock?: WedgeClock;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Remembered {
  readonly field: Field;
  readonly value: string;
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Listens for scans on a whole page, before everything else. Returns a function that ends it. Fields are `input` and
 * `textarea`; an editable element of another kind keeps the first keys of a scan.
 */
export function listenForScans(page: Window, options: WedgeOptions): () => void {
  const settings = { ...WEDGE_SETTINGS, ...options.settings };
  const clock = options.clock ?? pageClock;
  const swallowed = new Set<string>();
  let burst: WedgeBurst | null = null;
  let remembered: Remembered | null = null;
  let cancelIdle = (): void => {};

  const carryOut = (effects: readonly WedgeEffect[]): void => {
    for (const effect of effects) {
      switch (effect.do) {
        case 'remember':
          remembered = rememberField(page.document);
          break;
        case 'restore':
          restore(remembered);
          break;
        case 'give-back':
          giveBack(remembered?.field ?? null, effect.text);
          break;
        case 'scan':
          if (options.wants?.(effect.text) === false) giveBack(remembered?.field ?? null, effect.text);
          else options.onScan(effect.text);
          break;
        case 'rejected':
          options.onRejected?.(effect.reason);
          break;
      }
    }
    if (burst === null) remembered = null;
  };

  const down = (event: KeyboardEvent): void => {
    cancelIdle();
    const step = wedgeKey(
      burst,
      {
        // Not the clock: a page that was busy gets a person's keys in one go.
        at: event.timeStamp,
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        composing: event.isComposing || event.key === 'Process',
        repeat: event.repeat,
      },
      settings,
    );
    if (step.swallow) {
      event.preventDefault();
      event.stopImmediatePropagation();
      swallowed.add(event.code);
    }
    burst = step.burst;
    carryOut(step.effects);
    if (burst !== null) cancelIdle = clock.after(settings.gapMs + GIVE_BACK_MS, idle);
  };
  const idle = (): void => {
    const step = wedgeIdle(burst, clock.now(), settings);
    burst = step.burst;
    carryOut(step.effects);
    // The timer was a little early by the clock of the events.
    if (burst !== null) cancelIdle = clock.after(settings.gapMs + 1, idle);
  };
  const up = (event: KeyboardEvent): void => {
    if (!swallowed.delete(event.code)) return;
    // A button is pressed when Space or Enter comes up.
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  page.addEventListener('keydown', down, true);
  page.addEventListener('keyup', up, true);
  return () => {
    cancelIdle();
    page.removeEventListener('keydown', down, true);
    page.removeEventListener('keyup', up, true);
    burst = null;
    remembered = null;
  };
}

function rememberField(document: Document): Remembered | null {
  const field = document.activeElement;
  if (!isField(field)) return null;
  return { field, value: field.value, from: field.selectionStart, to: field.selectionEnd };
}

function isField(element: Element | null): element is Field {
  return element?.tagName === 'INPUT' || element?.tagName === 'TEXTAREA';
}

function restore(remembered: Remembered | null): void {
  if (remembered === null || remembered.field.value === remembered.value) return;
  const { field, value, from, to } = remembered;
  write(field, value);
  // Fields for numbers and dates have no selection.
  if (from !== null) field.setSelectionRange(from, to);
}

function giveBack(field: Field | null, text: string): void {
  if (field === null || field.readOnly || field.disabled) return;
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  const room = field.maxLength < 0 ? text.length : field.maxLength - field.value.length + (to - from);
  const fitting = text.slice(0, Math.max(0, room));
  write(field, field.value.slice(0, from) + fitting + field.value.slice(to));
  if (field.selectionStart !== null) field.setSelectionRange(from + fitting.length, from + fitting.length);
}

/** As a hand would: React looks at the property of the element's class, and wants the event. */
function write(field: Field, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  setter?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
