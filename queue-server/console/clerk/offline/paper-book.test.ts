import { describe, expect, it } from 'vitest';
import {
  callPaper,
  emptyBook,
  endPaper,
  nextBatch,
  type PaperBook,
  parseBook,
  pending,
  present,
  putBack,
  settled,
  startPaper,
  typedNumber,
  withRanges,
} from './paper-book.ts';

const name = { zh: '企业登记', en: 'Company registration' };
const range = (queue: string, prefix: string, first = 901, last = 960) => ({
  queue,
  name,
  prefix,
  first,
  last,
});
const AT = 1_764_000_000_000;

const fresh = (): PaperBook =>
  withRanges(emptyBook('w3', 3), {
    number: 3,
    paper: [
      { ...range('company', 'A'), on: false },
      { ...range('permits', 'B', 800, 899), on: true },
    ],
  });
function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
}
const served = (book: PaperBook, number: string, at = AT) =>
  endPaper(startPaper(must(callPaper(book, number, at)), at + 1_000), 'finished', at + 60_000);

describe('[P2] the paper numbers of a window while the server is away', () => {
  it('keeps the ranges of the last desk, also of queues that were not in paper mode', () => {
    expect(fresh().ranges.map(({ queue }) => queue)).toEqual(['company', 'permits']);
  });

  it('reads a number as it is typed', () => {
    const { ranges } = fresh();
    expect(
      ['a905', 'Ａ９０５', ' A 905', '905'].map((typed) => must(typedNumber(ranges, typed)).number),
    ).toEqual(['A905', 'A905', 'A905', 'A905']);
    expect(must(typedNumber(ranges, '850'))).toEqual({ number: 'B850', queue: 'permits' });
    expect(
      ['', 'A900', 'A961', 'C905', 'hello', '12'].map((typed) => typedNumber(ranges, typed)),
    ).toMatchObject([{ error: 'empty' }, ...Array<object>(5).fill({ error: 'range' })]);
  });

  it('a counter that two queues have needs its letter', () => {
    const both = [range('company', 'A'), range('permits', 'B')];
    expect(typedNumber(both, '905')).toMatchObject({ ok: false });
    expect(must(typedNumber(both, 'b905')).queue).toBe('permits');
  });

  it('calls, starts and finishes with the times of this computer', () => {
    const called = must(callPaper(fresh(), 'A905', AT));
    expect(present(called)?.number).toBe('A905');
    const done = endPaper(startPaper(called, AT + 5_000), 'finished', AT + 65_000);
    expect(present(done)).toBeNull();
    expect(done.entries).toEqual([
      {
        number: 'A905',
        queue: 'company',
        calledAt: AT,
        startedAt: AT + 5_000,
        endedAt: AT + 65_000,
        outcome: 'finished',
      },
    ]);
  });

  it('[I1] takes a number once; whoever did not come may be called again', () => {
    expect(callPaper(served(fresh(), 'A905'), 'A905', AT)).toEqual({ ok: false, error: 'twice' });
    const absent = endPaper(must(callPaper(fresh(), 'A905', AT)), 'no-show', AT + 1);
    const again = must(callPaper(absent, '0905', AT + 2));
    expect(again.entries).toMatchObject([{ number: 'A905', calledAt: AT + 2, outcome: 'open' }]);
    expect(callPaper(nextBatch(absent, 'request-1'), 'A905', AT + 2)).toEqual({ ok: false, error: 'twice' });
  });

  it('sends queue by queue under one id until there is an answer, and never what is still open', () => {
    let book = served(served(served(fresh(), 'A905'), 'B801'), 'A906');
    book = must(callPaper(book, 'A907', AT));
    const first = nextBatch(book, 'request-1');
    expect(first.sending).toMatchObject({ requestId: 'request-1', queue: 'company' });
    expect(first.sending?.entries.map(({ number }) => number)).toEqual(['A905', 'A906']);
    expect(nextBatch(first, 'request-2')).toBe(first);
    expect(pending(first)).toHaveLength(4);
    const second = nextBatch(settled(first, { taken: 2, refused: [] }), 'request-2');
    expect(second.sending).toMatchObject({ requestId: 'request-2', queue: 'permits' });
    const third = nextBatch(settled(second, { taken: 1, refused: [] }), 'request-3');
    expect(third.sending).toBeNull();
    expect(third.entries.map(({ number }) => number)).toEqual(['A907']);
  });

  it('keeps what was refused and why, over several batches', () => {
    const why = { zh: '已被使用', en: 'Used already' };
    const refused = [{ number: 'A905', code: 'PAPER_NUMBER', text: why }];
    let book = nextBatch(served(fresh(), 'A905'), 'request-1');
    book = settled(book, { taken: 0, refused });
    book = settled(nextBatch(served(book, 'B801'), 'request-2'), { taken: 1, refused: [] });
    expect(book.outcome).toEqual({ taken: 1, refused: [{ number: 'A905', text: why }] });
  });

  it('a batch that was refused as a whole waits again, before what came later', () => {
    const sent = nextBatch(served(fresh(), 'A905'), 'request-1');
    const back = putBack(served(sent, 'A906'));
    expect(back.sending).toBeNull();
    expect(back.entries.map(({ number }) => number)).toEqual(['A905', 'A906']);
  });

  it('survives being written and read, and trusts nothing else', () => {
    const book = nextBatch(served(served(fresh(), 'A905'), 'B801'), 'request-1');
    expect(parseBook(JSON.stringify(book))).toEqual(book);
    for (const text of [null, '', '{', '{"v":2}', JSON.stringify({ ...book, name: 'somebody' })]) {
      expect(parseBook(text)).toBeNull();
    }
  });
});
