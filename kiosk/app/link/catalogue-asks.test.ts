import { beforeEach, expect, it } from 'vitest';
import { CATALOGUE_RETRY_MS, type CatalogueAsks, openCatalogueAsks } from './catalogue-asks.ts';

let asked: string[];
let waiting: { readonly ms: number; readonly then: () => void } | null;
let asks: CatalogueAsks;

beforeEach(() => {
  asked = [];
  waiting = null;
  asks = openCatalogueAsks({
    newId: () => `ask-${asked.length + 1}`,
    ask: (id) => void asked.push(id),
    later(ms, then) {
      const mine = { ms, then };
      waiting = mine;
      return () => {
        if (waiting === mine) waiting = null;
      };
    },
  });
});

it('asks as soon as the hall has a catalogue, and once for each version', () => {
  asks.hears({ online: false, version: null });
  expect(asked).toEqual([]);
  asks.hears({ online: true, version: 'v1' });
  asks.hears({ online: true, version: 'v1' });
  expect(asked).toEqual(['ask-1']);
  expect(asks.answered('ask-1')).toBe(true);
  asks.hears({ online: true, version: 'v2' });
  expect(asked).toEqual(['ask-1', 'ask-2']);
});

it('asks at once when the server comes that was not there when it was asked first', () => {
  asks.hears({ online: false, version: 'v1' });
  expect(asks.failed('ask-1')).toBe(true);
  expect(waiting?.ms).toBe(CATALOGUE_RETRY_MS);
  asks.hears({ online: true, version: 'v1' });
  expect(asked).toEqual(['ask-1', 'ask-2']);
  // The pause is over with it: nothing is asked twice.
  expect(waiting).toBeNull();
});

it('asks after a pause where nothing has changed, and only then', () => {
  asks.hears({ online: true, version: 'v1' });
  asks.failed('ask-1');
  asks.hears({ online: true, version: 'v1' });
  expect(asked).toEqual(['ask-1']);
  waiting?.then();
  expect(asked).toEqual(['ask-1', 'ask-2']);
});

it('asks nothing again when a server comes back to a page that has its catalogue', () => {
  asks.hears({ online: true, version: 'v1' });
  asks.answered('ask-1');
  asks.hears({ online: false, version: 'v1' });
  asks.hears({ online: true, version: 'v1' });
  expect(asked).toEqual(['ask-1']);
});

it('takes only the newest ask for its own, and begins anew with a new link', () => {
  asks.hears({ online: true, version: 'v1' });
  expect([asks.answered('other'), asks.failed('other')]).toEqual([false, false]);
  asks.anew();
  expect(asks.answered('ask-1')).toBe(false);
  asks.hears({ online: true, version: 'v1' });
  expect(asked).toEqual(['ask-1', 'ask-2']);
  asks.failed('ask-2');
  asks.close();
  expect(waiting).toBeNull();
});
