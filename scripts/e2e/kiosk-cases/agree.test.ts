import { describe, expect, it } from 'vitest';
import {
  bookingProblems,
  certificateProblems,
  countProblems,
  listProblems,
  type Page,
  ticketProblems,
} from './agree.ts';
import type { Outcome } from './told.ts';

const page = (more: Partial<Page> = {}): Page => ({
  ...{ asked: new Set(['press']), given: ['one'], said: [{ id: 'one', outcome: 'printed' }], gone: false },
  ...more,
});

describe('tickets', () => {
  const story = { ticket: 'one', number: 'A001', live: true, outcome: 'printed' as Outcome };
  const all = { stories: [story], held: null, refused: null };
  const seen = { given: ['A001'], said: [{ id: 'one', outcome: 'printed' as Outcome }], gone: false };
  const other = { ...story, ticket: 'two', number: 'A002' };

  it('agree where the one that was said is in the books', () => {
    expect(ticketProblems(all, seen)).toEqual([]);
    expect(ticketProblems({ ...all, stories: [story, { ...other, live: false }] }, seen)).toEqual([]);
    expect(ticketProblems({ ...all, stories: [story, other], held: 'A002' }, seen)).toEqual([]);
    expect(ticketProblems({ ...all, stories: [] }, { ...seen, given: [], said: [] })).toEqual([]);
  });

  it('do not agree: said to nobody, two of them, or another end than the page heard', () => {
    expect(ticketProblems(all, { ...seen, given: [] })).not.toEqual([]);
    expect(ticketProblems({ ...all, stories: [story, other] }, { ...seen, given: ['A001', 'A002'] })).toEqual(
      ['one number was wanted, and there are A001,A002'],
    );
    expect(ticketProblems({ ...all, stories: [{ ...story, outcome: 'failed' }] }, seen)).not.toEqual([]);
    expect(ticketProblems({ ...all, stories: [{ ...story, outcome: null }] }, seen)).not.toEqual([]);
  });

  it('may be one more where the page was loaded anew, and never two that nobody heard of', () => {
    const gone = { ...seen, gone: true };
    expect(ticketProblems({ ...all, stories: [story, other] }, gone)).toEqual([]);
    expect(ticketProblems({ ...all, stories: [story, other] }, { ...gone, given: [] })).not.toEqual([]);
  });

  it('no other paper is right for whoever has one only', () => {
    const mine = { ...all, held: 'A001', refused: 'PRINTED_BEFORE' };
    const gone = { ...seen, given: [], said: [], gone: true };
    expect(ticketProblems(mine, gone)).toEqual([]);
    const failed = [{ ...story, outcome: 'failed' as Outcome }];
    expect(ticketProblems({ ...mine, stories: failed }, gone)).not.toEqual([]);
  });

  it.each(['ALREADY_WAITING', 'BOOKING_USED', 'BOOKING_STATE'])(
    '%s is right for whoever has a number only',
    (refused) => {
      const gone = { ...seen, gone: true };
      expect(ticketProblems({ ...all, refused }, gone)).toEqual([]);
      const none = [{ ...story, live: false }];
      expect(ticketProblems({ ...all, stories: none, refused }, gone)).not.toEqual([]);
    },
  );
});

describe('certificates', () => {
  const issued = [{ certificate: 'one', digest: 'd', requestId: 'press' }];
  const printed = [{ name: 'one', digest: 'd' }];
  const ended = (outcome: Outcome) => new Map([['one', outcome]]);
  const nobody = new Set<string>();
  const all = { issued, outcomes: ended('printed'), printed, lookedFor: nobody };

  it('agree where one was asked for, printed, and said to be', () => {
    expect(certificateProblems(all, page())).toEqual([]);
    const nothing = { issued: [], outcomes: new Map(), printed: [], lookedFor: nobody };
    expect(certificateProblems(nothing, page({ given: [], said: [] }))).toEqual([]);
    const failed = page({ said: [{ id: 'one', outcome: 'failed' }] });
    expect(certificateProblems({ ...all, outcomes: ended('failed'), printed: [] }, failed)).toEqual([]);
  });

  it.each<[string, Partial<Parameters<typeof certificateProblems>[0]>, Partial<Page>]>([
    [
      'unknown, and nobody looks for it',
      { outcomes: ended('unknown') },
      { said: [{ id: 'one', outcome: 'unknown' }] },
    ],
    ['looked for, and in its owner’s hand', { lookedFor: new Set(['one']) }, {}],
    ['no press', {}, { asked: new Set() }],
    ['no word of its end', { outcomes: new Map() }, {}],
    ['no paper', { printed: [] }, {}],
    ['two papers', { printed: [...printed, ...printed] }, {}],
    ['a paper that failed', { outcomes: ended('failed') }, { said: [{ id: 'one', outcome: 'failed' }] }],
    ['other bytes', { printed: [{ name: 'one', digest: 'e' }] }, {}],
    ['a paper of nobody', { printed: [...printed, { name: 'two', digest: 'd' }] }, {}],
    ['not in the books', { issued: [] }, {}],
    ['the page heard otherwise', {}, { said: [{ id: 'one', outcome: 'unknown' }] }],
    ['the page never heard', {}, { said: [] }],
    ['the page heard twice', {}, { said: [...page().said, ...page().said] }],
    ['given to nobody', {}, { given: [] }],
  ])('do not agree: %s', (_, more, seen) => {
    expect(certificateProblems({ ...all, ...more }, page(seen))).not.toEqual([]);
  });

  it('agree where it is unknown and the guide desk looks for it', () => {
    const unknown = { ...all, outcomes: ended('unknown'), lookedFor: new Set(['one']) };
    expect(certificateProblems(unknown, page({ said: [{ id: 'one', outcome: 'unknown' }] }))).toEqual([]);
  });

  it('may be said to nobody where the page was loaded anew, and must still be right', () => {
    expect(certificateProblems(all, page({ gone: true, given: [], said: [] }))).toEqual([]);
    const two = { ...all, printed: [...printed, ...printed] };
    expect(certificateProblems(two, page({ gone: true, given: [], said: [] }))).not.toEqual([]);
  });
});

