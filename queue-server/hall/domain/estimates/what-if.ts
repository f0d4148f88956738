import type { CommandBody } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { WhatIf } from '@hall/shared/contracts/estimates';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import { waitRangeOf } from '@hall/shared/contracts/wait-words';
import { type Curve, curvesOf, type HallNow, partsOf } from './curve.ts';
import type { Model } from './model.ts';
import { seededRandom } from './random.ts';
import type { WindowNow } from './words.ts';

/** "What if window 5 opened for C": the same simulation, with another hall. Changes nothing. */

type Asked = CommandBody<'estimate.what-if'>;
type Change = Asked['changes'][number];

/** Queues told about at most: the ones that change most. */
const MOST_QUEUES = 12;
/** A change below this is chance, minutes. */
const WORTH_TELLING_MIN = 1;

export function whatIf(
  model: Model,
  hall: HallNow,
  config: HallConfig,
  asked: Asked,
  seed: number,
): Result<WhatIf, Fault<ErrorCode>> {
  const known = new Set(config.queues.map((queue) => queue.id));
  for (const { window, queues } of asked.changes) {
    if (!config.windows.some((one) => one.id === window)) {
      return err(fault('WINDOW_UNKNOWN', 'no such window'));
    }
    if (queues?.some((queue) => !known.has(queue))) return err(fault('QUEUE_UNKNOWN', 'no such queue'));
  }
  if (asked.queue !== undefined && !known.has(asked.queue)) {
    return err(fault('QUEUE_UNKNOWN', 'no such queue'));
  }
  const changed: HallNow = { ...hall, windows: hall.windows.map((one) => changedWindow(one, asked.changes)) };
  const direct = new Set(
    asked.changes.flatMap(({ window }) => [...servedIn(hall, window), ...servedIn(changed, window)]),
  );
  const wanted = asked.queue === undefined ? [...direct] : [asked.queue];
  // One part of the hall before may be two afterwards, and the other way round.
  const queues = new Set([hall, changed].flatMap((one) => partsOf(one, wanted).flat()));
  const before = newcomersOf(model, hall, [...queues], seed);
  const after = newcomersOf(model, changed, [...queues], seed);
  const rows = (asked.queue === undefined ? [...queues] : [asked.queue])
    .map((queue) => ({ queue, before: before.get(queue) ?? null, after: after.get(queue) ?? null }))
    .filter((row) => asked.queue !== undefined || direct.has(row.queue) || differ(row.before, row.after))
    .sort((a, b) => Number(direct.has(b.queue)) - Number(direct.has(a.queue)))
    .slice(0, MOST_QUEUES);
  return ok({
    at: hall.at,
    changes: changesWords(config, hall, asked.changes, asked.queue ?? null).words,
    queues: rows.map((row) => ({
      ...row,
      says: said(changesWords(config, hall, asked.changes, row.queue), row, config),
    })),
  });
}

function changedWindow(window: WindowNow, changes: readonly Change[]): WindowNow {
  const change = changes.findLast((one) => one.window === window.id);
  if (!change) return window;
  const queues = change.queues ?? window.queues;
  if (change.open === undefined || change.open === (window.state === 'open')) return { ...window, queues };
  if (!change.open) {
    // It stays away, whatever was learned about its pauses; the person who is there is served to the end.
    const { backAt: _, ...rest } = window;
    return { ...rest, queues, state: 'closed' };
  }
  const { backAt: _, ...rest } = window;
  return { ...rest, queues, state: 'open', serving: null };
}

function servedIn(hall: HallNow, id: string): readonly string[] {
  return hall.windows.find((window) => window.id === id)?.queues ?? [];
}

/** The same numbers before and after, so that what differs is the change and not chance. */
function newcomersOf(
  model: Model,
  hall: HallNow,
  queues: readonly string[],
  seed: number,
): ReadonlyMap<string, WaitRange | null> {
  const curves = partsOf(hall, queues).flatMap((part) => curvesOf(model, hall, part, seededRandom(seed)));
  return new Map(curves.map((curve) => [curve.queue, newcomerOf(curve, hall)]));
}

