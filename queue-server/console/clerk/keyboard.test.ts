import { describe, expect, it } from 'vitest';
import { type KeyPress, keyAction } from './keyboard.ts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  repeat: false,
  modified: false,
  composing: false,
  focus: 'none',
  dialog: false,
  ...more,
});

describe('the clerk’s keyboard', () => {
  it('[K1] Space, R, N and P act; other keys do not', () => {
    expect(['Space', 'KeyR', 'KeyN', 'KeyP'].map((code) => keyAction(press(code)))).toEqual([
      'primary',
      'recall',
      'no-show',
      'pause',
    ]);
    expect(['Enter', 'KeyA', 'Escape', 'Digit1'].map((code) => keyAction(press(code)))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('[K2] a held key fires once', () => {
    expect(keyAction(press('Space', { repeat: true }))).toBeNull();
    expect(keyAction(press('KeyR', { repeat: true }))).toBeNull();
  });

  it('[K3] nothing fires while somebody types, composes, or uses a shortcut of the browser', () => {
    for (const code of ['Space', 'KeyR', 'KeyN', 'KeyP']) {
      expect(keyAction(press(code, { focus: 'field' }))).toBeNull();
      expect(keyAction(press(code, { composing: true }))).toBeNull();
      expect(keyAction(press(code, { modified: true }))).toBeNull();
    }
  });

  it('[K4] in a dialog its own keys count', () => {
    expect(keyAction(press('Space', { dialog: true }))).toBeNull();
    expect(keyAction(press('KeyN', { dialog: true }))).toBeNull();
  });

  it('[K5] Space on a focused control presses that control; letters still act', () => {
    expect(keyAction(press('Space', { focus: 'control' }))).toBeNull();
    expect(keyAction(press('KeyR', { focus: 'control' }))).toBe('recall');
  });
});
