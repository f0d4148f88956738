import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import {
  body,
  changed,
  GUIDE,
  hallWith,
  november,
  PureHall,
  person,
  QUEUE,
  refusalOf,
  refusedTo,
  take,
} from '../testing/rules.ts';

describe('[T6] one live ticket for a person in a queue', () => {
  it('says the number, and lets in again when it is over', () => {
    const hall = new PureHall();
    const first = take(hall, { person: person(1) });
    const { code, text } = refusedTo(hall, { person: person(1) });
    expect(code).toBe('ALREADY_WAITING');
    expect(text?.zh).toContain(first.number);
    take(hall, { person: person(1), queue: 'insurance' });
    take(hall, { person: person(2) });
    hall.must('ticket.cancel', { ticket: first.ticket, reason: 'person' });
    expect(take(hall, { person: person(1) }).number).toBe('G003');
  });

  it('off: several are given, and none is forgotten when one ends', () => {
    const taking = { ...testConfig().taking, onePerPerson: false };
    const hall = new PureHall(hallWith({}, { taking }));
    const first = take(hall, { person: person(1) });
    const second = take(hall, { person: person(1) });
    hall.must('ticket.cancel', { ticket: second.ticket, reason: 'person' });
    changed(hall, {}, { taking: { ...taking, onePerPerson: true } });
    expect(refusedTo(hall, { person: person(1) }).text?.zh).toContain(first.number);
  });
});

describe('[T10] a queue that no window serves', () => {
  const without = () =>
    hallWith(
      {},
      { windows: testConfig().windows.map((w) => ({ ...w, queues: w.queues.filter((id) => id !== QUEUE) })) },
    );

  it('refuses and sends to the guide desk', () => {
    const { code, text } = refusedTo(new PureHall(without()));
    expect(code).toBe('QUEUE_WITHOUT_WINDOW');
    expect(text?.zh).toContain('咨询台');
  });

  it('or takes the number and says so', () => {
    const config = without();
    const hall = new PureHall({ ...config, taking: { ...config.taking, withoutWindow: 'take' } });
    const slip = take(hall);
    expect(slip.windows).toEqual([]);
    expect(slip.notices?.[0]?.zh).toContain('没有窗口');
  });

  it('also when an assignment of today takes the last window away, and until it comes back', () => {
    const hall = new PureHall();
    const serving = hall.config.windows.filter(({ queues }) => queues.includes(QUEUE));
    expect(take(hall).windows).toEqual(serving.map(({ number }) => number));
    const assign = (queues: string[]) => {
      for (const { id } of serving) {
        hall.must('window.assign', { window: id, queues, secondary: [], anyway: true }, 'manager01');
      }
    };
    hall.must('ticket.cancel', { ticket: hall.state.tickets.first()!.id, reason: 'person' });
    assign(['insurance']);
    expect(refusedTo(hall).code).toBe('QUEUE_WITHOUT_WINDOW');
    expect(take(hall, { queue: 'insurance', person: person(1) }).windows).toContain(serving[0]?.number);
    assign([QUEUE]);
    expect(take(hall).number).toBe('G002');
  });
});

describe('[T12] a queue for real names only', () => {
  it('needs a card, by its setting', () => {
    const hall = new PureHall();
    expect(take(hall).number).toBe('G001');
    changed(hall, { realName: true });
    expect(refusedTo(hall).code).toBe('CARD_NEEDED');
    expect(take(hall, { person: person(1) }).number).toBe('G002');
  });
});

describe('[T13] papers under one number', () => {
  it('are limited, and the guide desk helps on', () => {
    const hall = new PureHall(hallWith({}, { reprintLimit: 1 }));
    const { ticket } = take(hall, { paperless: false });
    hall.must('ticket.reprint', { ticket });
    const refused = refusalOf(hall.run('ticket.reprint', { ticket }));
    expect(refused.code).toBe('REPRINT_LIMIT');
    expect(refused.text?.zh).toContain('已补打 1 次');
    changed(hall, {}, { reprintLimit: 2 });
    expect(hall.must('ticket.reprint', { ticket })).toMatchObject({ ordinal: 3 });
  });
});

