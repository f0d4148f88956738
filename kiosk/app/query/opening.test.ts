import type { Catalogue } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { noticesOn, openingOn, specialDays, weekOf } from './opening.ts';
import { receiptFrom } from './receipt.ts';

const t = (zh: string) => ({ zh, en: zh });
const HALL: Catalogue = {
  ...CATALOGUE,
  queues: CATALOGUE.queues.map((queue, i) => ({
    ...queue,
    hours: [
      { days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' },
      ...(i === 0 ? [{ days: [6], from: '09:00', to: '12:00' }] : []),
    ],
  })),
  publicInfo: {
    ...{ address: t('路'), phone: '1', windows: [], questions: [], map: null },
    extended: [
      {
        queue: CATALOGUE.queues[0]!.id,
        hours: [{ days: [3], from: '17:30', to: '20:00', kind: 'extended' }],
      },
    ],
    calendar: [
      { date: '2027-01-01', name: t('元旦'), kind: 'closed' },
      { date: '2027-02-05', name: t('除夕'), kind: 'closed' },
      { date: '2027-02-06', name: t('春节'), kind: 'closed' },
      { date: '2027-02-14', name: t('调休'), kind: 'open', as: 1 },
    ],
    announcements: [
      { id: 'always', title: t('a'), text: t('a') },
      { id: 'over', title: t('b'), text: t('b'), until: '2026-11-20' },
      { id: 'today', title: t('c'), text: t('c'), from: '2026-11-21', until: '2026-11-21' },
      { id: 'soon', title: t('d'), text: t('d'), from: '2026-11-22' },
    ],
  },
};

describe('hours, holidays and notices from the copy', () => {
  it('[I1] shows a notice from its first day to its last, and not a day longer', () => {
    expect(noticesOn(HALL.publicInfo, '2026-11-21').map(({ id }) => id)).toEqual(['today', 'always']);
    expect(noticesOn(HALL.publicInfo, '2026-11-22').map(({ id }) => id)).toEqual(['soon', 'always']);
    expect(noticesOn(undefined, '2026-11-22')).toEqual([]);
  });

  it('joins rows with the same hours, and names the areas only where they differ', () => {
    expect(weekOf(HALL)).toMatchObject([
      { days: [1, 2, 3, 4, 5], zones: null, extended: false },
      { days: [6], zones: [HALL.zones[0]!.name], extended: false },
      { days: [3], zones: [HALL.zones[0]!.name], extended: true },
    ]);
  });

  it.each([
    ['2026-11-20', { open: true, spans: [{ from: '08:30', to: '17:30' }] }],
    ['2026-11-25', { open: true, spans: [{ from: '08:30', to: '20:00' }] }],
    ['2026-11-21', { open: true, spans: [{ from: '09:00', to: '12:00' }] }],
    ['2026-11-22', { open: false, why: null }],
    ['2027-01-01', { open: false, why: t('元旦') }],
    ['2027-02-14', { open: true, spans: [{ from: '08:30', to: '17:30' }] }],
  ])('%s is open as the calendar and then the week say', (day, opening) => {
    expect(openingOn(HALL, day)).toEqual(opening);
  });

  it('tells the coming days that are otherwise, those in a row as one', () => {
    expect(specialDays(HALL, '2027-01-02')).toEqual([
      { from: '2027-02-05', to: '2027-02-06', name: t('春节'), spans: null },
      {
        ...{ from: '2027-02-14', to: '2027-02-14', name: t('调休') },
        spans: [{ from: '08:30', to: '17:30' }],
      },
    ]);
  });

  it('knows the hours of a hall whose server told no calendar', () => {
    const { publicInfo: _none, ...old } = HALL;
    expect(openingOn(old, '2026-11-20')).toMatchObject({ open: true });
    expect(specialDays(old, '2026-11-20')).toEqual([]);
  });
});

describe('a receipt that was scanned', () => {
  const whole = '11339927552998008D7000105003000202611190008';
  it.each([
    [whole, whole],
    [` ${whole.toLowerCase()}\r`, whole],
    [`https://example.org/case?no=${whole}&x=1`, whole],
    ['202611190008', '202611190008'],
    ['20261119', null],
    ['A012', null],
    [`${whole}9`, null],
    ['', null],
  ])('%s', (scanned, receipt) => expect(receiptFrom(scanned)).toBe(receipt));
});
