import { hasChromium } from '@hall/queue-server/console/testing/browser';
import { RULES } from '@hall/shared/contracts/rule-book/book';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RuleEditor } from './editor.ts';
import { RuleHall } from './rule-hall.ts';
import { SCENARIOS } from './scenarios/all.ts';

/** A cold build of the page on a slow machine. */
const START_TIMEOUT_MS = 240_000;

/**
 * A rule counts only when a manager has changed it and the next real command obeyed and explained it. Every number
 * of RULES.md (the rule book is held to it) needs a scenario here; one without fails. Each change is typed into the
 * fields of the settings page; where no Chromium is there, the command behind the page is given instead.
 */
let hall: RuleHall;
let editor: RuleEditor | null = null;
beforeAll(async () => {
  hall = await RuleHall.start();
  if (!hasChromium) return;
  editor = await RuleEditor.open(hall.server, () => hall.cookieOf('manager01'));
  hall.through((edits) => (editor as RuleEditor).make(edits));
}, START_TIMEOUT_MS);
afterAll(async () => {
  await editor?.close();
  await hall?.stop();
});
beforeEach(() => hall.newDay());
afterEach(() => hall.reset());

const BY = hasChromium
  ? 'changed in the settings page'
  : 'changed by command (the page needs /usr/bin/chromium)';

describe('the rules of RULES.md', () => {
  for (const rule of RULES) {
    it(`[${rule.id}] ${rule.title.zh}: ${BY}, obeyed and explained by the next command`, async () => {
      const scenario = SCENARIOS.find((candidate) => candidate.rule === rule.id);
      if (!scenario) throw new Error(`no scenario walks ${rule.id}`);
      const shown = await scenario.walk(hall);
      expect(shown.after).not.toEqual(shown.before);
      expect(shown.explained.trim()).not.toBe('');
      expect(shown.explained).toContain(scenario.says ?? '');
      // What was changed is a field that the editor shows under this rule.
      const shownHere = (changed: string) =>
        rule.fields.some(({ path }) => {
          const field = path.split('.');
          return changed
            .split('.')
            .flatMap((step, i, all) =>
              ['queues', 'windows'].includes(all[i - 1] ?? '') && i === 1 ? [] : [step],
            )
            .every((step, i) => field[i] === undefined || field[i]?.replace('[]', '') === step);
        });
      expect(hall.changed.some(shownHere)).toBe(true);
      expect(await hall.logged()).toContain('manager01');
    });
  }
});
