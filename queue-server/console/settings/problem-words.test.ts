import { HallShape } from '@hall/shared/contracts/hall-config';
import { describe, expect, it } from 'vitest';
import { sayProblem } from './problem-words.ts';

describe('problems of settings in both languages', () => {
  it('says what is known in Chinese and in English, without the value that is seen anyway', () => {
    expect(sayProblem('must be 120 or less')).toEqual({ zh: '不能大于 120。', en: 'Must be 120 or less.' });
    expect(sayProblem('must be a whole number, but nothing is there').zh).toBe('请填写。');
    expect(sayProblem('must be a whole number, but "x" is there').zh).toBe('请填写整数。');
    expect(sayProblem('must be one or two capital letters A to Z, but "a b" is there').zh).toBe(
      '请填写一到两个大写字母。',
    );
    expect(sayProblem('there is no zone "north"').zh).toBe('没有功能区“north”。');
    expect(sayProblem('in scheduled version 7: closes before it opens')).toEqual({
      zh: '待生效的第 7 版中：结束时间须晚于开始时间。',
      en: 'In scheduled version 7: It ends before it begins.',
    });
  });

  it('knows the words of patterns that carry none of their own', () => {
    const wrong = HallShape.shape.priority.safeParse({
      ...{ seniorAge: 60, bonusMin: { senior: 1, priority: 1, green: 1 } },
      greenReasons: [{ id: '!', name: { zh: '一', en: 'one' } }],
    });
    expect(sayProblem(wrong.error?.issues[0]?.message ?? '').zh).toContain('代号');
  });

  it('shows what it does not know as it came, as a sentence', () => {
    expect(sayProblem('is too purple').zh).toBe('Is too purple.');
  });
});
