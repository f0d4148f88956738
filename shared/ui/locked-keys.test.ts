import { expect, it } from 'vitest';
import { isKeyAllowed } from './locked-keys.ts';

const none = { control: false, alt: false, meta: false, shift: false };

it.each([
  ...[
    'a',
    '中',
    '𠮷',
    ' ',
    '7',
    'é',
    'Enter',
    'Tab',
    'Escape',
    'Backspace',
    'Delete',
    'ArrowLeft',
    'Process',
  ],
])('lets %s through', (key) => {
  expect(isKeyAllowed({ ...none, key })).toBe(true);
});

it.each([
  ...Array.from({ length: 24 }, (_, i) => `F${i + 1}`),
  ...['ContextMenu', 'PrintScreen', 'BrowserBack', 'BrowserHome', 'BrowserSearch', 'Help', 'Insert', 'Print'],
  ...['LaunchMail', 'LaunchApplication1', 'Meta', 'Alt', 'Control', 'Eject', 'Power', 'ZoomIn', 'Pause'],
])('denies %s', (key) => {
  expect(isKeyAllowed({ ...none, key })).toBe(false);
});

it.each(['control', 'alt', 'meta'] as const)('denies every key with %s', (modifier) => {
  for (const key of ['a', 'n', '1', '+', 'Tab', 'Enter', 'Home', 'ArrowLeft', 'Escape', 'Delete']) {
    expect(isKeyAllowed({ ...none, key, [modifier]: true })).toBe(false);
  }
});

it('knows what Shift makes of a key', () => {
  const shift = { ...none, shift: true };
  for (const key of ['A', '?', 'Tab', 'Enter', 'ArrowLeft'])
    expect(isKeyAllowed({ ...shift, key })).toBe(true);
  for (const key of ['Escape', 'Delete', 'Insert', 'F10'])
    expect(isKeyAllowed({ ...shift, key })).toBe(false);
});
