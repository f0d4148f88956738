import { describe, expect, it } from 'vitest';
import { startTyping, type Typing, type TypingAction, type } from './typing.ts';

const MAX = 24;
const after = (start: Typing, ...actions: TypingAction[]): Typing =>
  actions.reduce((state, action) => type(state, action, MAX), start);
const keys = (text: string): TypingAction[] => [...text].map((one) => ({ type: 'key', text: one }));
const pinyin = (value = '') => startTyping(value, 'pinyin');

describe('typing', () => {
  it('keeps letters in the value while they wait, so that a search sees them', () => {
    expect(after(pinyin('张'), ...keys('rong'))).toMatchObject({ value: '张rong', pending: 'rong' });
  });

  it('choosing a part keeps the rest waiting', () => {
    const state = after(pinyin(), ...keys("xi'anshi"), {
      type: 'choose',
      candidate: { text: '西安', used: 5 },
    });
    expect(state).toMatchObject({ value: '西安shi', pending: 'shi' });
    expect(after(state, { type: 'choose', candidate: { text: '市', used: 3 } })).toMatchObject({
      value: '西安市',
      pending: '',
    });
  });

  it('goes back step by step: letters first, then whole characters, also beyond the BMP', () => {
    let state = after(pinyin('𠮷'), ...keys('ro'));
    const seen: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      state = after(state, { type: 'erase' });
      seen.push(state.value);
    }
    expect(seen).toEqual(['𠮷r', '𠮷', '', '']);
  });

  it('keeps letters of other ways out of the value', () => {
    const state = after(startTyping('张', 'components'), ...keys('tukou'));
    expect(state).toMatchObject({ value: '张', pending: 'tukou' });
    expect(after(state, { type: 'choose', candidate: { text: '𠮷', used: 5 } })).toMatchObject({
      value: '张𠮷',
      pending: '',
    });
    expect(after(state, { type: 'erase' })).toMatchObject({ value: '张', pending: 'tuko' });
  });

  it('never grows beyond the maximum, and cuts no character in two', () => {
    const full = after(pinyin(), ...keys('a'.repeat(40)));
    expect(full.value.length).toBe(MAX);
    const almost = startTyping('字'.repeat(MAX - 1), 'components');
    const state = after(almost, ...keys('tukou'), { type: 'choose', candidate: { text: '𠮷', used: 5 } });
    expect(state.value).toBe('字'.repeat(MAX - 1));
  });

  it('lets letters wait again when a person comes back', () => {
    expect(startTyping('社kgs', 'pinyin').pending).toBe('kgs');
    expect(startTyping('社kgs', 'english').pending).toBe('');
  });

  it('takes letters of a real keyboard from the field, and forgets them when the value is another', () => {
    const state = after(pinyin(), { type: 'value', value: 'sb' }, { type: 'value', value: 'sbk' });
    expect(state.pending).toBe('sbk');
    expect(after(state, { type: 'value', value: 'sb' }).pending).toBe('sb');
    expect(after(state, { type: 'value', value: '护照' })).toMatchObject({ value: '护照', pending: '' });
    expect(after(state, { type: 'value', value: '' })).toMatchObject({ value: '', pending: '' });
  });

  it('keeps or drops what waits, clears all, and changes the way without losing the value', () => {
    const state = after(pinyin('张'), ...keys('san'));
    expect(after(state, { type: 'keep' })).toMatchObject({ value: '张san', pending: '' });
    expect(after(state, { type: 'drop' })).toMatchObject({ value: '张', pending: '' });
    expect(after(state, { type: 'clear' })).toMatchObject({ value: '', pending: '' });
    expect(after(state, { type: 'layout', layout: 'digits' }, ...keys('1X'))).toMatchObject({
      value: '张san1X',
    });
  });
});
