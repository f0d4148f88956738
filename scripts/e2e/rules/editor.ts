import { launch } from '@hall/queue-server/console/testing/browser';
import { logIn, openConsole } from '@hall/queue-server/console/testing/real-hall';
import type { TestServer } from '@hall/queue-server/hall/testing/server';
import { RULE_BOOK } from '@hall/shared/contracts/rule-book/book';
import type { Column, RuleField, RuleInput } from '@hall/shared/contracts/rule-book/rule';
import type { SettingsEdit } from '@hall/shared/contracts/settings';
import type { Browser, Locator, Page } from 'playwright-core';

const MANAGER = 'manager01';
/** A page on a busy machine; nothing waits so long when it is quiet. */
const PATIENCE_MS = 20_000;

type Row = Readonly<Record<string, unknown>>;

/** A field of a rule, of one queue or window where it has many. */
interface Place {
  readonly chapter: string;
  readonly rule: string;
  readonly field: RuleField;
  /** Of the queue or window; null for the hall. */
  readonly id: string | null;
}

/** The settings page in Chromium, worked by a manager: what a scenario changes is typed into its rule's fields. */
export class RuleEditor {
  readonly #cookie: () => Promise<string>;
  readonly #browser: Browser;
  readonly #page: Page;
  /** The cookie that the page has been given last. */
  #present = '';

  private constructor(cookie: () => Promise<string>, browser: Browser, page: Page) {
    this.#cookie = cookie;
    this.#browser = browser;
    this.#page = page;
  }

  /** `cookie`: of a session of the manager; the server lets nobody log in as often as this walk would. */
  static async open(server: TestServer, cookie: () => Promise<string>): Promise<RuleEditor> {
    const browser = await launch();
    const { page } = await openConsole(browser, server);
    page.setDefaultTimeout(PATIENCE_MS);
    const editor = new RuleEditor(cookie, browser, page);
    await logIn(page, MANAGER, server.password(MANAGER));
    await page.getByTestId('account').waitFor();
    await page.goto('/console/#/settings');
    return editor;
  }

  /** Types the edits, looks at the preview, saves, and waits until the new version counts. */
  async make(edits: readonly SettingsEdit[]): Promise<void> {
    await this.#comeIn();
    const page = this.#page;
    for (const { path: at, value } of edits) await this.#type(at.join('.'), value);
    await page.getByTestId('preview').click();
    await this.#previewed();
    const made = page.waitForResponse((response) => response.url().endsWith('/settings/change'));
    await page.locator('[data-testid=save]:enabled').click();
    const answer = await made;
    if (!answer.ok()) throw new Error(`the editor could not save: ${await answer.text()}`);
    const { version } = (await answer.json()) as { version: number };
    await page
      .locator(`[data-testid=settings][data-version="${version}"][data-dirty=false]`)
      .waitFor({ state: 'attached' });
  }