describe('[K10] several items on one number', () => {
  const config = testConfig();
  const item = (queue: string, nth = 0) => config.items.filter((entry) => entry.queue === queue)[nth]!.id;
  const [a = '', b = ''] = [...new Set(config.items.map(({ queue }) => queue))].filter(
    (queue) => config.items.filter((entry) => entry.queue === queue).length > 1,
  );

  it('make a way from queue to queue, each once, in the order in which they were named', () => {
    const hall = new PureHall(config);
    const items = [item(a), item(b), item(a, 1)];
    const slip = take(hall, { queue: undefined, items, person: person(1) } as never);
    expect(slip).toMatchObject({ queue: a, items: [item(a), item(a, 1)], route: [b] });
    expect(hall.state.tickets.get(slip.ticket)?.steps).toEqual([{ queue: b, items: [item(b)] }]);
  });

  it('are limited by the setting', () => {
    const hall = new PureHall(hallWith({}, { calling: { ...config.calling, itemsPerTicket: 1 } }));
    const items = [item(a), item(b)];
    const { code, text } = refusedTo(hall, { queue: undefined, items, person: person(1) } as never);
    expect(code).toBe('TOO_MANY_ITEMS');
    expect(text?.zh).toContain('最多办 1 个');
  });

  it('do not lead to a queue that is closed', () => {
    const days = [6];
    const hours = [{ days, from: '09:00', to: '12:00' }];
    const hall = new PureHall(hallWith({ hours }, {}, b));
    hall.at = november('23T09:00');
    const items = [item(a), item(b)];
    expect(refusedTo(hall, { queue: undefined, items, person: person(1) } as never).code).toBe(
      'QUEUE_CLOSED',
    );
    expect(
      take(hall, { queue: undefined, items: [item(a)], person: person(1) } as never).route,
    ).toBeUndefined();
  });
});

describe('[C5] 帮办/代办: a number for another person', () => {
  const agent = (n: number) => ({ personRef: person(n).personRef, authorisation: 'letter' as const });

  it('is given by a guide who has seen the authorisation, up to the limit of live ones', () => {
    const hall = new PureHall(hallWith({}, { priority: { ...testConfig().priority, agentTickets: 2 } }));
    const first = take(hall, { person: person(1), agent: agent(9) }, GUIDE);
    expect(hall.state.tickets.get(first.ticket)).toMatchObject({
      personRef: person(1).personRef,
      agentRef: person(9).personRef,
    });
    take(hall, { person: person(2), agent: agent(9) }, GUIDE);
    const { code, text } = refusedTo(hall, { person: person(3), agent: agent(9) }, GUIDE);
    expect(code).toBe('AGENT_LIMIT');
    expect(text?.zh).toContain('最多持有 2 张');
    take(hall, { person: person(3), agent: agent(8) }, GUIDE);
    hall.must('ticket.cancel', { ticket: first.ticket, reason: 'person' });
    take(hall, { person: person(4), agent: agent(9) }, GUIDE);
  });

  it('0: nobody may; a machine never may; nobody is their own agent', () => {
    const hall = new PureHall();
    expect(refusedTo(hall, { person: person(1), agent: agent(9) }).code).toBe('FORBIDDEN');
    expect(refusedTo(hall, { person: person(9), agent: agent(9) }, GUIDE).code).toBe('BAD_REQUEST');
    expect(refusedTo(hall, { agent: agent(9) }, GUIDE).code).toBe('CARD_NEEDED');
    changed(hall, {}, { priority: { ...hall.config.priority, agentTickets: 0 } });
    expect(refusedTo(hall, { person: person(1), agent: agent(9) }, GUIDE).code).toBe('AGENT_LIMIT');
  });
});

it('an anonymous number needs nothing but queue and clock', () => {
  const hall = new PureHall();
  const slip = take(hall, body());
  expect(slip).toMatchObject({ number: 'G001', class: 'ordinary', ahead: 0 });
  expect(Object.keys(slip)).not.toContain('notices');
  const [, event] = hall.events;
  expect(Object.keys(event?.data ?? {})).not.toContain('slot');
});
