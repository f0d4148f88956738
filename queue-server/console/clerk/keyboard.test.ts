import { describe, expect, it } from 'vitest';
import { KEY_HELP } from './key-words.ts';
import { KEYS, type KeyPress, keyAction } from './keyboard.ts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  repeat: false,
  command: false,
  alt: false,
  composing: false,
  focus: 'none',
  dialog: false,
  lettersOff: false,
  ...more,
});

describe('the clerk’s keyboard', () => {
  it('[C1] Space and one letter for everything else; other keys do not act', () => {
    expect(
      ['Space', 'KeyR', 'KeyN', 'KeyK', 'KeyT', 'KeyP', 'KeyW', 'Slash'].map((code) =>
        keyAction(press(code)),
      ),
    ).toEqual(['primary', 'recall', 'no-show', 'park', 'transfer', 'pause', 'serve', 'help']);
    expect(['Enter', 'KeyX', 'Escape', 'Digit1'].map((code) => keyAction(press(code)))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('[C2] a held key fires once', () => {
    expect(keyAction(press('Space', { repeat: true }))).toBeNull();
    expect(keyAction(press('KeyR', { repeat: true }))).toBeNull();
  });

  it('[C3] nothing fires while somebody types, composes, or uses a shortcut of the browser', () => {
    for (const code of [...Object.keys(KEYS), 'KeyZ']) {
      expect(keyAction(press(code, { focus: 'field' }))).toBeNull();
      expect(keyAction(press(code, { composing: true }))).toBeNull();
      expect(keyAction(press(code, { alt: true }))).toBeNull();
      if (code !== 'KeyZ') expect(keyAction(press(code, { command: true }))).toBeNull();
    }
  });

  it('[C4] in a dialog its own keys count', () => {
    for (const code of Object.keys(KEYS)) expect(keyAction(press(code, { dialog: true }))).toBeNull();
    expect(keyAction(press('KeyZ', { dialog: true, command: true }))).toBeNull();
  });

  it('[C5] Space on a focused control presses that control; letters still act', () => {
    expect(keyAction(press('Space', { focus: 'control' }))).toBeNull();
    expect(keyAction(press('KeyR', { focus: 'control' }))).toBe('recall');
  });

  it('[K12] Ctrl+Z takes the last act back, but not while somebody types', () => {
    expect(keyAction(press('KeyZ', { command: true }))).toBe('undo');
    expect(keyAction(press('KeyZ'))).toBeNull();
    expect(keyAction(press('KeyZ', { command: true, focus: 'field' }))).toBeNull();
  });

  it('[C6] single letters can be switched off; Space and Ctrl+Z stay', () => {
    const off = { lettersOff: true };
    expect(keyAction(press('KeyR', off))).toBeNull();
    expect(keyAction(press('Slash', off))).toBeNull();
    expect(keyAction(press('Space', off))).toBe('primary');
    expect(keyAction(press('KeyZ', { ...off, command: true }))).toBe('undo');
  });

  it('[C7] every key is in the help, with its name', () => {
    expect(KEY_HELP.map(({ action }) => action).sort()).toEqual(
      [...new Set(Object.values(KEYS)), 'undo'].sort(),
    );
  });
});