  /**
   * The clock jumps over days, and no session lives so long: the manager is logged in again, as from another tab
   * of the same browser, and this one follows. Also where the former session would do for another second.
   */
  async #comeIn(): Promise<void> {
    const page = this.#page;
    const cookie = await this.#cookie();
    if (cookie !== this.#present) {
      const cut = cookie.indexOf('=');
      const url = new URL('/', page.url()).href;
      await page.context().addCookies([{ name: cookie.slice(0, cut), value: cookie.slice(cut + 1), url }]);
      // A page that was still open goes with its session: what is typed into it would be gone a moment later.
      await page.evaluate(() => {
        document.querySelector('[data-testid=settings]')?.setAttribute('data-former', '');
        new BroadcastChannel('hall-session').postMessage('changed');
      });
      this.#present = cookie;
    }
    const newest = await this.#newest();
    // The scenario before this one was taken back by command.
    await page
      .locator(`[data-testid=settings][data-version="${newest}"]:not([data-former])`)
      .waitFor({ state: 'attached' });
  }

  /** What changes is shown; a preview that could not be asked for is asked for once more, as the page offers. */
  async #previewed(): Promise<void> {
    const page = this.#page;
    const change = page.getByTestId('change').first();
    const failed = page.getByTestId('preview-failed');
    const drawer = page.getByTestId('preview-drawer');
    try {
      await change.or(failed).first().waitFor();
      if (await failed.isVisible()) await failed.getByRole('button').click();
      await change.waitFor();
    } catch (error) {
      const shown = await drawer.textContent({ timeout: 1_000 }).catch(() => 'no preview');
      throw new Error(`the preview shows no change: ${shown}`, { cause: error });
    }
  }

  /** Number of the newest version. */
  #newest(): Promise<number> {
    return this.#page.evaluate(async () => {
      const answer = await fetch('/api/v1/settings', { headers: { 'x-background': '1' } });
      if (!answer.ok) throw new Error(`the settings cannot be read: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { newest: number }).newest;
    });
  }

  async #type(at: string, value: unknown): Promise<void> {
    const places = placesFor(at);
    if (places.length === 0) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new Error(`no rule has a field for ${at}`);
      }
      for (const [key, inner] of Object.entries(value)) await this.#type(`${at}.${key}`, inner);
      return;
    }
    for (const { chapter, rule, field, id } of places) {
      await this.#page.getByTestId(`chapter-${chapter}`).click();
      const card = this.#page.getByTestId(`rule-${rule}`);
      if (id !== null) await card.getByTestId(`scope-${rule}`).selectOption(id);
      await fill(card, at, field.input, value);
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** Where the book of rules shows a path: two rules may keep their rows in one list. */
function placesFor(at: string): Place[] {
  const [list, id, ...rest] = at.split('.');
  const inList = list === 'queues' || list === 'windows';
  const template = inList ? [`${list}[]`, ...rest].join('.') : at;
  return RULE_BOOK.flatMap((chapter) =>
    chapter.rules.flatMap((rule) =>
      rule.fields
        .filter((field) => field.path === template)
        .map((field) => ({
          ...{ chapter: chapter.id, rule: rule.id, field },
          id: inList ? (id ?? null) : null,
        })),
    ),
  );
}

async function fill(card: Locator, at: string, input: RuleInput, value: unknown): Promise<void> {
  const field = card.getByTestId(`field-${at}`);
  switch (input.kind) {
    case 'number':
    case 'text':
      return field.fill(String(value));
    case 'switch':
      return field.setChecked(value === true);
    case 'choice':
    case 'window':
    case 'queue':
    case 'zone':
    case 'department':
      await field.selectOption(String(value));
      return;
    case 'several':
    case 'windows':
    case 'queues':
      return pick(field, value as readonly string[]);
    case 'rows': {
      const { columns, only } = input;
      const rows = (value as readonly Row[]).filter(
        (row) => only === undefined || row[only.key] === only.value,
      );
      const before = Number(await field.getAttribute('data-rows'));
      for (let i = before; i > rows.length; i -= 1) await card.getByTestId(`remove-${at}-${i - 1}`).click();
      for (let i = before; i < rows.length; i += 1) await card.getByTestId(`add-${at}`).click();
      for (const [i, row] of rows.entries())
        for (const column of columns)
          await fillCell(card, `cell-${at}-${i}-${column.key}`, column, row[column.key]);
    }
  }
}

async function fillCell(card: Locator, testid: string, { input }: Column, value: unknown): Promise<void> {
  const cell = card.getByTestId(testid);
  switch (input.kind) {
    case 'words': {
      const { zh = '', en = '' } = (value ?? {}) as { zh?: string; en?: string };
      await card.getByTestId(`${testid}-zh`).fill(zh);
      return card.getByTestId(`${testid}-en`).fill(en);
    }
    case 'days':
    case 'queues':
      return pick(cell, ((value ?? []) as readonly unknown[]).map(String));
    case 'dates': {
      const [from = '', to = ''] = (value ?? []) as readonly string[];
      await cell.fill(from);
      return card.getByTestId(`${testid}-to`).fill(to);
    }
    case 'queue':
    case 'choice':
    case 'weekday':
      await cell.selectOption(String(value ?? ''));
      return;
    default:
      return cell.fill(String(value ?? ''));
  }
}

/** Exactly these, in this order. */
async function pick(field: Locator, wanted: readonly string[]): Promise<void> {
  const boxes = field.locator('input');
  const picked = await boxes.evaluateAll((all) =>
    (all as HTMLInputElement[]).filter((box) => box.checked).map((box) => box.value),
  );
  const keep = picked.every((value, i) => wanted[i] === value);
  if (!keep) for (const value of picked) await field.locator(`input[value="${value}"]`).uncheck();
  for (const value of keep ? wanted.slice(picked.length) : wanted)
    await field.locator(`input[value="${value}"]`).check();
}
