import { expect, it } from 'vitest';
import { SentPapers } from './sent-papers.ts';

it('knows the newest paper of a ticket, and that the last one sent is waited for', () => {
  const papers = new SentPapers();
  papers.add('a-2', { ticket: 'a', ordinal: 2 });
  papers.add('a-3', { ticket: 'a', ordinal: 3 });
  expect(papers.newestOf('a')).toBe(3);
  expect(papers.isAwaited({ ticket: 'a', ordinal: 3 })).toBe(true);
  expect(papers.isAwaited({ ticket: 'a', ordinal: 2 })).toBe(false);
  expect(papers.of('a-2')).toEqual({ ticket: 'a', ordinal: 2 });
  expect(papers.of('b-1')).toBeNull();
  expect(papers.newestOf('b')).toBeNull();
});

it('waits for a lower ordinal where the hall was restored and gave it anew', () => {
  const papers = new SentPapers();
  papers.add('a-3', { ticket: 'a', ordinal: 3 });
  papers.add('a-2', { ticket: 'a', ordinal: 2 });
  expect(papers.isAwaited({ ticket: 'a', ordinal: 2 })).toBe(true);
  expect(papers.newestOf('a')).toBe(3);
});

it('forgets the oldest, and its ticket with its last paper', () => {
  const papers = new SentPapers(2);
  papers.add('a-1', { ticket: 'a', ordinal: 1 });
  papers.add('b-1', { ticket: 'b', ordinal: 1 });
  papers.add('a-2', { ticket: 'a', ordinal: 2 });
  expect(papers.of('a-1')).toBeNull();
  expect(papers.newestOf('a')).toBe(2);
  papers.add('c-1', { ticket: 'c', ordinal: 1 });
  expect(papers.newestOf('b')).toBeNull();
});
