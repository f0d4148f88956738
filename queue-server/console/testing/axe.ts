import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

let source: Promise<string> | null = null;

type Impact = 'minor' | 'moderate' | 'serious' | 'critical';
const GRAVE: readonly Impact[] = ['serious', 'critical'];
export const EVERY: readonly Impact[] = ['minor', 'moderate', ...GRAVE];

/** Findings of axe on the page as it stands, the serious and critical ones unless told; none is an empty list. */
export async function violations(page: Page, impacts: readonly Impact[] = GRAVE): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(await source);
  return page.evaluate(async (told) => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; impact: Impact | null; nodes: { html: string }[] }[] }>;
      };
    };
    const result = await run.run();
    return result.violations
      .filter(({ impact }) => told.includes(impact ?? 'critical'))
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }, impacts);
}

/** By how many pixels the page is wider than its window. */
export function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