describe('booking slips', () => {
  const all = {
    made: [{ booking: 'one', requestId: 'press' }],
    prints: ['printed'] as Outcome[],
    again: 0,
    papers: [{ booking: 'one', whole: true }],
  };

  it('agree where one was made and printed, or printed again', () => {
    expect(bookingProblems(all, page())).toEqual([]);
    const twice = { ...all, prints: ['failed', 'printed'] as Outcome[], again: 1 };
    const heard = page({ said: [{ id: 'one', outcome: 'failed' }, ...page().said] });
    expect(bookingProblems(twice, heard)).toEqual([]);
  });

  it.each<[string, Partial<typeof all>, Partial<Page>]>([
    ['no press', {}, { asked: new Set() }],
    ['two places', { made: [...all.made, { booking: 'two', requestId: 'press' }] }, {}],
    ['no slip', { papers: [] }, {}],
    ['half a slip', { papers: [{ booking: 'one', whole: false }] }, {}],
    ['two slips', { papers: [...all.papers, ...all.papers] }, {}],
    ['a slip of another', { papers: [{ booking: 'two', whole: true }] }, {}],
    ['never tried', { prints: [], papers: [] }, { said: [] }],
    ['printed unasked', { prints: ['failed', 'printed'] }, {}],
    ['not in the books', { made: [] }, {}],
    ['the page heard otherwise', {}, { said: [{ id: 'one', outcome: 'failed' }] }],
    ['the page never heard', {}, { said: [] }],
    ['given to nobody', {}, { given: [] }],
  ])('do not agree: %s', (_, more, seen) => {
    expect(bookingProblems({ ...all, ...more }, page(seen))).not.toEqual([]);
  });

  it('may be said to nobody where the page was loaded anew, and must still be right', () => {
    expect(bookingProblems(all, page({ gone: true, given: [], said: [] }))).toEqual([]);
    expect(bookingProblems({ ...all, papers: [] }, page({ gone: true, given: [], said: [] }))).not.toEqual(
      [],
    );
  });
});

describe('lists', () => {
  const all = { prints: ['printed'] as Outcome[], asked: 1, papers: [{ whole: true }] };

  it('agree with what was asked for and heard', () => {
    expect(listProblems(all, { heard: ['printed'], gone: false })).toEqual([]);
    expect(listProblems({ ...all, asked: 2 }, { heard: [], gone: true })).toEqual([]);
    expect(listProblems(all, { heard: [], gone: false })).not.toEqual([]);
    expect(listProblems(all, { heard: ['failed'], gone: true })).not.toEqual([]);
    expect(listProblems({ ...all, asked: 0 }, { heard: ['printed'], gone: false })).not.toEqual([]);
    expect(listProblems({ ...all, papers: [] }, { heard: ['printed'], gone: false })).not.toEqual([]);
  });
});

it('counts either way only where nobody knows', () => {
  expect(countProblems(['unknown'], 0, 'paper')).toEqual([]);
  expect(countProblems(['unknown'], 1, 'paper')).toEqual([]);
  expect(countProblems(['unknown', 'printed'], 3, 'paper')).not.toEqual([]);
  expect(countProblems(['failed'], 1, 'paper')).not.toEqual([]);
  expect(countProblems([], 1, 'paper')).not.toEqual([]);
});
