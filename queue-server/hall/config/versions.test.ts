import { hash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { SettingsFact } from '../domain/settings-timeline.ts';
import { testConfig } from '../testing/hall.ts';
import { differences } from './differences.ts';
import { settingsOf, written } from './document.ts';
import { edited } from './edits.ts';
import { seedOf } from './seed.ts';
import { ConfigInForce, compose } from './versions.ts';

const file = testConfig();
const withLock = (lockSeconds: number) => ({ ...file, calling: { ...file.calling, lockSeconds } });
const fact = (version: number, effectiveAt: number, document: { digest: string }): SettingsFact => ({
  ...{ version, seq: version, at: effectiveAt, effectiveAt, actor: 'hall', origin: 'editor', reason: null },
  ...{ base: version === 1 ? null : version - 1, backTo: null, digest: document.digest },
});

describe('the configuration at an instant', () => {
  const first = written(settingsOf(withLock(7)));
  const second = written(settingsOf(withLock(9)));
  const versions = [fact(1, 10, first), fact(2, 100, second)];
  const texts = [first.document, second.document];

  it('is the file before any version, and each version from its instant on', () => {
    const inForce = new ConfigInForce(file, (version) => texts[version - 1] ?? null);
    expect(inForce.at(versions, 9)).toBe(file);
    expect([10, 99, 100].map((at) => inForce.at(versions, at).calling.lockSeconds)).toEqual([7, 7, 9]);
    expect(inForce.at(versions, 50).staff).toBe(file.staff);
    expect(inForce.factAt(versions, 100)?.version).toBe(2);
  });

  it('is looked up once until the next version may count', () => {
    const read = vi.fn((version: number) => texts[version - 1] ?? null);
    const inForce = new ConfigInForce(file, read);
    const same = new Set(Array.from({ length: 1000 }, (_, i) => inForce.at(versions, 10 + (i % 90))));
    expect(same.size).toBe(1);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is told for another instant without being looked up anew for now', () => {
    const read = vi.fn((version: number) => texts[version - 1] ?? null);
    const inForce = new ConfigInForce(file, read);
    const now = inForce.at(versions, 10);
    expect(inForce.elsewhen(versions, 100).calling.lockSeconds).toBe(9);
    expect(inForce.elsewhen(versions, 9)).toBe(file);
    expect(inForce.at(versions, 11)).toBe(now);
    expect(read).toHaveBeenCalledTimes(2);
    // Whoever leafs through a long history finds what is in force as it was: listeners go by the object.
    const many = Array.from({ length: 60 }, (_, i) =>
      written(settingsOf({ ...withLock(7), phone: String(i) })),
    );
    const long = [fact(1, 10, first), ...many.map((text, i) => fact(i + 2, 1000 + i, text))];
    const documents = [first, ...many].map(({ document }) => document);
    const whole = new ConfigInForce(file, (version) => documents[version - 1] ?? null);
    const first10 = whole.at(long, 10);
    for (let at = 1000; at < 1060; at += 1) whole.elsewhen(long, at);
    expect(whole.at(long, 20)).toBe(first10);
  });

  it.each([
    ['lost', null, 'missing'],
    ['no JSON', '{', 'no JSON'],
    ['of another shape', JSON.stringify({ calling: { lockSeconds: -1 } }), 'calling'],
  ])('passes over a version whose document is %s, and says why', (_what, text, why) => {
    const digest = sha(text ?? '');
    const inForce = new ConfigInForce(file, (version) => (version === 1 ? first.document : text));
    const all = [fact(1, 10, first), fact(2, 20, { digest })];
    expect(inForce.at(all, 30).calling.lockSeconds).toBe(7);
    const made = inForce.composed(all[1] as SettingsFact);
    expect(made.ok ? '' : made.error).toContain(why);
  });

  it('refuses a document that is not the one of its digest', () => {
    expect(compose(file, first.document.replace('"lockSeconds":7', '"lockSeconds":8'), first.digest)).toEqual(
      {
        ok: false,
        error: 'its document was changed',
      },
    );
  });

  it('takes a section that an older program did not know from the file, and leaves out one of a newer one', () => {
    const { calendar: _none, ...old } = settingsOf(withLock(3));
    const text = JSON.stringify({ ...old, future: { x: 1 } });
    const made = compose(file, text, sha(text));
    expect(made.ok && made.value.calendar).toEqual(file.calendar);
    expect(made.ok && made.value.calling.lockSeconds).toBe(3);
  });
});

describe('the hall’s file at a start', () => {
  const composedAs = (config: typeof file) => () => ({ ok: true as const, value: config });

  it('is the first version, and again one when it says something else', () => {
    expect(seedOf(file, [], composedAs(file), file)).toMatchObject({
      origin: 'file',
      base: null,
      changes: [],
    });
    const known: SettingsFact[] = [{ ...fact(1, 10, written(settingsOf(file))), origin: 'file' }];
    expect(seedOf(file, known, composedAs(file), file)).toBeNull();
    expect(seedOf(withLock(30), known, composedAs(file), file)?.changes).toEqual([
      { path: ['calling', 'lockSeconds'], before: file.calling.lockSeconds, after: 30 },
    ]);
  });

  it('is no change where only this program reads it otherwise than the last one did', () => {
    const older: SettingsFact[] = [{ ...fact(1, 10, { digest: 'of an older program' }), origin: 'file' }];
    expect(seedOf(file, older, composedAs(file), withLock(30))).toBeNull();
  });

  it('does not take back what managers changed since, unless it changed itself', () => {
    const known = [
      { ...fact(1, 10, written(settingsOf(file))), origin: 'file' as const },
      fact(2, 20, written(settingsOf(withLock(30)))),
    ];
    expect(seedOf(file, known, composedAs(file), withLock(30))).toBeNull();
  });
});

describe('edits and differences', () => {
  const document = settingsOf(file) as Record<string, unknown>;
  const [queue] = file.queues;
  const id = queue?.id as string;

  it('finds entries of lists by id or index, sets, appends and takes away; the original stays as it is', () => {
    const before = JSON.stringify(document);
    const made = edited(document, [
      { path: ['queues', id, 'warnAfterMin'], value: 77 },
      { path: ['windows', 0, 'number'], value: 999 },
      { path: ['notices', 0] },
      {
        path: ['calendar', 'days', '2027-01-01'],
        value: { date: '2027-01-01', kind: 'closed', name: { zh: '元旦', en: 'New Year' } },
      },
    ]);
    const notices = file.notices.length;
    expect(made).toMatchObject({ ok: true });
    expect(made.ok && made.value['queues']).toMatchObject(
      file.queues.map((entry) => ({ warnAfterMin: entry.id === id ? 77 : entry.warnAfterMin })),
    );
    expect(made.ok && (made.value['notices'] as unknown[]).length).toBe(notices - 1);
    expect(made.ok && differences(document, made.value).changes.map(({ path }) => path.join('.'))).toEqual([
      'notices',
      'calendar.days.2027-01-01',
      `queues.${id}.warnAfterMin`,
      `windows.${file.windows[0]?.id}.number`,
    ]);
    expect(JSON.stringify(document)).toBe(before);
  });

  it.each([
    [['queues', 'nowhere', 'prefix'], 1, 'nothing stands at queues.nowhere'],
    [['queues', 9999], {}, 'behind the end'],
    [['queues', 'new'], { id: 'other' }, 'does not bear the id'],
    [['windows', 'w999'], undefined, 'nothing stands at'],
    [['__proto__', 'x'], 1, 'nothing stands at'],
    [['calling', '__proto__'], 1, 'is no key'],
  ])('%j leads nowhere', (path, value, reason) => {
    const made = edited(document, [{ path: path as string[], value }]);
    expect(made.ok ? '' : made.error.reason).toContain(reason);
  });

  it('shortens long values, and counts what it does not list', () => {
    const phone = 'x'.repeat(500);
    expect(differences({ phone: '' }, { phone }).changes[0]?.after).toHaveLength(200);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
    const { changes, moreChanges } = differences({}, many);
    expect([changes.length, moreChanges]).toEqual([40, 60]);
  });

  it('tells a list in another order from one with other entries', () => {
    const turned = { list: [{ id: 'b' }, { id: 'a' }] };
    expect(differences({ list: [{ id: 'a' }, { id: 'b' }] }, turned).changes).toEqual([
      { path: ['list'], before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });
});

function sha(text: string): string {
  return hash('sha256', text);
}
