import { describe, expect, it } from 'vitest';
import { masked } from './log.ts';

describe('masked', () => {
  it('masks personal fields and secrets at any depth, and leaves the rest and the original alone', () => {
    const line = {
      event: 'x',
      person: { name: '张三' },
      deep: { er: { idNumber: '11010519491231002X', n: 1 } },
    };
    expect(masked(line)).toEqual({
      event: 'x',
      person: '[masked]',
      deep: { er: { idNumber: '[masked]', n: 1 } },
    });
    expect(line.person.name).toBe('张三');
  });

  it('gives back the same object where there is nothing to mask', () => {
    const line = { event: 'http', status: 200 };
    expect(masked(line)).toBe(line);
  });
});
