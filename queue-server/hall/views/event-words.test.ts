import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../domain/events.ts';
import { QUEUE } from '../testing/rules.ts';
import { at, callingHall, seated, ticketOf, WINDOW } from '../testing/window.ts';
import { deskView } from './desk.ts';
import { inWords } from './event-words.ts';

const hall = callingHall();
const ticket = ticketOf(hall, seated(hall));

/** Every type that the source of the events names, with all that the words of any of them read. */
const source = readFileSync(fileURLToPath(new URL('../domain/events.ts', import.meta.url)), 'utf8');
const types = [...source.matchAll(/\{\s*type: '([a-z.-]+)'/g)].map(([, type]) => type as string);
const data = {
  ...{ ticket: ticket.id, window: WINDOW, windowNumber: 18, queue: QUEUE, number: ticket.number },
  ...{ why: ticket.why, act: 'call', undoes: 1, ordinal: 1, proof: 'status', reason: 'absent', grade: 5 },
  ...{ dueAt: hall.at, boundTo: null, class: 'green', classReason: 'urgent', caseNumber: null, device: 'd' },
};

it('says every type of event in words, never its raw name', () => {
  expect(types.length).toBeGreaterThan(40);
  for (const type of types) {
    const event = { type, data, seq: 9, at: hall.at, occurredAt: hall.at, v: 1, actor: 'a', requestId: 'r' };
    for (const seesRating of [true, false]) {
      const { zh, en } = inWords(event as unknown as StoredEvent, ticket, hall.config, seesRating);
      expect(zh, type).toMatch(/[\u4e00-\u9fff]/);
      expect(en, type).toMatch(/[A-Za-z]{3}/);
      expect(zh + en, type).not.toContain(type);
      expect(zh + en, type).not.toMatch(/undefined|null|NaN/);
    }
  }
});

it('[K12] tells whoever was overtaken whose call was taken back', () => {
  const event = { type: 'window.undone', data: { ...data, ticket: 'other' } } as unknown as StoredEvent;
  expect(inWords(event, ticket, hall.config, false).zh).toContain('后到者');
  const own = { type: 'window.undone', data } as unknown as StoredEvent;
  expect(inWords(own, ticket, hall.config, false).zh).not.toContain('后到者');
});

it('says why a paper did not come out in words; a code that is unknown stands behind them', () => {
  const failed = (reason: string) =>
    inWords(
      { type: 'ticket.print-failed', data: { ...data, reason } } as unknown as StoredEvent,
      ticket,
      hall.config,
      false,
    );
  expect(failed('PAPER_OUT')).toEqual({ zh: '打印失败：缺纸', en: 'Printing failed: out of paper' });
  expect(failed('E17').zh).toBe('打印失败：打印机故障（E17）');
});

it('a ticket of a program that gave no reason still has a sentence at the desk', () => {
  const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
  const state = {
    ...hall.state,
    tickets: hall.state.tickets.update(ticket.id, (old) => ({ ...old!, why: null })),
  };
  const desk = deskView(state, hall.config, window, { expected: [], note: null }, hall.at);
  expect(desk.serving?.why.zh).toContain(ticket.number);
  expect(desk.serving?.why.en).not.toBe('');
  at(hall, 'undo');
});
