import { ERRORS } from '@hall/shared/contracts/errors';
import { err } from '@hall/shared/contracts/result';
import { expect, it } from 'vitest';
import { wallClock } from '../clock.ts';
import { askFault } from '../link/server-link.ts';
import { silentLog } from '../log.ts';
import { openHallCopy } from '../offline/hall-copy.ts';
import { openOfflineDesk } from '../offline/offline-desk.ts';
import { memoryBook } from '../offline/testing.ts';
import { openTicketDesk } from './ticket-desk.ts';

const TAKE = { items: [], queue: 'invoices', person: null };

it.each(['STORAGE_FULL', 'STORAGE_FAILED'])(
  'takes %s for a server that is away: the guide desk is the way on, and the same press asks again',
  async (code) => {
    const asked: string[] = [];
    const logged: unknown[] = [];
    const log = { info() {}, error() {}, warn: (fields: unknown) => logged.push(fields) };
    const desk = openTicketDesk({
      link: {
        device: 'kiosk-1',
        ask: async (_command: unknown, _body: unknown, options: { id: string }) => {
          asked.push(options.id);
          return err(askFault(code, 'commit failed'));
        },
        online: () => true,
      } as never,
      offline: openOfflineDesk({
        file: memoryBook(),
        copy: openHallCopy('/nowhere', silentLog),
        link: {} as never,
        clock: wallClock,
        log: silentLog,
      }),
      printer: null,
      journal: {} as never,
      log: log as never,
      context: () => ({ timeZone: 'Asia/Shanghai', demo: false, progressUrl: null }),
      onPaper: () => {},
      onReport: () => {},
    });
    const first = await desk.take('press-0001', TAKE);
    expect(first).toMatchObject({ ok: false, error: { code: 'SERVER_AWAY', text: ERRORS.SERVER_AWAY.text } });
    await desk.take('press-0001', TAKE);
    expect(asked).toHaveLength(2);
    expect(new Set(asked).size).toBe(1);
    // Technicians read what it was.
    expect(logged).toContainEqual({ code });
  },
);
