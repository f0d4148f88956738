import { describe, expect, it } from 'vitest';
import { change, conflicts, drafted, editsOf, NO_CHANGES, pathFor, rebased, valueAt } from './draft.ts';

const document = {
  reprintLimit: 2,
  calling: { lockSeconds: 10 },
  queues: [
    { id: 'invoices', digits: 3, hours: [{ days: [1], from: '08:30', to: '17:30' }] },
    { id: 'tax', digits: 3, paperNumbers: { first: 1, last: 9 } },
  ],
};

describe('a draft of settings', () => {
  it('finds values by id in lists, and says nothing of what is not there', () => {
    expect(valueAt(document, 'queues.invoices.digits')).toBe(3);
    expect(valueAt(document, 'queues.invoices.paperNumbers.first')).toBeUndefined();
    expect(valueAt(document, 'queues.nobody.digits')).toBeUndefined();
    expect(pathFor('queues[].digits', { queue: 'invoices', window: 'w1' })).toBe('queues.invoices.digits');
  });

  it('forgets a change that goes back to what was', () => {
    const changed = change(document, NO_CHANGES, 'calling.lockSeconds', 20);
    expect(valueAt(drafted(document, changed), 'calling.lockSeconds')).toBe(20);
    expect(change(document, changed, 'calling.lockSeconds', 10).size).toBe(0);
    const rows = [{ days: [1], from: '08:30', to: '17:30' }];
    expect(change(document, NO_CHANGES, 'queues.invoices.hours', rows).size).toBe(0);
  });

  it('makes what is not there yet as a whole, and takes it away when it is emptied', () => {
    let draft = change(document, NO_CHANGES, 'queues.invoices.paperNumbers.first', 900);
    draft = change(document, draft, 'queues.invoices.paperNumbers.last', 999);
    draft = change(document, draft, 'reprintLimit', 1);
    expect(editsOf(document, draft)).toEqual([
      { path: ['queues', 'invoices', 'paperNumbers'], value: { first: 900, last: 999 } },
      { path: ['reprintLimit'], value: 1 },
    ]);
    let gone = change(document, NO_CHANGES, 'queues.tax.paperNumbers.first', null);
    expect(editsOf(document, gone)).toEqual([
      { path: ['queues', 'tax', 'paperNumbers'], value: { first: null, last: 9 } },
    ]);
    gone = change(document, gone, 'queues.tax.paperNumbers.last', null);
    expect(editsOf(document, gone)).toEqual([{ path: ['queues', 'tax', 'paperNumbers'] }]);
  });

  it('keeps an emptied field as empty: nobody’s usual value slips in', () => {
    const draft = change(document, NO_CHANGES, 'reprintLimit', null);
    expect(editsOf(document, draft)).toEqual([{ path: ['reprintLimit'], value: null }]);
  });

  it('adds a queue, changes it while it is new, and takes it away again', () => {
    let draft = change(document, NO_CHANGES, 'queues.fund', { id: 'fund', digits: 3 });
    draft = change(document, draft, 'queues.fund.digits', 4);
    expect(editsOf(document, draft)).toEqual([
      { path: ['queues', 'fund'], value: { id: 'fund', digits: 4 } },
    ]);
    expect(valueAt(drafted(document, draft), 'queues.fund.digits')).toBe(4);
    expect(change(document, draft, 'queues.fund', undefined).size).toBe(0);
  });

  it('makes nothing of a change to an entry that somebody took away, and says so to the server', () => {
    const draft = change(document, NO_CHANGES, 'queues.tax.digits', 4);
    const without = { ...document, queues: document.queues.filter(({ id }) => id !== 'tax') };
    expect(drafted(without, draft)).toEqual(without);
    expect(editsOf(without, draft)).toEqual([{ path: ['queues', 'tax', 'digits'], value: 4 }]);
    expect(conflicts(without, draft)).toEqual(['queues.tax.digits']);
    expect(rebased(without, draft).size).toBe(0);
  });

  it('taking a queue away takes the changes inside it with it', () => {
    let draft = change(document, NO_CHANGES, 'queues.tax.digits', 4);
    draft = change(document, draft, 'queues.tax', undefined);
    expect(editsOf(document, draft)).toEqual([{ path: ['queues', 'tax'] }]);
    expect((drafted(document, draft)['queues'] as unknown[]).length).toBe(1);
  });

  it('knows what somebody else changed meanwhile, and goes on from there', () => {
    let draft = change(document, NO_CHANGES, 'calling.lockSeconds', 20);
    draft = change(document, draft, 'reprintLimit', 5);
    const newer = { ...document, calling: { lockSeconds: 15 } };
    expect(conflicts(newer, draft)).toEqual(['calling.lockSeconds']);
    expect(conflicts(newer, rebased(newer, draft))).toEqual([]);
    expect(rebased({ ...document, reprintLimit: 5 }, draft).has('reprintLimit')).toBe(false);
  });
});
