import { describe, expect, it } from 'vitest';
import { aheadWords, windowWords } from './wording.ts';

describe('words for windows and people', () => {
  it('joins numbers the way each language does', () => {
    expect(windowWords([3, 4])).toEqual({ zh: '3、4号窗口', en: 'windows 3, 4' });
    expect(windowWords([])).toEqual({ zh: '请听叫号', en: 'listen for your call' });
  });

  it('says that nobody is ahead instead of "0 people"', () => {
    expect(aheadWords(0).en).toBe('nobody ahead');
    expect(aheadWords(1).en).toBe('1 person ahead');
    expect(aheadWords(12).zh).toBe('前面 12 人');
  });
});
