import { describe, expect, it } from 'vitest';
import { deskFor } from '../testing.ts';
import { destinationChoices, matching, serviceChoices } from './choices.ts';

const text = (zh: string, en: string) => ({ zh, en });
const zones = [
  { id: 'business', name: text('商事登记', 'Business'), place: text('一楼', 'Floor 1') },
  { id: 'tax', name: text('纳税服务', 'Tax'), place: text('二楼', 'Floor 2') },
];
const desk = deskFor({
  destinations: {
    queues: [
      { queue: 'tax', name: text('办税缴费', 'Tax filing'), zone: 'tax' },
      { queue: 'permits', name: text('行业许可', 'Trade permits'), zone: 'business' },
    ],
    windows: [
      { window: 'w18', number: 18, zone: 'tax' },
      { window: 'w3', number: 3, zone: 'business' },
      { window: 'w5', number: 5, zone: 'business' },
    ],
  },
});

describe('[K8] where a person can be sent', () => {
  const choices = destinationChoices(desk, zones);

  it('is told by zone, the own one first, and never names the own window', () => {
    expect(choices.map(({ group, label }) => `${group.zh} ${label.zh}`)).toEqual([
      '商事登记 行业许可',
      '商事登记 5 号窗口',
      '纳税服务 办税缴费',
      '纳税服务 18 号窗口',
    ]);
  });

  it('is found by typing a number, a zone, or words of either language', () => {
    const found = (typed: string) => matching(choices, typed).map(({ id }) => id);
    expect(found('18')).toEqual(['window-w18']);
    expect(found('许可')).toEqual(['queue-permits']);
    expect(found('TAX')).toEqual(['queue-tax', 'window-w18']);
    expect(found('纳税 1')).toEqual(['window-w18']);
    expect(found('')).toHaveLength(4);
    expect(found('nothing')).toEqual([]);
  });

  it('goes without the names of the zones where they are not known yet', () => {
    expect(destinationChoices(desk, undefined)[0]?.group.zh).toBe('business');
  });
});

describe('[K11] what somebody without a number is served for', () => {
  it('offers each queue of the window and the items of each', () => {
    const item = {
      id: 'company-setup',
      name: text('公司设立', 'Company set-up'),
      queue: 'company',
      aliases: ['开公司'],
    };
    const choices = serviceChoices(desk, [item, { ...item, id: 'pension', queue: 'insurance' }] as never);
    expect(choices.map(({ value }) => value)).toEqual([
      { queue: 'company', items: [] },
      { queue: 'company', items: ['company-setup'] },
    ]);
    expect(matching(choices, '开公司').map(({ id }) => id)).toEqual(['item-company-setup']);
  });
});
