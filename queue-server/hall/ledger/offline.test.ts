import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OfflineTicketBody } from '../domain/offline.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { Ledger, type Request } from './ledger.ts';

const config = testConfig((hall) => ({ ...hall, numbering: { restart: 'daily', perKiosk: 4 } }));
const PRESS = 'f'.repeat(32);
const numbered = config.queues.find(({ id }) => id === 'invoices')!;
const number = `${numbered.prefix}${String(numbered.lastNumber - 5).padStart(numbered.digits, '0')}`;
const kiosks = config.devices.filter(({ kind }) => kind === 'kiosk').length;

let folder: ReturnType<typeof scratchFolder>;
let ledger: Ledger;
const open = () => new Ledger({ file: path.join(folder.path, 'ledger.db'), config });
beforeEach(() => {
  folder = scratchFolder();
  ledger = open();
});
afterEach(() => {
  ledger.close();
  folder.remove();
});

const asked = { actor: 'kiosk-1', at: MONDAY_9 };
const take: Request<'ticket.take'> = {
  ...{ command: 'ticket.take', requestId: PRESS, ...asked },
  body: { queue: 'invoices', items: [], paperless: false, person: null },
};
const ticket: OfflineTicketBody = {
  ...{ requestId: PRESS, number, queue: 'invoices', items: [], day: '2026-11-23', takenAt: MONDAY_9 },
  ...{ clockSure: true, class: 'ordinary', person: null, unread: false, progressToken: PRESS },
  ...{ shortCode: '000000', ordinal: 1, report: { outcome: 'printed', proof: 'confirmed' } },
};
const reconcile = (requestId: string): Request<'ticket.reconcile'> => ({
  ...{ command: 'ticket.reconcile', requestId, ...asked },
  body: { since: MONDAY_9, tickets: [ticket], givenUp: [] },
});
const jsonOf = (answer: ReturnType<Ledger['run']>['answers'][number] | undefined) =>
  answer?.ok ? JSON.parse(answer.json) : answer?.error.code;
const living = () =>
  [...ledger.state.tickets.values()].filter(({ state }) => state !== 'void').map((one) => one.number);

describe('[N4] [I4] a press that was issued offline, on disk', () => {
  it('is the same number when its ask arrives after the reconciliation, also after a restart', () => {
    expect(kiosks).toBe(2);
    ledger.run([reconcile('reconcile-1')]);
    ledger.close();
    ledger = open();
    expect(living()).toEqual([number]);
    expect(jsonOf(ledger.run([take]).answers[0])).toMatchObject({ number });
    expect(living()).toEqual([number]);
  });

  it('replaces the number that its ask was given in the very same transaction', () => {
    const { answers } = ledger.run([take, reconcile('reconcile-1')]);
    expect(jsonOf(answers[1])).toMatchObject({ results: [{ outcome: 'taken' }] });
    expect(living()).toEqual([number]);
    // The answer to the ask stays what it was; the kiosk does not wait for it any more.
    expect(jsonOf(ledger.run([take]).answers[0]).number).not.toBe(number);
  });

  it('is known when it is told again under another id, after a restart', () => {
    ledger.run([reconcile('reconcile-1')]);
    ledger.close();
    ledger = open();
    expect(jsonOf(ledger.run([reconcile('reconcile-2')]).answers[0])).toMatchObject({
      results: [{ outcome: 'known' }],
    });
    expect(living()).toEqual([number]);
  });
});