function newcomerOf(curve: Curve, hall: HallNow): WaitRange | null {
  const turn = curve.turns.at(-1);
  if (!turn || Number.isNaN(turn.p50Min)) return null;
  if (isFree(hall, curve.queue)) return { lowMin: 0, highMin: 0 };
  return waitRangeOf(turn.p50Min, turn.p80Min);
}

/** A window works, nobody is at it and nobody waits for it. */
function isFree(hall: HallNow, queue: string): boolean {
  return hall.windows.some(
    (window) =>
      window.state === 'open' &&
      window.serving === null &&
      window.queues.includes(queue) &&
      !hall.waiting.some(
        (one) =>
          (one.notBefore ?? 0) <= hall.at &&
          (one.boundTo ? one.boundTo.includes(window.id) : window.queues.includes(one.queue)),
      ),
  );
}

function differ(before: WaitRange | null, after: WaitRange | null): boolean {
  if (before === null || after === null) return before !== after;
  return Math.abs(before.lowMin - after.lowMin) > WORTH_TELLING_MIN;
}

interface ChangesWords {
  readonly words: Text;
  /** It names just the queue that is told about. */
  readonly named: boolean;
}

function changesWords(
  config: HallConfig,
  hall: HallNow,
  changes: readonly Change[],
  focus: string | null,
): ChangesWords {
  let named = focus !== null;
  const parts = changes.map((change) => {
    const window = config.windows.find((one) => one.id === change.window) as WindowConfig;
    const now = hall.windows.find((one) => one.id === change.window);
    const isOpen = now?.state === 'open';
    const served = change.queues ?? (isOpen ? [] : (now?.queues ?? []));
    const about = focus !== null && served.includes(focus) ? [focus] : served;
    if (change.open === false || about.length !== 1 || about[0] !== focus) named = false;
    return changeWords(window.number, change, prefixes(config, about), isOpen);
  });
  const words = { zh: parts.map((part) => part.zh).join('，'), en: parts.map((part) => part.en).join(', ') };
  return { words, named };
}

function changeWords(number: number, { open }: Change, queues: readonly string[], isOpen: boolean): Text {
  const [zh, en] = [queues.join('、'), queues.join(', ')];
  if (open === false) return { zh: `关 ${number} 号窗口`, en: `close window ${number}` };
  if (open === true && !isOpen) {
    return {
      zh: `开 ${number} 号窗口${zh === '' ? '' : `办 ${zh}`}`,
      en: `open window ${number}${en === '' ? '' : ` for ${en}`}`,
    };
  }
  if (queues.length === 0) return { zh: `${number} 号窗口照旧`, en: `window ${number} as it is` };
  return { zh: `${number} 号窗口改办 ${zh}`, en: `window ${number} serves ${en}` };
}

function prefixes(config: HallConfig, queues: readonly string[]): string[] {
  return queues.map((id) => config.queues.find((queue) => queue.id === id)?.prefix ?? id);
}

function said(
  { words, named }: ChangesWords,
  { queue, before, after }: { queue: string; before: WaitRange | null; after: WaitRange | null },
  config: HallConfig,
): Text {
  const prefix = named ? '' : `${prefixes(config, [queue])[0]} `;
  const [from, to] = [figure(before), figure(after)];
  const known = after !== null;
  return {
    zh: `${words.zh}：${prefix}${from.zh} → ${to.zh}${known ? ' 分钟' : ''}`,
    en: `${words.en}: ${prefix}${from.en} → ${to.en}${known ? ' min' : ''}`,
  };
}

function figure(range: WaitRange | null): Text {
  if (range === null) return { zh: '无法估计', en: 'unknown' };
  return { zh: `${range.lowMin}`, en: `${range.lowMin}` };
}
