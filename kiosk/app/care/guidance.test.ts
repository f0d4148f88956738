import type { Catalogue, TicketSlip } from '@hall/shared/contracts/commands';
import type { CardView } from '@hall/shared/contracts/kiosk-link';
import { describe, expect, it } from 'vitest';
import type { HostState } from '../session/availability.ts';
import { START, type Step } from '../session/session.ts';
import { guidanceOf } from './guidance.ts';

const t = (zh: string, en: string) => ({ zh, en });
const CARD: CardView = { card: 'card-77', maskedName: '张**', age: 67, senior: true, kind: 'resident' };
const up = (kind: HostState['peripherals'][number]['kind']) => ({
  ...{ name: kind, kind, state: 'up' as const, reason: null, since: 0, counters: {} },
});
const HOST: HostState = {
  ...{ type: 'state', online: true, lostSince: null, info: null, queues: [] },
  peripherals: [up('ticket-printer'), up('page-printer'), up('card-reader')],
  ...{ device: 'kiosk-1', bell: { state: 'off' }, offline: null },
};
const CATALOGUE = {
  items: [
    {
      id: 'social-card',
      name: t('社保卡补换领', 'Social card'),
      queue: 'insurance',
      themes: ['social-insurance'],
    },
  ],
  queues: [{ id: 'insurance', name: t('社会保险', 'Insurance'), realName: true }],
  zones: [],
} as unknown as Catalogue;
const SLIP = { ticket: 'x', number: 'A012', zoneName: t('人社', 'Social') } as TicketSlip;
const ERRAND = { kind: 'ticket', target: { kind: 'item', item: 'social-card' }, realName: true } as const;
const DONE = {
  step: 'done',
  report: { outcome: 'printed', proof: 'confirmed' },
  text: t('号票已打印。', 'Your ticket is printed.'),
  mayReprint: false,
} as const;
const STEPS: readonly Step[] = [
  { at: 'home' },
  { at: 'find' },
  { at: 'zones' },
  { at: 'list', by: 'theme', group: 'social-insurance' },
  { at: 'item', item: 'social-card' },
  { at: 'guide' },
  { at: 'certificates' },
  { at: 'card', errand: ERRAND },
  { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
  { at: 'working', request: 'request-1', errand: ERRAND },
  { at: 'ticket', slip: SLIP, paper: DONE, reprintRefused: null },
  { at: 'trouble', code: 'QUOTA_REACHED', text: t('号已取完。', 'No numbers are left.'), again: null },
];

const tell = (step: Step, card: CardView | null = null, host = HOST, warned = false) =>
  guidanceOf({ session: { ...START, step, card }, host, catalogue: CATALOGUE, warned });

describe('what the voice says', () => {
  it.each(STEPS.map((step) => [step.at, step] as const))(
    'names nobody on %s, whatever card lies there',
    (_, step) => {
      const { zh, en } = tell(step, CARD);
      expect(zh.length).toBeGreaterThan(5);
      expect(en.length).toBeGreaterThan(5);
      for (const personal of ['张', '67', CARD.card]) expect(zh + en).not.toContain(personal);
    },
  );

  it('says what was chosen and the one thing to do', () => {
    expect(tell({ at: 'list', by: 'theme', group: 'social-insurance' }).zh).toContain('您选了：社会保险');
    const item = { at: 'item', item: 'social-card' } as const;
    expect(tell(item).zh).toBe('您选了：社保卡补换领。要取号，请按“取号排队”，再放上身份证。');
    expect(tell(item, CARD).en).toBe('You chose: Social card. For a number, touch "Take a number".');
  });

  it('says why nothing can be taken, and where to go', () => {
    const down = {
      ...HOST,
      peripherals: [{ ...up('ticket-printer'), state: 'down' as const, reason: 'PAPER_OUT' }],
    };
    expect(tell({ at: 'home' }, null, down).zh).toContain('缺纸');
    expect(tell({ at: 'item', item: 'social-card' }, null, down).zh).toMatch(/缺纸.*到咨询台/);
  });

  it('says the number sign by sign, and to take the card once the paper is out', () => {
    const ticket: Step = { at: 'ticket', slip: SLIP, paper: DONE, reprintRefused: null };
    expect(tell(ticket).zh).toMatch(/^您的号码是 A 0 1 2。号票已打印。/);
    expect(tell(ticket).zh).not.toContain('证件');
    expect(tell(ticket, CARD).zh).toContain('请拿好证件');
  });

  it('ends a title before the next sentence begins', () => {
    expect(tell({ at: 'guide' })).toMatchObject({
      zh: expect.stringContaining('咨询台帮您。'),
      en: expect.stringMatching(/^The guide desk will help\. /),
    });
  });

  it('asks who is still there before anything else', () => {
    expect(tell({ at: 'home' }, CARD, HOST, true).zh).toBe('您还在吗？要继续，请按“我还要继续”。');
  });

  it('has a word for a screen that nobody has told it of', () => {
    expect(tell({ at: 'some-new-screen' } as unknown as Step).zh).toBe('请看屏幕，按下面的大按钮继续。');
  });
});
