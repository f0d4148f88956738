import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';

const tcp = { kind: 'tcp', host: '127.0.0.1', port: 5_005 };
const serial = { kind: 'serial', path: '/dev/ttyS1', baudRate: 9_600 };
const FIELD = { frame: '40 {address:hex2} {text:gb2312} 0D', columns: 16 };

function problems(...leds: object[]): string[] {
  const parsed = parseConfig(
    JSON.stringify({
      ...{ profile: 'window', device: 'window-host-1', secret: '0123456789abcdef', hall: 'demo' },
      ...{ mqttUrl: 'mqtt://127.0.0.1:1883', dataDir: 'data', leds },
    }),
  );
  return parsed.ok ? [] : parsed.error.message.split('\n');
}

describe('settings that are taken', () => {
  it.each<[string, object[]]>([
    ['a panel as before', [{ window: 'w1', transport: tcp, model: '6k' }]],
    [
      'everything about a panel',
      [
        {
          ...{ window: 'w1', transport: serial, model: '5k', address: 3, width: 192, height: 16 },
          ...{ font: 1, latinFont: 1, charset: 'gbk', resync: 'ping', turnaroundMs: 30, tellReplaced: true },
          colours: { call: 'yellow', idle: 'cyan' },
          colourCodes: { cyan: 6, magenta: 5 },
          words: { idle: '欢迎光临', call: '{number}号请到{window}号' },
          brightness: [
            { from: '07:30', level: 12 },
            { from: '18:00', level: 4 },
          ],
        },
      ],
    ],
    [
      'several panels on one line, of both generations',
      [1, 2, 3].map((address) => ({
        ...{ window: `w${address}`, transport: serial, address, model: address === 2 ? '5k' : '6k' },
      })),
    ],
    [
      'character panels on one line',
      [1, 2].map((address) => ({ window: `w${address}`, transport: serial, address, template: FIELD })),
    ],
    [
      'two panels of one window',
      [1, 2].map((address) => ({ window: 'w1', transport: serial, address, model: '6k' })),
    ],
    [
      'the same address on two lines',
      [
        { window: 'w1', transport: serial, model: '6k' },
        { window: 'w2', transport: { ...serial, path: '/dev/ttyS2' }, model: '6k' },
      ],
    ],
  ])('%s', (_, leds) => {
    expect(problems(...leds)).toEqual([]);
  });
});

describe('settings that contradict each other are refused with a sentence', () => {
  const panel = { window: 'w1', transport: serial, model: '6k', address: 1 };
  it.each<[string, object[], string]>([
    [
      'the same address twice',
      [panel, { ...panel, window: 'w2' }],
      'leds.1.address: another panel on this line has the address 1',
    ],
    [
      'the default address twice',
      [panel, { window: 'w2', transport: serial, model: '6k' }],
      'leds.1.address: another panel on this line has the address 1',
    ],
    [
      'two kinds on one line',
      [panel, { window: 'w2', transport: serial, address: 2, template: FIELD }],
      'leds.1.transport: another panel on this line is of another kind: one line, one kind',
    ],
    [
      'two templates on one line',
      [
        { window: 'w1', transport: tcp, address: 1, template: FIELD },
        { window: 'w2', transport: tcp, address: 2, template: { ...FIELD, columns: 8 } },
      ],
      'leds.1.transport: another panel on this line is of another kind: one line, one kind',
    ],
    [
      'two rates on one line',
      [panel, { ...panel, window: 'w2', address: 2, transport: { ...serial, baudRate: 57_600 } }],
      'leds.1.transport: another panel on this line has 9600 baud',
    ],
    [
      'whichever panel beside another',
      [panel, { ...panel, window: 'w2', address: 65_534 }],
      'leds.1.address: 65534 is for a panel that is alone on its line',
    ],
    [
      'a template without an address, twice',
      [1, 2].map((address) => ({
        ...{ window: `w${address}`, transport: serial, address },
        template: { frame: '40 {text:gb2312} 0D' },
      })),
      'leds.1.transport: the template names no address: one panel a line',
    ],
    ['neither kind', [{ window: 'w1', transport: tcp }], 'leds.0.model: either model'],
    ['both kinds', [{ ...panel, template: FIELD }], 'leds.0.model: either model'],
    [
      'a setting of the other kind',
      [{ window: 'w1', transport: tcp, template: FIELD, width: 64 }],
      'leds.0.width: is for panels with a model',
    ],
    ['a setting of the other kind', [{ ...panel, repeatMs: 9_000 }], 'leds.0.repeatMs: is for panels with a'],
    [
      'a broken template',
      [{ window: 'w1', transport: tcp, template: { frame: '40 {adress:hex2} {text:gbk} 0D' } }],
      'leds.0.template: frame: "{adress:hex2}": there are address, text, length, sum and xor',
    ],
    [
      'an address that the template cannot write',
      [{ window: 'w1', transport: tcp, address: 300, template: FIELD }],
      'leds.0.address: the template writes addresses from 0 to 255',
    ],
    ['a broadcast', [{ ...panel, address: 65_533 }], 'leds.0.address: is 1 to 57343'],
    [
      'a brightness that goes back in time',
      [
        {
          ...panel,
          brightness: [
            { from: '18:00', level: 4 },
            { from: '07:00', level: 12 },
          ],
        },
      ],
      'leds.0.brightness: 07:00 is not later than the step before it',
    ],
    [
      'call words without a number',
      [{ ...panel, words: { call: '请' } }],
      'leds.0.words.call: needs {number}',
    ],
    ['an unknown colour', [{ ...panel, colours: { call: 'pink' } }], 'leds.0.colours.call: '],
  ])('%s', (_, leds, sentence) => {
    const found = problems(...leds);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });
});
